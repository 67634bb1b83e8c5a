import RPC
import Reactor

/// Lines about connections that broke the protocol: anybody who reaches a port can cause them, so that
/// only the first few of a minute are written, and then how many more there were.
///
/// Loop-confined.
public final class FaultLog {
    private let log: Log
    private let loop: Loop
    private var inMinute = 0

    /// A log of `server`'s faults.
    public init(log: Log, loop: Loop) {
        self.log = log
        self.loop = loop
    }

    /// Writes what broke, unless that was written often just now.
    public func note(_ code: StatusCode, _ why: StaticString) {
        inMinute += 1
        if inMinute == 1 {
            loop.after(us: 60_000_000) { [weak self] in self?.minuteEnded() }
        }
        guard inMinute <= Limits.faultLinesMax else { return }
        log.line("closed a connection that broke the protocol: \(code), \(why)")
    }

    private func minuteEnded() {
        let more = inMinute - Limits.faultLinesMax
        inMinute = 0
        if more > 0 { log.line("closed \(more) more such connections within a minute") }
    }
}
