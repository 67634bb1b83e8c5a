/// What the cap on connections from one peer counts: an IPv4 address or an IPv6 /64.
struct PeerKey: Hashable {
    let high: UInt64
    let low: UInt64

    /// Nil for peers the cap does not hold for.
    init?(_ address: Address) {
        guard !address.isLoopback else { return nil }
        switch address.kind {
        case .ipv4(let host, _): (high, low) = (0, UInt64(host))
        // Mapped IPv4: the /64 is the same for all of them.
        case .ipv6(0, let mapped, _, _): (high, low) = (0, mapped)
        case .ipv6(let network, _, _, _): (high, low) = (network, 1 << 63)
        case .unix, .pipes: return nil
        }
    }
}

extension Loop {
    /// Counts an accepted connection; false when a cap forbids it.
    func admitPeer(_ peer: Address) -> Bool {
        let key = PeerKey(peer)
        let fromPeer = key.flatMap { acceptedByPeer[$0] } ?? 0
        guard acceptedCount < limits.connectionsMax, fromPeer < limits.connectionsPerPeerMax
        else {
            counters.refusedByCap &+= 1
            return false
        }
        acceptedCount += 1
        if let key { acceptedByPeer[key] = fromPeer + 1 }
        return true
    }

    func forgetPeer(_ peer: Address) {
        acceptedCount -= 1
        guard let key = PeerKey(peer), let count = acceptedByPeer[key] else { return }
        acceptedByPeer[key] = count > 1 ? count - 1 : nil
    }
}
