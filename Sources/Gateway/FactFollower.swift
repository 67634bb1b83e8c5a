import Codec
import Contracts
import RPC
import Reactor

/// Hears Profile's facts for as long as the gateway runs, and asks again when the stream ends.
///
/// Loop-confined. It asks first of all on each connection, so that Profile answers nothing there to
/// anybody before it is listened to; and what it hears takes effect before anything that Profile
/// answers later, because both travel on one connection in order.
final class FactFollower {
    /// The newest number heard: what every caller of this gateway may have seen.
    var newest: UInt64 { mark.number }

    private var mark = FactMark()
    private var stream: CallID?
    private let profile: Backend
    private let loop: Loop
    private let onRevoked: (UInt64) -> Void
    private let onFenced: (String) -> Void

    init(
        profile: Backend, loop: Loop, onRevoked: @escaping (UInt64) -> Void,
        onFenced: @escaping (String) -> Void
    ) {
        self.profile = profile
        self.loop = loop
        self.onRevoked = onRevoked
        self.onFenced = onFenced
    }

    /// Begins as soon as there is a connection.
    func start() {
        profile.channel.onState = { [weak self] state in
            guard let self, state == .ready else { return }
            // One on a connection that only ends what is under way does not count.
            if let stream { profile.channel.cancel(stream) }
            stream = nil
            follow()
        }
    }

    private func follow() {
        guard stream == nil, profile.channel.state == .ready else { return }
        stream = profile.channel.stream(
            Facts.follow, FollowFacts(after: mark),
            onItem: { [weak self] fact in self?.heard(fact) },
            onEnd: { [weak self] error in self?.ended(error) })
    }

    private func ended(_ error: RPCError?) {
        stream = nil
        // Profile goes on from an older copy. What is held here is no promise to anybody: all anew.
        if error?.code == .failedPrecondition { mark = FactMark() }
        loop.after(us: Limits.followAgainUs) { [weak self] in self?.follow() }
    }

    private func heard(_ fact: Fact) {
        if fact.number > mark.number { mark = fact.mark }
        if fact.revokedDeviceID != 0 { onRevoked(fact.revokedDeviceID) }
        if !fact.fenced.isEmpty { onFenced(fact.fenced) }
    }
}
