import Codec
import Contracts
import RPC
import Reactor

/// Hears Profile's facts for as long as the gateway runs, and asks again when the stream ends.
///
/// Loop-confined. What it hears takes effect before anything that Profile answers later, because
/// both travel on one connection in order.
final class FactFollower {
    /// The newest number heard: what every caller of this gateway may have seen.
    private(set) var newest: UInt64 = 0

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

    func follow() {
        var request = FollowFacts()
        request.after = newest
        profile.channel.stream(
            Facts.follow, request,
            onItem: { [weak self] fact in self?.heard(fact) },
            onEnd: { [weak self] _ in
                guard let self else { return }
                loop.after(us: Limits.followAgainUs) { [weak self] in self?.follow() }
            })
    }

    private func heard(_ fact: Fact) {
        newest = max(newest, fact.number)
        if fact.revokedDeviceID != 0 { onRevoked(fact.revokedDeviceID) }
        if !fact.fenced.isEmpty { onFenced(fact.fenced) }
    }
}
