import Host
import Reactor

extension FactGate {
    /// A gate that holds a lease until the test ends it, of a service that knows all there is.
    public static func leased(loop: Loop, time: HandTime) -> FactGate {
        let gate = FactGate(loop: loop, time: time.source, held: { .max })
        gate.grant(untilUs: .max / 2)
        return gate
    }
}
