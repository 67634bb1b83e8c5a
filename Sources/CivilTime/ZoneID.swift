/// The form of a time zone identifier, checked before a byte of it reaches a file system.
enum ZoneID {
    /// Whether the text can name a zone or a table: at most `Limits.zoneIDBytesMax` letters, digits
    /// and `. _ + -`, in parts joined by single slashes, no part empty or beginning with a dot. So
    /// there are no absolute paths, no "..", no NULs.
    static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= Limits.zoneIDBytesMax else { return false }
        var atStart = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "."):
                if atStart { return false }
                atStart = byte == UInt8(ascii: "/")
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "+"),
                UInt8(ascii: "-"):
                atStart = false
            default:
                return false
            }
        }
        return !atStart
    }

    /// Whether it names a file of the machine and not a zone of the IANA data: the machine's own
    /// choice, or the same zones once more with and without leap seconds.
    static func isLocal(_ text: String) -> Bool {
        ["localtime", "posixrules", "Factory"].contains(text) || text.hasPrefix("posix/")
            || text.hasPrefix("right/")
    }
}
