import Codec

extension Session {
    /// Takes the next event out of `bytes` from `offset` on, and moves `offset` behind what was
    /// consumed. Call until it says `.more`, then keep what is left for the next time. Frames that
    /// concern the session alone are handled inside.
    public mutating func next(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) -> SessionEvent {
        while true {
            switch phase {
            case .open, .hello: break
            case .deciding: return .more
            case .failed:
                offset = bytes.count
                return .more
            case .preface:
                if let event = takePreface(bytes, &offset) { return event }
                continue
            }
            if mustPause() { return .more }
            let left = bytes.count &- offset
            guard left > 0, let start = bytes.baseAddress else { return .more }
            let rest = UnsafeRawBufferPointer(start: start + offset, count: left)
            guard case .header(let header) = FrameHeader.decode(rest) else {
                if left >= FrameHeader.size {
                    return fail(.dataLoss, "a frame header's check does not match")
                }
                notePartial(left)
                return .more
            }
            let most = phase == .open ? limits.frameBytesMax : limits.handshakeBytesMax
            guard header.length <= UInt32(truncatingIfNeeded: most) else {
                return fail(.resourceExhausted, "a frame is too large")
            }
            let length = Int(header.length)
            guard left &- FrameHeader.size >= length else {
                notePartial(left)
                return .more
            }
            partialUs = .min
            partialBytes = 0
            receivedUs = nowUs
            offset &+= FrameHeader.size &+ length
            let payload = UnsafeRawBufferPointer(
                start: start + (offset &- length), count: length)
            if let event = take(header, payload) { return event }
        }
    }

    mutating func notePartial(_ bytes: Int) {
        if bytes > partialBytes { receivedUs = nowUs }
        if partialUs == .min { partialUs = nowUs }
        partialBytes = bytes
    }

    /// Stops reading while too much that the peer asked for waits to be sent.
    private mutating func mustPause() -> Bool {
        if isPaused { return true }
        if controlFrames <= limits.controlFramesMax && controlBytes <= limits.controlBytesMax
            && (role == .client || out.count <= limits.outHighBytes)
        {
            return false
        }
        isPaused = true
        partialUs = .min
        partialBytes = 0
        return true
    }

    /// One whole frame.
    private mutating func take(_ header: FrameHeader, _ whole: UnsafeRawBufferPointer)
        -> SessionEvent?
    {
        let type = header.type
        if type >= 0x80 { return nil }
        if phase == .hello && type != FrameType.hello
            && (role == .server || type != FrameType.goAway)
        {
            return fail(.unauthenticated, "a frame came before HELLO")
        }
        guard header.flags & ~FrameFlags.known == 0 else {
            return fail(.invalidArgument, "a frame has an unknown flag")
        }
        var payload = whole
        if header.flags & FrameFlags.crc != 0 {
            guard let checked = Session.check(payload) else {
                return fail(.dataLoss, "a payload's CRC does not match")
            }
            payload = checked
        }
        let metaLength = Int(header.metaLength)
        guard metaLength <= payload.count else {
            return fail(.invalidArgument, "a frame's Meta is longer than its payload")
        }
        let meta = UnsafeRawBufferPointer(start: payload.baseAddress, count: metaLength)
        let body = UnsafeRawBufferPointer(
            start: payload.baseAddress.map { $0 + metaLength }, count: payload.count &- metaLength)
        let isCompressed = header.flags & FrameFlags.compressed != 0
        if FrameType.isOfCall(type) {
            guard header.streamID != 0 else {
                return fail(.invalidArgument, "a call's frame has stream id 0")
            }
            if header.flags & FrameFlags.noMessage != 0 && body.count > 0 {
                return fail(.invalidArgument, "a frame without a message has one")
            }
        } else if header.streamID != 0 && FrameType.isOfConnection(type) {
            return fail(.invalidArgument, "a connection's frame has a stream id")
        }
        switch type {
        case FrameType.call: return takeCall(header, meta, body, isCompressed)
        case FrameType.data: return takeData(header, body, isCompressed)
        case FrameType.end: return takeEnd(header, meta, body, isCompressed)
        case FrameType.cancel: return takeCancel(header, payload)
        case FrameType.window: return takeWindow(header, payload)
        case FrameType.ping: return takePing(payload)
        case FrameType.pong: return takePong(payload)
        case FrameType.goAway: return takeGoAway(meta)
        case FrameType.hello:
            if phase == .open { return fail(.invalidArgument, "a second HELLO") }
            return takeHello(meta)
        default: return fail(.invalidArgument, "a frame of unknown type")
        }
    }

    /// The payload without its CRC, if that is right.
    private static func check(_ payload: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard payload.count >= 4 else { return nil }
        let size = payload.count &- 4
        let inner = UnsafeRawBufferPointer(start: payload.baseAddress, count: size)
        let sum = payload.loadUnaligned(fromByteOffset: size, as: UInt32.self)
        return crc32(0, inner) == UInt32(bigEndian: sum) ? inner : nil
    }
}
