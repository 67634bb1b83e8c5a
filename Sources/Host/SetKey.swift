import Codec
import Glibc

/// The key that the processes of one installation share: 32 random bytes, kept as 64 hexadecimal
/// digits in a file that only its owner may read.
///
/// Whoever knows it may speak as a service or as the operator, so a file that others can read is
/// refused, not warned about.
public struct SetKey: Sendable {
    /// The bytes, as they stand in HELLO.
    public let bytes: [UInt8]

    /// Why a key file cannot be used; the sentence says what to do.
    public struct Unusable: Error, Equatable, Sendable {
        /// For the operator.
        public let sentence: String
    }

    /// Reads the file at `path`.
    public init(path: String) throws(Unusable) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            let reason = errno == ENOENT ? "is missing; deploy/up makes one" : "cannot be opened"
            throw Unusable(sentence: "The key file \(path) \(reason).")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Unusable(sentence: "The key file \(path) is not a plain file.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Unusable(
                sentence: "The key file \(path) can be read by others. "
                    + "Run: chmod 600 \(path)  and, if somebody may have seen it, make a new one.")
        }
        guard status.st_uid == geteuid() else {
            throw Unusable(sentence: "The key file \(path) belongs to another user.")
        }
        var text = [UInt8](repeating: 0, count: 66)
        let count = read(file, &text, text.count)
        guard count == 64 || (count == 65 && text[64] == UInt8(ascii: "\n")),
            let key = SetKey.parse(text[0..<64])
        else {
            throw Unusable(
                sentence: "The key file \(path) does not hold 64 hexadecimal digits. "
                    + "Remove it and let deploy/up make one.")
        }
        bytes = key
    }

    /// Whether `offered` is the key. Takes the same time wherever they differ.
    public func matches(_ offered: [UInt8]) -> Bool {
        constantTimeEqual(bytes, offered)
    }

    private static func parse(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(value))
                high = nil
            } else {
                high = UInt8(value)
            }
        }
        return bytes
    }
}
