import Reactor

/// A wire between two ends on one loop that can be cut after so many bytes of one direction, and
/// mended again. While it is cut, nobody gets through.
///
/// Loop-confined.
public final class CutLink {
    /// Where the near end dials.
    public private(set) var address = Address.loopback(port: 0)
    /// Bytes that may still come from the far end; nil for any number.
    public var budget: Int? {
        didSet { if budget == 0 { cut() } }
    }
    /// The sizes of what came from the far end, in order.
    public private(set) var chunks: [Int] = []

    private let loop: Loop
    private let far: Address
    private var listener: Listener?
    private var pairs: [Pair] = []

    /// A wire to `far`.
    public init(loop: Loop, to far: Address) throws {
        self.loop = loop
        self.far = far
        let listener = try Listener.listen(on: loop, .loopback(port: 0)) { [weak self] in
            self?.join($0)
        }
        self.listener = listener
        address = listener.address
    }

    /// Lets everything through from now on.
    public func mend() { budget = nil }

    private func join(_ near: Connection) -> (any ConnectionHandler)? {
        guard budget != 0 else { return nil }
        let pair = Pair(self, near)
        pairs.append(pair)
        loop.connect(far, timeoutUs: 1_000_000) { result in
            guard case .success(let connection) = result else {
                near.close()
                return
            }
            pair.begin(connection)
        }
        return pair.toNear
    }

    private func cut() {
        let open = pairs
        pairs = []
        for pair in open { pair.end() }
    }

    /// How many of these bytes from the far end get through.
    fileprivate func pass(_ count: Int) -> Int {
        chunks.append(count)
        guard let left = budget else { return count }
        return min(left, count)
    }

    fileprivate func passed(_ count: Int) {
        if let left = budget { budget = left - count }
    }
}

/// One connection through a wire: two ends that hand each other's bytes on.
private final class Pair {
    private weak var link: CutLink?
    private let near: Connection
    private var far: Connection?
    let toNear = End()
    private let toFar = End()

    init(_ link: CutLink, _ near: Connection) {
        self.link = link
        self.near = near
        toNear.onBytes = { [weak self] in
            self?.toFar.add($0)
            self?.far?.wantsFlush()
        }
        toNear.onClosed = { [weak self] in self?.far?.close() }
        toFar.onBytes = { [weak self] bytes in self?.fromFar(bytes) }
        toFar.onClosed = { [weak self] in self?.near.close(afterFlush: true) }
    }

    func begin(_ far: Connection) {
        self.far = far
        far.handler = toFar
        far.wantsFlush()
    }

    func end() {
        near.close(afterFlush: true)
        far?.close()
    }

    private func fromFar(_ bytes: [UInt8]) {
        guard let link else { return }
        let count = link.pass(bytes.count)
        toNear.add(bytes.prefix(count))
        near.wantsFlush()
        link.passed(count)
    }
}

/// What one end has to send, and what to do with what it receives.
private final class End: ConnectionHandler {
    var onBytes: ([UInt8]) -> Void = { _ in }
    var onClosed: () -> Void = {}
    let maxBuffered = 1 << 20
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 8)
    private var count = 0

    deinit { room.deallocate() }

    func add(_ bytes: some Collection<UInt8>) {
        precondition(count + bytes.count <= room.count, "nobody reads the other end")
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyBytes(from: bytes)
        count += bytes.count
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        onBytes([UInt8](bytes))
        return bytes.count
    }

    func output() -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: room[..<count])
    }

    func didSend(_ sent: Int) {
        let rest = [UInt8](room[sent..<count])
        room.copyBytes(from: rest)
        count = rest.count
    }

    func closed(_ reason: CloseReason) { onClosed() }
}
