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

    /// The same refusal with the time after which it is worth trying again.
    public func retry(afterMs: Int64) -> RPCError {
        var error = self
        error.retryAfterMs = afterMs
        return error
    }
}
