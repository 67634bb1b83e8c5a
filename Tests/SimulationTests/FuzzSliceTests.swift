import HuntKit
import Testing

@Test("a slice of the fuzz hunt reaches decoders, sessions and handlers and finds nothing")
func fuzzSlice() throws {
    let tally = try FuzzCommand.epoch(1, seed: 1, rounds: 3)
    #expect(tally.counts["decoder read", default: 0] > 100)
    #expect(tally.counts["session call", default: 0] > 100)
    #expect(tally.counts["handler tend.v1.Reminders/Create", default: 0] > 10)
    #expect(tally.counts["handler tend.v1.Questions/Seal", default: 0] > 10)
    #expect(tally.counts["fact heard", default: 0] > 3)
    #expect(tally.counts["answer ok", default: 0] > 100)
}

@Test("the same seed feeds the same inputs")
func fuzzRepeats() throws {
    let inputs = { (tally: Tally) in
        tally.counts.filter { !$0.key.hasPrefix("answer") && !$0.key.hasPrefix("handler") }
    }
    let first = inputs(try FuzzCommand.epoch(2, seed: 9, rounds: 1))
    #expect(try inputs(FuzzCommand.epoch(2, seed: 9, rounds: 1)) == first)
}
