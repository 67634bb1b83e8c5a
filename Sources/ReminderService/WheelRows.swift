/// What a `Wheel` knows of each row: when it is due, where it waits and its generation. Ten bytes a
/// row, in pages, so that growing copies nothing.
struct WheelRows {
    /// Where a row waits: a slot's number or one of the three below.
    typealias Place = UInt16

    /// In one of the lists for months.
    static let inMonth: Place = 4093
    /// In the front.
    static let inFront: Place = 4094
    /// It waits no more, or never did.
    static let nowhere: Place = 4095

    private var due = PagedTable<Int64>()
    /// The place in the lower twelve bits, above it the generation: 0 before the first time.
    private var marks = PagedTable<UInt16>()

    /// Rows known, waiting or not.
    var count: UInt32 { due.count }

    /// Makes room for rows below `count`.
    mutating func grow(to count: UInt32) {
        while due.count < count {
            _ = due.append(0)
            _ = marks.append(WheelRows.nowhere)
        }
    }

    /// When a row is, or was last, due.
    func dueMs(_ row: UInt32) -> Int64 { due[row] }

    /// Where a row waits.
    func place(_ row: UInt32) -> Place { marks[row] & 0xFFF }

    /// Whether a row ever waited.
    func isKnown(_ row: UInt32) -> Bool { row < count && marks[row] >> 12 != 0 }

    /// Whether a row waits.
    func waits(_ row: UInt32) -> Bool { row < count && place(row) != WheelRows.nowhere }

    /// Gives a row another due time; its entry is to be placed.
    mutating func setDue(_ row: UInt32, _ dueMs: Int64) -> WheelSlot.Entry {
        due[row] = dueMs
        if marks[row] >> 12 == 0 { marks[row] = 1 << 12 | WheelRows.nowhere }
        return WheelSlot.Entry(row: row, generation: marks[row] >> 12)
    }

    /// Notes where a row waits now.
    mutating func setPlace(_ row: UInt32, _ place: Place) {
        marks[row] = marks[row] & 0xF000 | place
    }

    /// Lets a row wait no more; what entry of it is left somewhere is stale.
    mutating func cancel(_ row: UInt32) {
        let next = marks[row] >> 12 == 15 ? 1 : (marks[row] >> 12) + 1
        marks[row] = next << 12 | WheelRows.nowhere
    }

    /// Whether an entry found at a place is its row's.
    ///
    /// After fifteen cancellations a generation comes again, so that a stale entry left in the very
    /// slot where its row waits anew may pass for the row's own. Whichever of the two is taken first
    /// moves the row, by its due time, and the other is then stale by its place.
    func isLive(_ entry: WheelSlot.Entry, at place: Place) -> Bool {
        marks[entry.row] == entry.generation << 12 | place
    }
}
