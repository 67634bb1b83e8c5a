import HuntKit
import Testing

/// Signal 9 between a request and its answer. The long hunt is `tend-hunt crash`.
@Suite struct CrashTests {
    @Test("whoever decides is killed between a request and its answer, at every step")
    func service() throws {
        try CrashHunt(seed: 1).run(cycle: 0)
    }

    @Test("the gateway is killed between a request and its answer, at every step")
    func gateway() throws {
        try CrashHunt(seed: 1).run(cycle: 1)
    }

    @Test("anybody is killed so long after a request as a seed says, at every step")
    func seeded() throws {
        let hunt = try CrashHunt(seed: 20)
        try hunt.run(cycle: 2)
        #expect(hunt.tally.kills >= 20)
    }
}
