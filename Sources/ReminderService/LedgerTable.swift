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

/// The ledgers of all reminders that anything has happened to.
struct LedgerTable: Sendable {
    private var ledgers = PagedTable<ContiguousArray<LedgerLine>>()
    private var free: ContiguousArray<UInt32> = []

    /// The newest lines of a ledger, oldest first.
    func lines(_ ledger: UInt32) -> ArraySlice<LedgerLine> {
        guard ledger != noRow else { return [] }
        return ArraySlice(ledgers[ledger].suffix(Limits.ledgerLinesMax))
    }

    /// Adds a line to a ledger, which begins with it when there was none.
    mutating func append(_ line: LedgerLine, to ledger: inout UInt32) {
        if ledger == noRow { ledger = free.popLast() ?? ledgers.append([]) }
        ledgers[ledger].append(line)
        // Trimmed in steps, or each line of a full ledger would move all others.
        if ledgers[ledger].count >= Limits.ledgerLinesMax + 32 {
            ledgers[ledger].removeFirst(ledgers[ledger].count - Limits.ledgerLinesMax)
        }
    }

    /// Forgets a ledger.
    mutating func remove(_ ledger: UInt32) {
        guard ledger != noRow else { return }
        ledgers[ledger] = []
        free.append(ledger)
    }
}
