import Codec
import Testing

@Suite struct FrameHeaderTests {
    @Test("the check is zlib's CRC-32 of the first twelve bytes, whatever they are")
    func check() {
        var random = SampleRandom(seed: 9)
        for _ in 0..<5000 {
            let header = FrameHeader(
                length: UInt32(truncatingIfNeeded: random.next()),
                type: UInt8(truncatingIfNeeded: random.next()),
                flags: UInt8(truncatingIfNeeded: random.next()),
                metaLength: UInt16(truncatingIfNeeded: random.next()),
                streamID: UInt32(truncatingIfNeeded: random.next()))
            let bytes = written(header)
            let check = bytes[..<12].withUnsafeBytes { crc32(0, $0) }
            #expect(Array(bytes[12...]) == withUnsafeBytes(of: check.bigEndian) { Array($0) })
            #expect(bytes.withUnsafeBytes { FrameHeader.decode($0) } == .header(header))
        }
    }

    @Test("fewer than sixteen bytes are waited for, more are left alone")
    func portions() {
        let bytes = written(FrameHeader(length: 5, type: 2, streamID: 3)) + [1, 2, 3]
        for count in 0..<16 {
            #expect(bytes[..<count].withUnsafeBytes { FrameHeader.decode($0) } == .needMore)
        }
        let decoded = bytes.withUnsafeBytes { FrameHeader.decode($0) }
        #expect(decoded == .header(FrameHeader(length: 5, type: 2, streamID: 3)))
    }

    @Test("every flipped bit is found")
    func flips() {
        var bytes = written(FrameHeader(length: 300, type: 16, metaLength: 20, streamID: 77))
        for bit in 0..<128 {
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(bytes.withUnsafeBytes { FrameHeader.decode($0) } == .badCheck)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        }
    }

    private func written(_ header: FrameHeader) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: FrameHeader.size)
        bytes.withUnsafeMutableBytes { buffer in
            if let start = buffer.baseAddress { header.encode(to: start) }
        }
        return bytes
    }
}
