/// Judges a load from its record alone. A value that is fed entry by entry, in order.
///
/// The rules: every acknowledged creation is delivered; nothing is delivered before its due time,
/// nothing that was not created, to nobody else, with no other words or time than were sent, and not
/// again once the report that it was shown was acknowledged. A copy before that is counted, not
/// failed: delivery is at least once. A creation without acknowledgement may or may not appear, but
/// whole and once. Times are read from the clocks of the machine that made the record, so the
/// services must live by the same wall.
public struct Verdict: Sendable {
    /// What it comes to.
    public enum Outcome: String, Sendable {
        /// Nothing is wrong, and all that was asked for was seen.
        case clean
        /// Something is wrong.
        case failed
        /// Nothing is wrong so far, but the record ends before the run did, or not everything that
        /// was asked for could be created.
        case incomplete
    }

    /// A delivery that was under way when its report was acknowledged may come this much later: the
    /// gateway keeps items while the watcher has no credit, and answers go past them. Far less than
    /// the time after which one is sent again, and nothing at all once the watchers asked anew.
    public static let crossingUs: Int64 = 5_000_000
    /// How long after its due time a reminder counts as missing when the record breaks off.
    public static let patienceMs: Int64 = 45_000
    /// Creations in one record.
    public static let creationsMax = 10_000_000

    /// Entries taken.
    public private(set) var entries = 0
    /// Creations asked for.
    public private(set) var asked = 0
    /// The seed of the run.
    public private(set) var seed: UInt64 = 0
    /// Creations sent.
    public var sent: Int { rows.count }
    /// Creations acknowledged.
    public private(set) var acknowledged = 0
    /// Creations refused for good.
    public private(set) var refused = 0
    /// Creations sent again, because an answer was lost.
    public private(set) var resent = 0
    /// Creations that arrived.
    public private(set) var delivered = 0
    /// Deliveries beyond the first of a creation, before its report was acknowledged.
    public private(set) var copies = 0
    /// Copies that crossed that acknowledgement.
    public private(set) var crossed = 0
    /// Creations whose report as shown was acknowledged.
    public private(set) var shown = 0
    /// Acknowledged creations that were not due yet when the record broke off.
    public private(set) var waiting = 0
    /// Restarts on the way.
    public private(set) var restarts = 0
    /// Bytes of an entry that was cut short at the end.
    public private(set) var tornBytes = 0
    /// Whether the run came to its end by itself.
    public private(set) var isFinished = false
    /// How long things took.
    public private(set) var times = LoadTimes()
    /// What is wrong.
    public private(set) var faults: [Fault: FaultCount] = [:]

    private struct Row {
        var dueMs: Int64
        var noteHash: UInt64
        var sentUs: Int64
        var id: UInt64 = 0
        var deliveredUs: Int64 = .max
        var shownUs: Int64 = .max
        var person: UInt16
        var isAcknowledged = false
        var isDoubled = false
    }

    private var rows: [Row] = []
    private var numberByID: [UInt64: Int] = [:]
    private var hasBegun = false
    private var asksAnew = false
    private var wallMs = Int64.min

    /// A verdict on nothing yet.
    public init() {}

    /// What it comes to.
    public var outcome: Outcome {
        if !faults.isEmpty { return .failed }
        return isFinished && acknowledged >= asked ? .clean : .incomplete
    }

    /// Takes the next entry. Answers false when no run can have written it there.
    mutating func take(_ entry: RecordEntry) -> Bool {
        entries += 1
        // The newest reading: a clock that was set back must not make anything early.
        wallMs = max(wallMs, entry.wallMs)
        guard hasBegun != (entry.kind == .begin) else { return false }
        switch entry.kind {
        case .begin:
            guard entry.dueMs == RecordEntry.version,
                let count = Int(exactly: entry.number), count <= Verdict.creationsMax
            else { return false }
            hasBegun = true
            asked = count
            seed = entry.id
            times.begin(wallMs: entry.wallMs, monotonicUs: entry.monotonicUs)
        case .createSent: return created(entry)
        case .createAcked: return acknowledged(entry)
        case .createRefused: refused += 1
        case .delivered: delivered(entry)
        case .shownSent: break
        case .shownAcked: shown(entry)
        case .restart: restarts += 1
        case .asked: asksAnew = true
        case .finished: isFinished = true
        }
        times.saw(wallMs: entry.wallMs, monotonicUs: entry.monotonicUs)
        return true
    }

    /// The record ends here, with part of an entry or none.
    mutating func end(tornBytes: Int) {
        self.tornBytes = tornBytes
        for (number, row) in rows.enumerated() where row.deliveredUs == .max {
            guard row.isAcknowledged else { continue }
            if isFinished || row.dueMs &+ Verdict.patienceMs < wallMs {
                fault(.missing, "number \(number), due at \(row.dueMs)")
            } else {
                waiting += 1
            }
        }
        times.end(rows.lazy.map { (dueMs: $0.dueMs, deliveredUs: $0.deliveredUs) })
    }

    // MARK: Creations

    private mutating func created(_ entry: RecordEntry) -> Bool {
        if entry.number < UInt64(rows.count) {
            resent += 1
            let row = rows[Int(entry.number)]
            return row.dueMs == entry.dueMs && row.noteHash == entry.noteHash
        }
        guard entry.number == UInt64(rows.count), rows.count < Verdict.creationsMax else {
            return false
        }
        rows.append(
            Row(
                dueMs: entry.dueMs, noteHash: entry.noteHash, sentUs: entry.monotonicUs,
                person: entry.person))
        return true
    }

    private mutating func acknowledged(_ entry: RecordEntry) -> Bool {
        guard entry.number < UInt64(rows.count) else { return false }
        let number = Int(entry.number)
        guard !rows[number].isAcknowledged else { return false }
        rows[number].isAcknowledged = true
        acknowledged += 1
        times.created(tookUs: entry.monotonicUs &- rows[number].sentUs, at: entry.monotonicUs)
        if entry.dueMs != rows[number].dueMs || entry.noteHash != rows[number].noteHash {
            fault(.changed, "number \(number), in the reply to its creation")
        }
        bind(number, entry.id)
        return true
    }

    /// A creation is one reminder, whatever is heard of it.
    private mutating func bind(_ number: Int, _ id: UInt64) {
        if rows[number].id == id { return }
        if rows[number].id == 0 && numberByID[id] == nil {
            rows[number].id = id
            numberByID[id] = number
        } else if !rows[number].isDoubled {
            rows[number].isDoubled = true
            let known = Verdict.name(rows[number].id)
            fault(
                .doubled, "number \(number), \(known), \(Verdict.name(id))")
        }
    }

    // MARK: Deliveries

    private mutating func delivered(_ entry: RecordEntry) {
        guard entry.number < UInt64(rows.count) else {
            fault(.unknown, "\(Verdict.name(entry.id)), due at \(entry.dueMs)")
            return
        }
        let number = Int(entry.number)
        let row = rows[number]
        let said = "number \(number), \(Verdict.name(entry.id)), attempt \(entry.attempt)"
        if row.noteHash != entry.noteHash || row.dueMs != entry.dueMs {
            fault(.changed, "\(said), due at \(entry.dueMs) instead of \(row.dueMs)")
        }
        if row.person != entry.person {
            fault(.astray, "\(said), to \(entry.person) instead of \(row.person)")
        }
        bind(number, entry.id)
        // Both clocks are cut to whole milliseconds, and not in the same instant.
        let earlyMs = row.dueMs &- wallMs
        if earlyMs > 1 { fault(.early, "\(said), by \(earlyMs) ms") }
        if row.deliveredUs == .max {
            rows[number].deliveredUs = entry.monotonicUs
            delivered += 1
            times.delivered(dueMs: row.dueMs, at: entry.monotonicUs)
            if asksAnew && row.isAcknowledged { fault(.left, said) }
        } else if row.shownUs == .max {
            copies += 1
        } else if !asksAnew && entry.monotonicUs &- row.shownUs <= Verdict.crossingUs {
            crossed += 1
        } else {
            fault(.again, "\(said), \((entry.monotonicUs &- row.shownUs) / 1000) ms after")
        }
    }

    private mutating func shown(_ entry: RecordEntry) {
        guard let number = numberByID[entry.id], rows[number].shownUs == .max else { return }
        rows[number].shownUs = entry.monotonicUs
        shown += 1
    }

    private mutating func fault(_ fault: Fault, _ example: @autoclosure () -> String) {
        faults[fault, default: FaultCount()].add(example())
    }

    private static func name(_ id: UInt64) -> String { "id " + String(id, radix: 16) }
}
