import Glibc

/// Reading and writing whole descriptors over interrupts and short counts. The calls block.
enum FileBytes {
    /// Writes all of `bytes`.
    static func write(_ bytes: [UInt8], to file: Int32, path: String) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.write(file, raw.baseAddress?.advanced(by: written), raw.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                // A descriptor shared with a program that made it non-blocking, such as ssh.
                if errno == EAGAIN {
                    var waiting = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, -1)
                    continue
                }
                throw .failed(path: path, errno: errno)
            }
            written += count
        }
    }

    /// Reads to the end, at most `max` bytes.
    static func read(_ file: Int32, path: String, max: Int) throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                    poll(&waiting, 1, -1)
                    continue
                }
                throw .failed(path: path, errno: errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= max else { throw .tooLarge(path: path) }
        }
    }
}
