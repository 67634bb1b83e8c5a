import Contracts
import ProfileService
import TestSupport
import Testing

@Suite struct FactLedgerTests {
    @Test("an empty ledger has no number and nothing after any")
    func empty() {
        let ledger = FactLedger()
        #expect(ledger.newest == 0)
        for number: UInt64 in [0, 1, .max] { #expect(ledger.first(after: number) == nil) }
        #expect(ledger.number(of: .tie(1)) == 0)
    }

    @Test("only the newest about each thing follows, in order, and things of one id are apart")
    func newest() {
        var ledger = FactLedger()
        for subject: FactLedger.Subject in [.tie(1), .person(1), .device(1), .tie(1)] {
            ledger.note(subject)
        }
        var seen: [FactLedger.Subject] = []
        var number: UInt64 = 0
        while let next = ledger.first(after: number) {
            seen.append(next.subject)
            number = next.number
        }
        #expect(seen == [.person(1), .device(1), .tie(1)])
        #expect(number == 4 && ledger.newest == 4)
        #expect(ledger.first(after: .max) == nil)
    }

    @Test("a number is known in the term in which it was given, and in no other")
    func terms() {
        var ledger = FactLedger()
        ledger.begin(term: 70)
        ledger.begin(term: 71)
        ledger.note(.tie(1))
        ledger.note(.tie(2))
        ledger.begin(term: 72)
        ledger.note(.tie(1))
        #expect(ledger.mark(0) == FactMark() && ledger.knows(FactMark()))
        for (number, term): (UInt64, UInt64) in [(1, 71), (2, 71), (3, 72)] {
            #expect(ledger.mark(number).term == term)
            for other: UInt64 in 69...73 {
                #expect(ledger.knows(FactMark(number: number, term: other)) == (other == term))
            }
        }
        #expect(!ledger.knows(FactMark(number: 4, term: 72)))
        #expect(!ledger.knows(FactMark(number: .max, term: 72)))
        // One without a fact is forgotten, as is the oldest of too many.
        #expect(!ledger.hasTerm(70) && ledger.hasTerm(71))
        for term in 100..<(100 + UInt64(Limits.termsMax)) {
            ledger.begin(term: term)
            ledger.note(.tie(1))
        }
        #expect(!ledger.knows(FactMark(number: 1, term: 71)))
    }

    @Test(
        "against a plain table, from every number, after each of 3,000 changes", arguments: [1, 2])
    func model(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var ledger = FactLedger()
        var table: [FactLedger.Subject: UInt64] = [:]
        for step in 1...3000 {
            let id = random.next() % 40
            let subject: FactLedger.Subject =
                switch random.next() % 3 {
                case 0: .device(id)
                case 1: .tie(id)
                default: .person(id)
                }
            ledger.note(subject)
            table[subject] = UInt64(step)
            let after = random.next() % UInt64(step + 1)
            let expected = table.filter { $0.value > after }.min { $0.value < $1.value }
            let found = ledger.first(after: after)
            #expect(found?.number == expected?.value && found?.subject == expected?.key)
            #expect(
                ledger.orderCount <= 2 * table.count + ProfileService.Limits.deadFactsMax + 1)
        }
    }
}
