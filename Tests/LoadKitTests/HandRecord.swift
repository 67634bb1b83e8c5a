import LoadKit

/// A record written by hand: one event after the other, 10 ms apart unless told otherwise.
struct HandRecord {
    /// The wall when the record begins.
    static let startMs: Int64 = 1_800_000_000_000
    /// The due time that creations have unless told otherwise.
    static let dueMs = startMs + 1000

    private(set) var bytes: [UInt8] = []
    private var nowMs: Int64 = 0

    init(asked: Int = 2) {
        var entry = RecordEntry(.begin)
        entry.number = UInt64(asked)
        entry.dueMs = RecordEntry.version
        add(entry)
    }

    mutating func add(_ entry: RecordEntry) {
        var entry = entry
        entry.monotonicUs = 5_000_000 + nowMs * 1000
        entry.wallMs = HandRecord.startMs + nowMs
        bytes += entry.encoded
        nowMs += 10
    }

    /// Lets time pass until so many milliseconds after the beginning.
    mutating func wait(untilMs: Int64) { nowMs = max(nowMs, untilMs) }

    mutating func create(_ number: UInt64, dueMs: Int64 = dueMs, person: UInt16 = 0) {
        add(entry(.createSent, number, dueMs: dueMs, person: person))
    }

    mutating func acknowledge(_ number: UInt64, id: UInt64? = nil, dueMs: Int64 = dueMs) {
        add(entry(.createAcked, number, id: id, dueMs: dueMs))
    }

    mutating func deliver(
        _ number: UInt64, id: UInt64? = nil, dueMs: Int64 = dueMs, person: UInt16 = 0,
        note: String? = nil
    ) {
        var entry = entry(.delivered, number, id: id, dueMs: dueMs, person: person)
        entry.attempt = 1
        if let note { entry.noteHash = LoadNote.hash(note) }
        add(entry)
    }

    mutating func show(_ number: UInt64) {
        add(entry(.shownSent, number))
        add(entry(.shownAcked, number))
    }

    mutating func ask() { add(RecordEntry(.asked)) }
    mutating func finish() { add(RecordEntry(.finished)) }

    private func entry(
        _ kind: RecordEntry.Kind, _ number: UInt64, id: UInt64? = nil, dueMs: Int64 = dueMs,
        person: UInt16 = 0
    ) -> RecordEntry {
        var entry = RecordEntry(kind)
        entry.number = number
        entry.id = id ?? 1000 &+ number
        entry.dueMs = dueMs
        entry.person = person
        entry.noteHash = LoadNote.hash(LoadNote.text(seed: 0, number: number))
        return entry
    }

    /// Two reminders, made, delivered, shown and asked about: nothing is wrong.
    static func clean(_ change: (inout HandRecord) -> Void = { _ in }) -> HandRecord {
        var record = HandRecord()
        record.create(0)
        record.create(1)
        record.acknowledge(0)
        record.acknowledge(1)
        record.wait(untilMs: 1000)
        record.deliver(0)
        record.deliver(1)
        record.show(0)
        record.show(1)
        record.wait(untilMs: 4000)
        change(&record)
        record.ask()
        record.wait(untilMs: 6000)
        record.finish()
        return record
    }
}
