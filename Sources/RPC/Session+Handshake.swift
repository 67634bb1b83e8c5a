import Codec

extension Session {
    /// The client's first words: preface and HELLO.
    mutating func sayHello(auth: Auth?) {
        Preface.bytes.withUnsafeBytes { out.append($0) }
        var hello = ownHello()
        hello.auth = auth
        out.metaFrame(FrameType.hello, 0, FrameFlags.noMessage, hello, WriteRules(Limits()))
    }

    private func ownHello() -> Hello {
        var hello = Hello()
        hello.frameBytesMax = UInt32(clamping: limits.frameBytesMax)
        hello.messageBytesMax = UInt32(clamping: limits.messageBytesMax)
        hello.connectionWindow = UInt32(clamping: limits.connectionWindow)
        hello.streamWindow = UInt32(clamping: limits.streamWindow)
        hello.streamsMax = role == .server ? UInt32(clamping: limits.streamsMax) : 0
        hello.compressions = Hello.zlib
        hello.keepaliveMs = UInt32(clamping: limits.keepaliveIdleUs / 1000)
        return hello
    }

    /// Server: takes the client, with the limits for such a caller, and answers its HELLO. What
    /// came behind the HELLO is read from now on.
    public mutating func accept(limits granted: Limits) {
        guard phase == .deciding else { return }
        limits = granted
        receiveCredit = granted.connectionWindow
        resets = RateBucket(max: granted.resetsMax, windowUs: granted.floodWindowUs)
        streamErrors = RateBucket(max: granted.streamErrorsMax, windowUs: granted.floodWindowUs)
        peerHello.auth = nil
        agree()
        out.metaFrame(FrameType.hello, 0, FrameFlags.noMessage, ownHello(), WriteRules(Limits()))
        phase = .open
    }

    /// Server: turns the client away. Send what is ready and close.
    public mutating func refuse(_ error: RPCError) {
        guard phase == .deciding else { return }
        peerHello.auth = nil
        sayGoAway(error.code, error.message, retryAfterMs: error.retryAfterMs ?? 0)
        phase = .failed
    }

    /// Settles what both sides can take.
    private mutating func agree() {
        rules = WriteRules(limits)
        rules.frameBytesMax = min(limits.frameBytesMax, Int(peerHello.frameBytesMax))
        rules.messageBytesMax = min(limits.messageBytesMax, Int(peerHello.messageBytesMax))
        rules.zip = peerHello.compressions & Hello.zlib != 0 ? zip : nil
        sendCredit = Int(peerHello.connectionWindow)
        peerStreamWindow = Int(peerHello.streamWindow)
        peerStreamsMax = min(Int(peerHello.streamsMax), Session.streamsCeiling)
    }

    /// More streams than this are never opened, whatever the peer allows.
    private static let streamsCeiling = 1 << 20

    mutating func takePreface(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) -> SessionEvent? {
        let size = Preface.bytes.count
        guard bytes.count &- offset >= size else {
            notePartial(bytes.count &- offset)
            return .more
        }
        let first = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset &+ size)])
        guard first.elementsEqual(Preface.bytes) else { return refusePreface(first) }
        offset &+= size
        phase = .hello
        return nil
    }

    /// Answers whoever speaks something else in words it may show to somebody.
    private mutating func refusePreface(_ first: UnsafeRawBufferPointer) -> SessionEvent {
        let line: StaticString
        if first.starts(with: Preface.bytes[0..<3]) {
            sayGoAway(.failedPrecondition, "this end speaks Tendril 1")
            phase = .failed
            return .failed(.failedPrecondition, "the client speaks another framing")
        } else if Session.looksLikeHTTP(first) {
            line = """
                HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\
                Content-Length: 39\r\n\r\nThis port speaks Tendril and not HTTP.\n
                """
        } else if first[0] == 0x16 && first[1] == 0x03 {
            line = "This port speaks Tendril without TLS.\n"
        } else {
            line = "This port speaks Tendril.\n"
        }
        out.append(UnsafeRawBufferPointer(start: line.utf8Start, count: line.utf8CodeUnitCount))
        phase = .failed
        return .failed(.invalidArgument, "not Tendril's preface")
    }

    private static func looksLikeHTTP(_ first: UnsafeRawBufferPointer) -> Bool {
        for verb in ["GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "DELETE ", "PATCH ", "PRI "]
        where first.starts(with: verb.utf8.prefix(first.count)) { return true }
        return false
    }

    mutating func takeHello(_ meta: UnsafeRawBufferPointer) -> SessionEvent {
        let hello: Hello
        do {
            hello = try Hello(decoding: meta)
        } catch {
            return fail(.invalidArgument, "malformed HELLO")
        }
        guard hello.versionMin <= 1, hello.versionMax >= 1 else {
            return fail(.failedPrecondition, "no common version; this end speaks 1")
        }
        let sizes = UInt32(Limits.windowMin)
        guard hello.frameBytesMax >= sizes, hello.frameBytesMax <= UInt32(Limits.frameCeiling),
            hello.messageBytesMax >= sizes,
            hello.connectionWindow >= sizes, hello.connectionWindow <= Session.creditMax,
            hello.streamWindow >= sizes, hello.streamWindow <= Session.creditMax
        else { return fail(.invalidArgument, "a size in HELLO is out of range") }
        peerHello = hello
        if role == .server {
            phase = .deciding
            return .hello
        }
        peerHello.auth = nil
        agree()
        phase = .open
        return .ready
    }

    /// Credit never exceeds this.
    static var creditMax: UInt32 { 0x7FFF_FFFF }

    /// Says that no stream above the last will be handled, and why. Once.
    mutating func sayGoAway(_ code: StatusCode, _ text: String, retryAfterMs: Int64 = 0) {
        var word = GoAway()
        word.lastStreamID = goAwaySentID ?? (role == .server ? lastPeerID : 0)
        word.code = code.rawValue
        word.retryAfterMs = UInt32(clamping: retryAfterMs)
        word.debug = text.cut(toUTF8: 1024)
        goAwaySentID = word.lastStreamID
        out.metaFrame(FrameType.goAway, 0, FrameFlags.noMessage, word, WriteRules(Limits()))
    }

    /// Server: begins a planned end. Open calls go on; new ones are left unanswered, and their
    /// caller knows that they never ran. Client: announces that it makes no more calls.
    public mutating func drain(retryAfterMs: Int64 = 0) {
        guard phase == .open, goAwaySentID == nil else { return }
        sayGoAway(.ok, "going away", retryAfterMs: retryAfterMs)
    }

    /// Whether `drain` was called.
    public var isDraining: Bool { goAwaySentID != nil }

    /// Ends the connection for a fault of the peer.
    mutating func fail(_ code: StatusCode, _ text: StaticString) -> SessionEvent {
        if phase != .failed { sayGoAway(code, text.description) }
        phase = .failed
        return .failed(code, text)
    }
}
