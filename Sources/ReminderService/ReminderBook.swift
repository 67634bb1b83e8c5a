import Contracts
import Host

/// Everybody's reminders: the durable state of the Reminder service.
///
/// A value, changed only by its events (`ReminderEvent`), each of which carries results. Nothing in
/// it depends on clocks, zone data or randomness, so that replay gives the same book anywhere.
public struct ReminderBook: FollowsFacts, Sendable {
    /// What Profile has said of ties, people and devices.
    public var facts = FactCopy()
    /// Time together that was offered.
    var offers = OfferBook()

    private(set) var rows = PagedTable<ReminderRow>()
    private(set) var histories = HistoryTable()
    private(set) var people = PagedTable<PersonRow>()
    private(set) var zoneIDs: [String] = []

    private var bodies = BodyArena()
    private var index = RowIndex()
    private var freeRows: ContiguousArray<UInt32> = []
    private var peopleByID: [UInt64: UInt32] = [:]
    private var zoneNumbers: [String: UInt16] = [:]

    /// An empty book.
    public init() {}

    /// Reminders in the book, ended ones included.
    public private(set) var count = 0

    /// Whether no further reminder of anybody fits.
    var isFull: Bool { count >= Limits.remindersMax || bodies.isFull }

    // MARK: Looking

    /// The row of a reminder, ended ones included.
    package func row(of id: UInt64) -> UInt32? { id == 0 ? nil : index.find(id, in: rows) }

    /// The row of a reminder that is this person's, ended ones included.
    package func row(of id: UInt64, person: UInt64) -> UInt32? {
        guard let row = row(of: id), people[rows[row].person].id == person else { return nil }
        return row
    }

    /// The person's row, when they ever had a reminder.
    func personRow(of person: UInt64) -> UInt32? { peopleByID[person] }

    /// Whose a reminder is.
    package func owner(of row: UInt32) -> UInt64 { people[rows[row].person].id }

    /// The open occurrence of a reminder.
    func open(of row: UInt32) -> OpenOccurrence? {
        histories.open(rows[row].history)
    }

    /// The occurrence that is next, for a reminder that has one ahead.
    func next(of row: UInt32) -> RuleClock.Moment {
        RuleClock.Moment(dueMs: rows[row].nextMs, shift: rows[row].nextShift)
    }

    /// Whether an occurrence of a reminder is open.
    func isOpen(_ row: UInt32) -> Bool { open(of: row) != nil }

    /// The newest lines of a reminder's ledger, oldest first.
    func ledger(of row: UInt32) -> ArraySlice<LedgerLine> { histories.lines(rows[row].history) }

    /// The rule of a reminder.
    func rule(of row: UInt32) -> StoredRule {
        bodies.read(rows[row].body) { body in
            var noteAt = 0
            return StoredRule(body, noteAt: &noteAt)
        }
    }

    /// The zone of a reminder; empty for an absolute one.
    func zoneID(of rule: StoredRule) -> String {
        rule.kind == .absolute || Int(rule.zone) >= zoneIDs.count ? "" : zoneIDs[Int(rule.zone)]
    }

    /// The note of a reminder.
    func note(of row: UInt32) -> String {
        bodies.read(rows[row].body) { body in
            var noteAt = 0
            _ = StoredRule(body, noteAt: &noteAt)
            return String(decoding: body[noteAt...], as: UTF8.self)
        }
    }

    /// A person's active reminders, newest first.
    func activeRows(of person: UInt64) -> some Sequence<UInt32> {
        chain(from: peopleByID[person].map { people[$0].active } ?? noRow)
    }

    /// A person's ended reminders, the one that ended last first.
    func endedRows(of person: UInt64) -> some Sequence<UInt32> {
        chain(from: peopleByID[person].map { people[$0].ended } ?? noRow)
    }

    /// How many reminders of a person are active.
    package func activeCount(of person: UInt64) -> Int {
        peopleByID[person].map { Int(people[$0].activeCount) } ?? 0
    }

    /// How much time together of a person goes on.
    func jointCount(of person: UInt64) -> Int {
        peopleByID[person].map { Int(people[$0].jointCount) } ?? 0
    }

    private func chain(from first: UInt32) -> some Sequence<UInt32> {
        sequence(state: first) { [rows] next -> UInt32? in
            guard next != noRow else { return nil }
            defer { next = rows[next].older }
            return next
        }
    }

    // MARK: Changing

    /// Adds a reminder. A second one of the same id changes nothing.
    mutating func add(
        id: UInt64, person: UInt64, note: String, rule: StoredRule, zoneID: String,
        first: RuleClock.Moment
    ) {
        guard id != 0, row(of: id) == nil else { return }
        var rule = rule
        rule.zone = zoneNumber(zoneID)
        var new = ReminderRow()
        new.id = id
        new.nextMs = first.dueMs
        new.nextShift = first.shift
        new.person = ensurePerson(person)
        new.course = .active
        new.recurs = rule.frequency != .once
        new.isJoint = rule.tie != 0
        let row: UInt32
        if let reused = freeRows.popLast() {
            row = reused
            rows[row] = new
        } else {
            row = rows.append(new)
        }
        rows[row].body = bodies.add(rule.body(note: note), row: row)
        followMoves()
        index.insert(row, in: rows)
        count += 1
        linkActive(row)
    }

    /// Makes an occurrence the open one. The one that was open before is over: if it was to be
    /// seen and was not, the ledger says so.
    mutating func open(_ row: UInt32, due: RuleClock.Moment, missed: UInt32, atMs: Int64) {
        closeUnseen(row, atMs: atMs)
        var open = OpenOccurrence()
        open.dueMs = due.dueMs
        open.shift = due.shift
        open.wakeMs = due.dueMs
        open.missed = missed
        histories.setOpen(open, in: &rows[row].history)
    }

    /// Changes the open occurrence, when there is one.
    mutating func changeOpen(_ row: UInt32, _ change: (inout OpenOccurrence) -> Void) {
        histories.changeOpen(rows[row].history, change)
    }

    /// Closes the open occurrence.
    mutating func close(_ row: UInt32) { histories.close(rows[row].history) }

    /// Closes the open occurrence; one that was sent and never seen has lapsed, one that was not
    /// even sent was missed.
    mutating func closeUnseen(_ row: UInt32, atMs: Int64) {
        guard let open = open(of: row) else { return }
        if open.phase != .shown {
            write(
                LedgerLine(
                    open.attempt > 0 ? .lapsed : .missed, atMs: atMs,
                    localSeconds: open.localSeconds), row)
        }
        close(row)
    }

    /// Sets when the next occurrence is due; nil when none follows.
    mutating func setNext(_ row: UInt32, _ next: RuleClock.Moment?) {
        rows[row].nextMs = next?.dueMs ?? ReminderRow.never
        rows[row].nextShift = next?.shift ?? 0
        if next == nil { rows[row].recurs = false }
    }

    /// Sets when the open occurrence of a one-time reminder lapses.
    mutating func setLapse(_ row: UInt32, atMs: Int64) { rows[row].nextMs = atMs }

    /// Makes reports on earlier deliveries void.
    mutating func raiseRevision(_ row: UInt32) { rows[row].revision &+= 1 }

    /// Adds a line to a reminder's ledger.
    mutating func write(_ line: LedgerLine, _ row: UInt32) {
        histories.append(line, to: &rows[row].history)
    }

    /// Ends a reminder. The oldest ended one of its person is forgotten when there are too many.
    mutating func end(_ row: UInt32, _ course: ReminderRow.Course, atMs: Int64) {
        guard rows[row].course == .active else { return }
        close(row)
        let person = rows[row].person
        unlinkActive(row)
        rows[row].course = course
        rows[row].nextMs = atMs
        rows[row].newer = noRow
        rows[row].older = people[person].ended
        if people[person].ended != noRow {
            rows[people[person].ended].newer = row
        } else {
            people[person].oldestEnded = row
        }
        people[person].ended = row
        people[person].endedCount += 1
        if people[person].endedCount > Limits.endedPerPersonMax {
            forgetOldestEnded(of: person)
        }
    }

    private mutating func forgetOldestEnded(of person: UInt32) {
        let row = people[person].oldestEnded
        people[person].oldestEnded = rows[row].newer
        rows[rows[row].newer].older = noRow
        people[person].endedCount -= 1
        index.remove(row, in: rows)
        histories.remove(rows[row].history)
        bodies.remove(rows[row].body)
        followMoves()
        rows[row] = ReminderRow()
        freeRows.append(row)
        count -= 1
    }

    private mutating func followMoves() {
        for move in bodies.takeMoves() { rows[move.row].body = move.reference }
    }

    private mutating func linkActive(_ row: UInt32) {
        let person = rows[row].person
        rows[row].newer = noRow
        rows[row].older = people[person].active
        if people[person].active != noRow { rows[people[person].active].newer = row }
        people[person].active = row
        people[person].activeCount += 1
        if rows[row].isJoint { people[person].jointCount += 1 }
    }

    private mutating func unlinkActive(_ row: UInt32) {
        let person = rows[row].person
        let (newer, older) = (rows[row].newer, rows[row].older)
        if newer != noRow { rows[newer].older = older } else { people[person].active = older }
        if older != noRow { rows[older].newer = newer }
        people[person].activeCount -= 1
        if rows[row].isJoint { people[person].jointCount -= 1 }
    }

    private mutating func ensurePerson(_ id: UInt64) -> UInt32 {
        if let known = peopleByID[id] { return known }
        let row = people.append(PersonRow(id: id))
        peopleByID[id] = row
        return row
    }

    private mutating func zoneNumber(_ id: String) -> UInt16 {
        if let known = zoneNumbers[id] { return known }
        // Only zones that exist come here, some six hundred.
        let number = UInt16(truncatingIfNeeded: zoneIDs.count)
        zoneIDs.append(id)
        zoneNumbers[id] = number
        return number
    }
}
