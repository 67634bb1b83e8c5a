import Contracts
import Host
import RPC

/// One service that follows the facts, and how far it has got. Loop-confined.
final class FactFollower {
    let sink: StreamSink<Fact>
    var sentThrough: UInt64

    init(sink: StreamSink<Fact>, after: UInt64) {
        self.sink = sink
        sentThrough = after
    }
}

extension ProfileHandlers {
    /// Streams facts from a number on. The Host's gate lets none out before it is durable.
    func follow(_ request: FollowFacts, _ sink: StreamSink<Fact>) {
        let follower = FactFollower(sink: sink, after: request.after)
        followers.append(follower)
        sink.onRoom { [unowned self, unowned follower] in self.send(to: follower) }
        sink.onCancel { [unowned self, unowned follower] in
            self.followers.removeAll { $0 === follower }
        }
        heartbeat(follower)
        send(to: follower)
    }

    /// Sends each follower what it has not had.
    func tellFollowers() {
        for follower in followers { send(to: follower) }
    }

    private func send(to follower: FactFollower) {
        while follower.sentThrough < host.state.newestFact {
            var fact = Fact()
            fact.number = follower.sentThrough + 1
            fact.revokedDeviceID = host.state.revocations[Int(follower.sentThrough)]
            guard follower.sink.offer(fact) == .taken else { return }
            follower.sentThrough = fact.number
        }
    }

    /// Tells a follower that it hears everything there is; the first one tells it the stream works.
    func heartbeat(_ follower: FactFollower) {
        var fact = Fact()
        fact.number = follower.sentThrough
        _ = follower.sink.offer(fact)
    }
}
