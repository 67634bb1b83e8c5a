import LoadKit
import Testing

/// A record in which one thing is wrong, and how it is called.
struct WrongRecord: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fault: Fault
    let make: @Sendable () -> HandRecord

    init(
        _ name: String, _ fault: Fault, _ make: @escaping @Sendable (inout HandRecord) -> Void
    ) {
        testDescription = name
        self.fault = fault
        self.make = {
            var record = HandRecord(asked: 1)
            make(&record)
            record.finish()
            return record
        }
    }

    static let all: [WrongRecord] = [
        WrongRecord("acknowledged and never delivered", .missing) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 60_000)
        },
        WrongRecord("delivered two milliseconds early", .early) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 998)
            record.deliver(0)
        },
        WrongRecord("delivered with a number nobody created", .unknown) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 1000)
            record.deliver(0)
            record.deliver(7)
        },
        WrongRecord("delivered with a note that has no number", .unknown) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 1000)
            record.deliver(0)
            record.deliver(RecordEntry.noNumber)
        },
        WrongRecord("other words", .changed) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 1000)
            record.deliver(0, note: "load 0 something else")
        },
        WrongRecord("another due time", .changed) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 3000)
            record.deliver(0, dueMs: HandRecord.dueMs + 1)
        },
        WrongRecord("half there without an acknowledgement", .changed) { record in
            record.create(0)
            record.wait(untilMs: 1000)
            record.deliver(0, note: "")
        },
        WrongRecord("to another person", .astray) { record in
            record.create(0, person: 3)
            record.acknowledge(0)
            record.wait(untilMs: 1000)
            record.deliver(0, person: 4)
        },
        WrongRecord("a repeated creation made two", .doubled) { record in
            record.create(0)
            record.create(0)
            record.acknowledge(0, id: 50)
            record.wait(untilMs: 1000)
            record.deliver(0, id: 50)
            record.deliver(0, id: 51)
        },
        WrongRecord("two creations share an id", .doubled) { record in
            record.create(0)
            record.create(1)
            record.acknowledge(0, id: 50)
            record.acknowledge(1, id: 50)
            record.wait(untilMs: 1000)
            record.deliver(0, id: 50)
            record.deliver(1, id: 50)
        },
        WrongRecord("again after it was reported shown", .again) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 1000)
            record.deliver(0)
            record.show(0)
            record.wait(untilMs: 7000)
            record.deliver(0)
        },
        WrongRecord("again as soon as it is asked for anew", .again) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 1000)
            record.deliver(0)
            record.show(0)
            record.ask()
            record.deliver(0)
        },
        WrongRecord("only when asked anew", .left) { record in
            record.create(0)
            record.acknowledge(0)
            record.wait(untilMs: 2000)
            record.ask()
            record.deliver(0)
        },
    ]
}

@Test("a record in which nothing is wrong is clean")
func cleanRecord() throws {
    let verdict = try RecordReader.verdict(HandRecord.clean().bytes)
    #expect(verdict.outcome == .clean)
    #expect(verdict.faults.isEmpty)
    #expect(verdict.acknowledged == 2)
    #expect(verdict.delivered == 2)
    #expect(verdict.shown == 2)
    #expect(verdict.times.sameSecond == 2)
}

@Test("each kind of fault is found and nothing else", arguments: WrongRecord.all)
func faultIsFound(wrong: WrongRecord) throws {
    let verdict = try RecordReader.verdict(wrong.make().bytes)
    #expect(verdict.outcome == .failed)
    #expect(Array(verdict.faults.keys) == [wrong.fault], "\(verdict.report)")
    #expect(verdict.faults[wrong.fault]?.count == 1)
    #expect(verdict.faults[wrong.fault]?.examples.count == 1)
    #expect(verdict.report.contains(wrong.fault.sentence))
}

@Test("every kind of fault is tried")
func everyFaultIsTried() {
    #expect(Set(WrongRecord.all.map(\.fault)) == Set(Fault.allCases))
}

@Test("a copy before the report is acknowledged is counted, not failed")
func copiesAreCounted() throws {
    var record = HandRecord(asked: 1)
    record.create(0)
    record.acknowledge(0)
    record.wait(untilMs: 1000)
    record.deliver(0)
    record.deliver(0)
    record.show(0)
    record.deliver(0)
    record.finish()
    let verdict = try RecordReader.verdict(record.bytes)
    #expect(verdict.outcome == .clean)
    #expect(verdict.copies == 1)
    #expect(verdict.crossed == 1)
}

@Test("a creation without acknowledgement may appear or not")
func unacknowledgedMayAppear() throws {
    let appears = HandRecord.clean { record in
        record.create(2)
        record.deliver(2)
    }
    let stays = HandRecord.clean { $0.create(2) }
    for record in [appears, stays] {
        let verdict = try RecordReader.verdict(record.bytes)
        #expect(verdict.outcome == .clean)
        #expect(verdict.sent == 3)
    }
}

@Test("fewer creations than were asked for are incomplete")
func tooFewIsIncomplete() throws {
    var record = HandRecord(asked: 1)
    record.create(0)
    record.add(RecordEntry(.createRefused))
    record.finish()
    let verdict = try RecordReader.verdict(record.bytes)
    #expect(verdict.outcome == .incomplete)
    #expect(verdict.refused == 1)
}

@Test("a record cut at any byte is incomplete at most, and never clean")
func cutRecord() throws {
    let bytes = HandRecord.clean().bytes
    for length in 0..<bytes.count {
        let verdict = try RecordReader.verdict(Array(bytes[..<length]))
        #expect(verdict.outcome == .incomplete)
        #expect(verdict.tornBytes == length % RecordEntry.size)
    }
}

@Test(
    "a record that breaks off long after a due time says what is missing, and what is not yet due")
func brokenOffRecord() throws {
    var record = HandRecord(asked: 2)
    record.create(0)
    record.acknowledge(0)
    let laterMs = HandRecord.dueMs + 90_000
    record.create(1, dueMs: laterMs)
    record.acknowledge(1, dueMs: laterMs)
    record.wait(untilMs: 60_000)
    record.show(1)
    let verdict = try RecordReader.verdict(record.bytes)
    #expect(verdict.faults[.missing]?.count == 1)
    #expect(verdict.waiting == 1)
}

@Test("a damaged entry is refused wherever it stands")
func damagedRecord() {
    let bytes = HandRecord.clean().bytes
    for entry in 0..<bytes.count / RecordEntry.size {
        var damaged = bytes
        damaged[entry * RecordEntry.size + 41] ^= 1
        #expect(throws: RecordReader.Unreadable.self) { try RecordReader.verdict(damaged) }
    }
}

@Test("an entry where no run can write it is refused")
func impossibleEntries() {
    var twice = HandRecord()
    twice.add(RecordEntry(.begin))
    var ahead = HandRecord()
    ahead.create(5)
    var never = HandRecord()
    never.acknowledge(0)
    var other = HandRecord()
    other.create(0)
    other.create(0, dueMs: 5)
    for record in [twice, ahead, never, other] {
        #expect(throws: RecordReader.Unreadable.self) { try RecordReader.verdict(record.bytes) }
    }
}

@Test("a clock that is set back makes nothing early")
func clockSetBack() throws {
    var bytes = HandRecord.clean().bytes
    for start in stride(from: 0, to: bytes.count, by: RecordEntry.size) {
        guard
            var entry = bytes.withUnsafeBytes({ RecordEntry($0, at: start) }),
            entry.kind == .delivered && entry.number == 1
        else { continue }
        entry.wallMs -= 500
        bytes.replaceSubrange(start..<start + RecordEntry.size, with: entry.encoded)
    }
    let verdict = try RecordReader.verdict(bytes)
    #expect(verdict.outcome == .clean)
    #expect(verdict.times.wallMovedMs == -500)
}
