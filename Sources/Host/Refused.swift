import Codec
import Contracts
import RPC

extension RPCError {
    /// A refusal with its typed reason, from which a client makes a sentence for a person.
    public static func refused(
        _ code: StatusCode, _ reason: Reason, field: String = "", limit: Int64 = 0
    ) -> RPCError {
        let refusal = Refusal(reason, field: field, limit: limit)
        let place = field.isEmpty ? "" : " (\(field))"
        return RPCError(code, "\(reason)\(place)", details: refusal.encoded())
    }

    /// The refusal of a request that does not decode. Its text is the codec's sentence, which holds
    /// no private word.
    public static func malformed(_ error: CodecError) -> RPCError {
        var refusal =
            switch error {
            case .notText(let field, _): refused(.invalidArgument, .notUTF8, field: field)
            case .tooLong(let field, let max):
                refused(.invalidArgument, .tooLong, field: field, limit: Int64(max))
            case .tooMany(let field, let max):
                refused(.invalidArgument, .tooMany, field: field, limit: Int64(max))
            case .tooLarge(let max):
                refused(.invalidArgument, .messageTooLarge, limit: Int64(max))
            case .invalid(let field, _): refused(.invalidArgument, .fieldInvalid, field: field)
            default: refused(.invalidArgument, .malformed)
            }
        refusal.message = error.sentence
        return refusal
    }

    /// The same refusal with the time after which it is worth trying again.
    public func retry(afterMs: Int64) -> RPCError {
        var error = self
        error.retryAfterMs = afterMs
        return error
    }
}
