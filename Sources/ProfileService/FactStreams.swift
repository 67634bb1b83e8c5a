import Contracts
import RPC

/// The streams by which other services follow the facts, and how far each has been sent.
///
/// Loop-confined. The Host's gate lets no fact out before it is durable, and keeps the order of
/// facts, fences and replies.
final class FactStreams {
    /// Called when a gateway may have been told more than before.
    var onProgress: () -> Void = {}

    private let mark: (UInt64) -> FactMark
    private let next: (UInt64) -> Fact?
    private var streams: [Stream] = []
    /// Services whose lease ran out before they had what a reply tells of, until their next lease.
    private var fenced: Set<String> = []
    private var hasHadGateway = false

    private final class Stream {
        let sink: StreamSink<Fact>
        let isGateway: Bool
        var sentThrough: UInt64
        var owesHeartbeat = true
        var fencesSent: Set<String> = []

        init(_ sink: StreamSink<Fact>, isGateway: Bool, after: UInt64) {
            self.sink = sink
            self.isGateway = isGateway
            sentThrough = after
        }
    }

    /// Streams of the facts that `next` gives after a number; `mark` tells the term of a number.
    init(mark: @escaping (UInt64) -> FactMark, next: @escaping (UInt64) -> Fact?) {
        self.mark = mark
        self.next = next
    }

    /// Begins a stream of all after a number that Profile gave.
    func add(_ sink: StreamSink<Fact>, after: UInt64, isGateway: Bool) {
        let stream = Stream(sink, isGateway: isGateway, after: after)
        streams.append(stream)
        if isGateway { hasHadGateway = true }
        sink.onRoom { [weak self, unowned stream] in
            self?.send(to: stream)
            self?.onProgress()
        }
        sink.onCancel { [weak self, unowned stream] in
            self?.streams.removeAll { $0 === stream }
            self?.onProgress()
        }
        send(to: stream)
        onProgress()
    }

    /// Sends each follower what it has not had.
    func tell() {
        for stream in streams { send(to: stream) }
    }

    /// Whether every gateway that listens has been sent all up to a number.
    func gatewaysHave(_ number: UInt64) -> Bool {
        gateways.allSatisfy { $0.sentThrough >= number }
    }

    private var gateways: [Stream] { streams.filter { $0.isGateway && $0.sink.isOpen } }

    /// Tells every gateway to drop what comes from a service. True when all have been told: while one
    /// that listened before listens no more, it is asked for again and told then.
    func fence(_ service: String) -> Bool {
        fenced.insert(service)
        tell()
        let gateways = gateways
        if gateways.isEmpty { return !hasHadGateway }
        return gateways.allSatisfy { $0.fencesSent.contains(service) }
    }

    /// The service has a lease again: when that runs out, it is a new fence.
    func lift(_ service: String) {
        guard fenced.remove(service) != nil else { return }
        for stream in streams { stream.fencesSent.remove(service) }
    }

    private func send(to stream: Stream) {
        while let fact = next(stream.sentThrough) {
            guard stream.sink.offer(fact) == .taken else { return }
            stream.sentThrough = fact.number
            stream.owesHeartbeat = true
        }
        var beat = Fact()
        beat.number = stream.sentThrough
        beat.term = mark(stream.sentThrough).term
        if stream.owesHeartbeat {
            guard stream.sink.offer(beat) == .taken else { return }
            stream.owesHeartbeat = false
        }
        guard stream.isGateway else { return }
        for service in fenced.subtracting(stream.fencesSent).sorted() {
            beat.fenced = service
            guard stream.sink.offer(beat) == .taken else { return }
            stream.fencesSent.insert(service)
        }
    }
}
