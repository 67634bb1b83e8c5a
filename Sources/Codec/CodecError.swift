/// Why bytes or JSON are not a message, with the place or the field and the limit it broke.
///
/// Indirect, so that a thrown error is one word and costs the readers that do not throw nothing.
public indirect enum CodecError: Error, Equatable, Sendable {
    /// The bytes end inside a tag, a number, a length, a packed list or a group.
    case truncated(at: Int)
    /// A tag of more than five bytes, with field number 0, or with wire type 6 or 7.
    case badTag(at: Int)
    /// A number of more than ten bytes, or a length of more than five.
    case badNumber(at: Int)
    /// A group that ends without a start or with another field number.
    case badGroup(at: Int)
    /// Messages or groups nested deeper than `Limits.depthMax`.
    case tooDeep(at: Int)
    /// A string field that is not UTF-8.
    case notText(field: String, at: Int)
    /// A string or bytes field of more bytes than its label allows.
    case tooLong(field: String, bytesMax: Int)
    /// A repeated field of more items than its label allows.
    case tooMany(field: String, itemsMax: Int)
    /// A whole message of more bytes than `Limits.messageBytesMax` or `Limits.jsonBytesMax`.
    case tooLarge(bytesMax: Int)
    /// Text that is not JSON.
    case badJSON(at: Int, String)
    /// JSON with a key that the message does not have.
    case unknownKey(String)
    /// JSON with the same key twice.
    case duplicateKey(String)
    /// JSON with a value of another type than the field's.
    case wrongType(field: String, expected: String)
    /// A field whose value the message's own rules refuse; thrown by `Message.validate()`.
    case invalid(field: String, String)

    /// What is wrong in one sentence without a private word: keys, limits and places, no values.
    public var sentence: String {
        switch self {
        case .truncated(let at): "The message ends too early, at byte \(at)."
        case .badTag(let at): "The message has a bad field tag at byte \(at)."
        case .badNumber(let at): "The message has a number of too many bytes at byte \(at)."
        case .badGroup(let at): "The message has a group without its other end at byte \(at)."
        case .tooDeep(let at):
            "The message is nested deeper than \(Limits.depthMax) levels at byte \(at)."
        case .notText(let field, let at): "\(field) is not UTF-8 text, at byte \(at)."
        case .tooLong(let field, let max): "\(field) is longer than \(max) bytes."
        case .tooMany(let field, let max): "\(field) has more than \(max) items."
        case .tooLarge(let max): "The message is larger than \(max) bytes."
        case .badJSON(let at, let what): "This is not JSON: \(what) at byte \(at)."
        case .unknownKey(let key): "There is no field \(key)."
        case .duplicateKey(let key): "\(key) is given twice."
        case .wrongType(let field, let expected): "\(field) must be \(expected)."
        case .invalid(let field, let what): "\(field) \(what)."
        }
    }
}
