import CZlib
import Glibc

/// Compresses and expands single messages with zlib (RFC 1950), reusing its two machines.
///
/// Loop-confined; one is shared by all sessions of a server or channel. What a call returns is
/// valid until the next. Expanding is bounded before anything is allocated: in size, and in ratio,
/// so that a small message cannot make us work for a large one.
final class MessageZip {
    /// Why bytes do not expand.
    enum Failure: Error, Equatable {
        /// Not one whole zlib stream, or bytes behind it.
        case damaged
        /// More than the cap.
        case tooLarge
    }

    private var packer: UnsafeMutablePointer<z_stream>?
    private var unpacker: UnsafeMutablePointer<z_stream>?
    private var room: UnsafeMutableRawPointer?
    private var roomBytes = 0

    init() {}

    deinit {
        if let packer {
            deflateEnd(packer)
            packer.deallocate()
        }
        if let unpacker {
            inflateEnd(unpacker)
            unpacker.deallocate()
        }
        free(room)
    }

    /// The compressed form of `bytes` if it is at least an eighth smaller.
    func compress(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let stream = startPacking(), let start = bytes.baseAddress else { return nil }
        let most = bytes.count &- bytes.count / 8
        let out = space(most)
        stream.pointee.next_in = input(start)
        stream.pointee.avail_in = uInt(truncatingIfNeeded: bytes.count)
        stream.pointee.next_out = out.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = uInt(truncatingIfNeeded: most)
        guard deflate(stream, Z_FINISH) == Z_STREAM_END else { return nil }
        return UnsafeRawBufferPointer(start: out, count: most &- Int(stream.pointee.avail_out))
    }

    /// The message whose compressed form is `bytes`, of at most `max` bytes and of at most
    /// `limits.inflateRatio` times as many as came.
    func expand(_ bytes: UnsafeRawBufferPointer, max: Int, limits: Limits) throws(Failure)
        -> UnsafeRawBufferPointer
    {
        guard let stream = startUnpacking(), let start = bytes.baseAddress else { throw .damaged }
        let ratio = bytes.count.multipliedReportingOverflow(by: limits.inflateRatio)
        let byRatio = ratio.overflow ? max : Swift.max(ratio.partialValue, limits.inflateFloor)
        let cap = min(max, byRatio)
        stream.pointee.next_in = input(start)
        stream.pointee.avail_in = uInt(truncatingIfNeeded: bytes.count)
        // Room grows with what comes out, to one byte above the cap, which shows an excess.
        var done = 0
        var size = min(cap &+ 1, Swift.max(16_384, bytes.count &* 4))
        while true {
            let out = space(size, keeping: done)
            stream.pointee.next_out = (out + done).assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = uInt(truncatingIfNeeded: size &- done)
            let result = inflate(stream, Z_NO_FLUSH)
            done = size &- Int(stream.pointee.avail_out)
            if done > cap { throw .tooLarge }
            if result == Z_STREAM_END {
                guard stream.pointee.avail_in == 0 else { throw .damaged }
                return UnsafeRawBufferPointer(start: out, count: done)
            }
            guard result == Z_OK, stream.pointee.avail_out == 0 else { throw .damaged }
            size = min(cap &+ 1, size &* 2)
        }
    }

    private func input(_ start: UnsafeRawPointer) -> UnsafeMutablePointer<UInt8> {
        UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self))
    }

    private func startPacking() -> UnsafeMutablePointer<z_stream>? {
        if let packer { return deflateReset(packer) == Z_OK ? packer : nil }
        let fresh = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        fresh.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit_(fresh, 1, ZLIB_VERSION, size) == Z_OK else {
            fresh.deallocate()
            return nil
        }
        packer = fresh
        return fresh
    }

    private func startUnpacking() -> UnsafeMutablePointer<z_stream>? {
        if let unpacker { return inflateReset(unpacker) == Z_OK ? unpacker : nil }
        let fresh = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        fresh.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit_(fresh, ZLIB_VERSION, size) == Z_OK else {
            fresh.deallocate()
            return nil
        }
        unpacker = fresh
        return fresh
    }

    private func space(_ size: Int, keeping kept: Int = 0) -> UnsafeMutableRawPointer {
        if let room, roomBytes >= size { return room }
        guard let fresh = malloc(size) else { preconditionFailure("out of memory") }
        if let room, kept > 0 { fresh.copyMemory(from: room, byteCount: kept) }
        free(room)
        room = fresh
        roomBytes = size
        return fresh
    }
}
