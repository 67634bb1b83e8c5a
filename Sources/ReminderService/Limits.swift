/// The bounds of the Reminder service: what one person, one watcher or one turn may ask of it.
public enum Limits {
    /// Reminders of one person that have not ended.
    public static let pendingPerPersonMax = 10_000
    /// Ended reminders kept for each person to look at; the oldest go first.
    public static let endedPerPersonMax = 256
    /// Reminders of everybody, ended ones included.
    public static let remindersMax = 50_000_000
    /// Streams on which one person may watch at once.
    public static let watchersPerPersonMax = 1_000
    /// Lines of the ledger kept for each reminder; the oldest go first.
    public static let ledgerLinesMax = 256

    /// More than what the journal takes for the key of a call.
    public static let keyBytesMax = 1024
    /// Offers of one tie that are over and still known, so that a late answer is told so; the oldest
    /// go first.
    public static let offersOverPerTieMax = 64
    /// Ideas in a reply that asks for no number of them.
    public static let ideasUsual: UInt32 = 3
    /// The highest cost of an idea.
    public static let costMax: Int32 = 3

    /// Shortest time an occurrence can be put off, milliseconds.
    public static let snoozeMsMin: Int64 = 60_000
    /// Longest time an occurrence can be put off, milliseconds.
    public static let snoozeMsMax: Int64 = 30 * 86_400_000

    /// Waits before an occurrence is sent again, milliseconds; the last one repeats.
    public static let redeliveryMs: [Int64] = [30_000, 120_000, 600_000, 3_600_000]
    /// How far a wait may be off, percent either way, so that clients do not act in step.
    public static let redeliveryJitterPercent: Int64 = 20
    /// How long a one-time occurrence that was sent stays open, milliseconds. A recurring one gives
    /// way to the next.
    public static let onceOpenMs: Int64 = 7 * 86_400_000
    /// An occurrence sent later than this after it was due is marked late, milliseconds.
    public static let lateAfterMs: Int64 = 60_000

    /// Items offered to watchers in one turn of the loop.
    public static let deliveriesPerTurnMax = 4_096
    /// Of these, items for one person before the next person has a turn.
    public static let deliveriesPerSliceMax = 32
    /// Bytes of journal after which a turn's plan is cut; one batch of the journal holds it.
    public static let planBytesMax = 400_000
    /// Bytes that the last event of a plan may go beyond that.
    public static let planBytesOver = 4_096
    /// Occurrences missed by so many reminders are told in one plan.
    public static let openingsPerTurnMax = 1_000
    /// Alarms taken from the wheel in one turn of the loop.
    public static let alarmsPerTurnMax = 4_096

    /// Encoded size at which a page of a list is cut, below the 64 KiB of a frame.
    public static let pageBytesMax = 60_000
}
