import Glibc

/// The key of the installation, with which the operator says hello: 64 hexadecimal digits.
package enum KeyFile {
    /// The 32 bytes in the file of that path, which must be its owner's alone.
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try PrivateFolder.read(path: path, isSecret: true)
        } catch {
            throw error.failure
        }
        guard let key = key(bytes) else { throw Failure(.usage, .keyFileBad, ["path": path]) }
        return key
    }

    /// The key in the text of a key file, or nil.
    package static func key(_ text: [UInt8]) -> [UInt8]? {
        let digits = text.last == 0x0A ? text.dropLast() : text[...]
        guard digits.count == 64 else { return nil }
        var key: [UInt8] = []
        for byte in digits {
            guard let digit = digit(byte) else { return nil }
            key.append(digit)
        }
        return stride(from: 0, to: 64, by: 2).map { key[$0] << 4 | key[$0 + 1] }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
