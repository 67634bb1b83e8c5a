import Contracts

/// One line of a ledger in sixteen bytes.
struct LedgerLine: Sendable, Equatable {
    private var timeAndAttempt: UInt64
    private var localAndKind: UInt64

    /// That `kind` happened at `atMs` to the occurrence of that nominal local time.
    init(_ kind: LedgerKind, atMs: Int64, localSeconds: Int64, attempt: UInt16 = 0) {
        timeAndAttempt = UInt64(bitPattern: atMs) << 16 | UInt64(attempt)
        localAndKind =
            UInt64(bitPattern: localSeconds) << 8 | UInt64(UInt8(truncatingIfNeeded: kind.rawValue))
    }

    /// When, Unix milliseconds.
    var atMs: Int64 { Int64(bitPattern: timeAndAttempt) >> 16 }
    /// Which attempt, for `sent`.
    var attempt: UInt16 { UInt16(truncatingIfNeeded: timeAndAttempt) }
    /// The occurrence's nominal local time in seconds.
    var localSeconds: Int64 { Int64(bitPattern: localAndKind) >> 8 }
    /// What.
    var kind: LedgerKind { LedgerKind(rawValue: Int32(localAndKind & 0xFF)) ?? .sent }
}

/// What has happened to a reminder: its open occurrence and its ledger.
private struct History: Sendable {
    var open = OpenOccurrence()
    var isOpen = false
    var lines: ContiguousArray<LedgerLine> = []
}

/// The histories of all reminders that anything has happened to, by number.
struct HistoryTable: Sendable {
    private var histories = PagedTable<History>()
    private var free: ContiguousArray<UInt32> = []

    /// The open occurrence of a history, which may be `noRow`.
    func open(_ history: UInt32) -> OpenOccurrence? {
        guard history != noRow, histories[history].isOpen else { return nil }
        return histories[history].open
    }

    /// The newest lines of a ledger, oldest first.
    func lines(_ history: UInt32) -> ArraySlice<LedgerLine> {
        guard history != noRow else { return [] }
        return ArraySlice(histories[history].lines.suffix(Limits.ledgerLinesMax))
    }

    /// Sets the open occurrence; the history begins with it when there was none.
    mutating func setOpen(_ open: OpenOccurrence, in history: inout UInt32) {
        begin(&history)
        histories[history].open = open
        histories[history].isOpen = true
    }

    /// Changes the open occurrence, when there is one.
    mutating func changeOpen(_ history: UInt32, _ change: (inout OpenOccurrence) -> Void) {
        guard history != noRow, histories[history].isOpen else { return }
        change(&histories[history].open)
    }

    /// There is no open occurrence any more.
    mutating func close(_ history: UInt32) {
        guard history != noRow else { return }
        histories[history].isOpen = false
    }

    /// Adds a line to the ledger; the history begins with it when there was none.
    mutating func append(_ line: LedgerLine, to history: inout UInt32) {
        begin(&history)
        histories[history].lines.append(line)
        // Trimmed in steps, or each line of a full ledger would move all others.
        let count = histories[history].lines.count
        if count >= Limits.ledgerLinesMax + 32 {
            histories[history].lines.removeFirst(count - Limits.ledgerLinesMax)
        }
    }

    /// Forgets a history.
    mutating func remove(_ history: UInt32) {
        guard history != noRow else { return }
        histories[history] = History()
        free.append(history)
    }

    private mutating func begin(_ history: inout UInt32) {
        if history == noRow { history = free.popLast() ?? histories.append(History()) }
    }
}
