import Codec
import Contracts
import RPC
import Reactor

/// Hears Profile's facts for as long as the gateway runs, and dials again when the stream ends.
///
/// Loop-confined. What it hears takes effect before anything that Profile answers later, because
/// both travel on one connection in order.
final class FactFollower {
    private let profile: Backend
    private let loop: Loop
    private let onRevoked: (UInt64) -> Void
    private var newest: UInt64 = 0

    init(profile: Backend, loop: Loop, onRevoked: @escaping (UInt64) -> Void) {
        self.profile = profile
        self.loop = loop
        self.onRevoked = onRevoked
    }

    func follow() {
        var request = FollowFacts()
        request.after = newest
        profile.channel.stream(
            Facts.follow, request,
            onItem: { [weak self] fact in self?.heard(fact) },
            onEnd: { [weak self] _ in
                guard let self else { return }
                loop.after(us: 200_000) { [weak self] in self?.follow() }
            })
    }

    private func heard(_ fact: Fact) {
        newest = max(newest, fact.number)
        if fact.revokedDeviceID != 0 { onRevoked(fact.revokedDeviceID) }
    }
}
