import Reactor

/// Wakes a service up for what is due next by the wall clock.
///
/// Loop-confined. The wall may be set at any time, so it is read again now and then, and often when
/// something is near: the alarm rings then too, early, and is set anew.
public final class WallAlarm {
    private let loop: Loop
    private var timer: TimerID?

    /// An alarm that is not set.
    public init(loop: Loop) { self.loop = loop }

    /// Rings once when the wall shows `atMs`, or sooner; nil for never. Takes the place of what was
    /// set before.
    public func set(atMs: Int64?, nowMs: Int64, _ ring: @escaping () -> Void) {
        if let timer { loop.cancel(timer) }
        timer = nil
        guard let atMs else { return }
        let leftMs = max(0, atMs &- nowMs)
        let check =
            leftMs <= Limits.clockNearMs ? Limits.clockCheckNearUs : Limits.clockCheckFarUs
        let waitUs = leftMs > check / 1000 ? check : max(1000, leftMs * 1000)
        timer = loop.after(us: waitUs) { [weak self] in
            self?.timer = nil
            ring()
        }
    }
}
