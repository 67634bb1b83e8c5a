import CivilTime

/// Due times of many rows, by the second: a hierarchical wheel (Varghese and Lauck 1987, scheme 7)
/// laid over the calendar in UTC, because what people ask for falls on full minutes and days ahead.
///
///     level 0   3,600 slots of a second   the hour at hand; from five minutes before the next
///                                         hour also that hour's first 55 minutes
///     level 1      72 slots of an hour    the rest of today and of tomorrow
///     level 2     400 slots of a day      this month and the twelve after it
///     beyond       one list for a month
///     front        a heap                 rows whose second has been opened: due now, later within
///                                         the second, or late
///
/// Loop-confined value without a clock; whoever owns it says what time it is. A slot holds row
/// numbers; cancelling raises the row's generation and leaves the number in its slot, to be dropped
/// when that is opened. Inserting and cancelling take constant time (in the front the logarithm of
/// its size), and a row moves at most five times until it is due. Memory is 10 bytes a row, 4 an
/// entry, and what the slots keep in reserve.
///
/// Slots are opened in the order of their seconds and never again, so a clock that steps back repeats
/// and loses nothing: rows from before the opened second wait in the front for their time. After a
/// large step forward the slots in between are opened over as many calls as their rows need.
public struct Wheel: ~Copyable {
    /// Rows that one call of `advance` moves at most, besides those it yields.
    public static let movesPerCall = 4096

    /// Row numbers must be below this; they are meant to be dense.
    public static let rowsMax = 1 << 28

    /// Rows waiting.
    public internal(set) var count = 0

    /// The first second whose slot has not been opened.
    var cursor: Int64
    /// Hour, day and month of the cursor, since the epoch (months since the year 0).
    var hour: Int64 = 0
    var day: Int64 = 0
    var month = 0
    /// Whether the cursor is within five minutes of the next hour, which is then being prepared.
    var isEarly = false
    /// The first second beyond each level.
    var horizons: (seconds: Int64, hours: Int64, days: Int64) = (0, 0, 0)

    var rows = WheelRows()

    var slots = [WheelSlot](repeating: WheelSlot(), count: Wheel.held + 1)
    var occupied = SlotBits(count: Wheel.held + 1)
    /// Ascending.
    var months: [(month: Int, slot: WheelSlot)] = []
    var front = DueHeap()

    static let hours = 3600..<3672
    static let days = 3672..<4072
    /// The last five minutes of the hour being prepared, whose seconds still belong to this hour.
    static let held = 4072

    static let secondsPerHour: Int64 = 3600
    static let secondsPerDay: Int64 = 86_400
    static let leadSeconds: Int64 = 300
    /// The ends of the calendar, which stand for every time beyond them.
    static let firstMs: Int64 = CivilDateTime.first.secondNumber * 1000
    static let lastMs: Int64 = CivilDateTime.last.secondNumber * 1000 + 999

    /// An empty wheel whose first second is that of a time in Unix milliseconds.
    public init(startMs: Int64) {
        cursor = Wheel.second(of: startMs)
        enterHour()
    }

    /// When a row is, or was last, due, in Unix milliseconds; nil for a row never inserted.
    public func dueMs(of row: UInt32) -> Int64? {
        rows.isKnown(row) ? rows.dueMs(row) : nil
    }

    /// Whether a row waits here.
    public func contains(_ row: UInt32) -> Bool {
        rows.waits(row)
    }

    /// Lets a row wait until a time in Unix milliseconds, instead of any time it waited for before.
    /// A time that has passed is due at the next call of `advance`.
    public mutating func insert(_ row: UInt32, dueMs due: Int64) {
        precondition(row < Wheel.rowsMax, "row numbers are dense")
        if row >= rows.count { rows.grow(to: row + 1) } else { _ = cancel(row) }
        count += 1
        place(rows.setDue(row, min(due, Wheel.lastMs)))
    }

    /// Takes a row out, and says whether it waited.
    public mutating func cancel(_ row: UInt32) -> Bool {
        guard contains(row) else { return false }
        let place = rows.place(row)
        rows.cancel(row)
        count -= 1
        switch place {
        case WheelRows.inFront:
            front.noteStale(rows)
        case WheelRows.inMonth:
            let found = monthIndex(Wheel.month(ofSecond: Wheel.second(of: rows.dueMs(row))))
            months[found].slot.noteStale(rows, at: place)
            if months[found].slot.isEmpty { months.remove(at: found) }
        default:
            slots[Int(place)].noteStale(rows, at: place)
            if slots[Int(place)].isEmpty { occupied.clear(Int(place)) }
        }
        return true
    }

    /// Appends rows due at or before a time in Unix milliseconds to `due`, at most `limit` of them,
    /// which is not 0, in the order of their due times, those of one millisecond by row number. They
    /// wait no longer.
    ///
    /// Returns whether there is more to do at this time already: more rows due, or slots to prepare.
    /// Then the caller calls again, after whatever else it has to do; each call is short.
    public mutating func advance(
        toMs nowMs: Int64, limit: Int, into due: inout [UInt32]
    ) -> Bool {
        precondition(limit > 0, "asked for nothing")
        let now = min(nowMs, Wheel.lastMs)
        let target = Wheel.second(of: now)
        var moves = Wheel.movesPerCall
        var room = limit
        while true {
            takeFront(through: now, &room, &moves, into: &due)
            if room == 0 || moves <= 0 { return true }
            if cursor > target { break }
            openNext(through: target, &moves)
        }
        return !prepare(&moves)
    }

    /// The first second that may hold a waiting row: exact for the hour at hand, for later rows the
    /// beginning of their hour, day or month. It may hold only cancelled ones.
    public var nextNonEmptySecond: Int64? {
        if let first = front.first { return Wheel.second(of: first.dueMs) }
        return nextOpenSecond
    }

    /// When `advance` next has something to do, in Unix milliseconds: a row becomes due or slots can
    /// be prepared. Once it has returned false this lies after the time it was given.
    public var nextWakeMs: Int64? {
        var next = front.first?.dueMs ?? Int64.max
        func consider(_ second: Int64?) {
            if let second { next = min(next, second * 1000) }
        }
        consider(secondStep.map { cursor + Int64($0) })
        consider(slots[Wheel.held].isEmpty ? nil : nextPhase)
        consider(
            hourStep.map { (hour + Int64($0)) * Wheel.secondsPerHour - Wheel.leadSeconds })
        consider(dayStep.map { (day + Int64($0) - 1) * Wheel.secondsPerDay })
        consider(months.first.map { Wheel.firstSecond(ofMonth: $0.month - 12) })
        return next == .max ? nil : next
    }
}

// Placing rows.
extension Wheel {
    /// Puts an entry where the horizons say; every level is a ring longer than what it holds.
    mutating func place(_ entry: WheelSlot.Entry) {
        let second = Wheel.second(of: rows.dueMs(entry.row))
        let slot: Int
        if second < cursor {
            rows.setPlace(entry.row, WheelRows.inFront)
            front.insert(DueHeap.Item(dueMs: rows.dueMs(entry.row), entry: entry))
            return
        } else if second < horizons.seconds {
            slot = Wheel.remainder(second, 3600)
        } else if isEarly, second < (hour + 2) * Wheel.secondsPerHour {
            slot = Wheel.held
        } else if second < horizons.hours {
            slot = hourSlot(Wheel.quotient(second, Wheel.secondsPerHour))
        } else if second < horizons.days {
            slot = daySlot(Wheel.quotient(second, Wheel.secondsPerDay))
        } else {
            let found = monthIndex(Wheel.month(ofSecond: second))
            rows.setPlace(entry.row, WheelRows.inMonth)
            months[found].slot.append(entry)
            return
        }
        rows.setPlace(entry.row, UInt16(truncatingIfNeeded: slot))
        if slots[slot].isEmpty { occupied.set(slot) }
        slots[slot].append(entry)
    }

    /// Where the list of a month is, made when there is none.
    mutating func monthIndex(_ month: Int) -> Int {
        var low = 0
        var high = months.count
        while low < high {
            let middle = (low + high) / 2
            if months[middle].month < month { low = middle + 1 } else { high = middle }
        }
        if low == months.count || months[low].month != month {
            months.insert((month, WheelSlot()), at: low)
        }
        return low
    }

    func hourSlot(_ hour: Int64) -> Int {
        Wheel.hours.lowerBound + Wheel.remainder(hour, 72)
    }

    func daySlot(_ day: Int64) -> Int {
        Wheel.days.lowerBound + Wheel.remainder(day, 400)
    }
}

// Times as seconds, hours and months.
extension Wheel {
    static func second(of ms: Int64) -> Int64 {
        quotient(min(max(ms, firstMs), lastMs), 1000)
    }

    /// Rounded down.
    static func quotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    static func remainder(_ value: Int64, _ divisor: Int64) -> Int {
        let remainder = value % divisor
        return Int(remainder < 0 ? remainder + divisor : remainder)
    }

    /// Months since the year 0; times before the calendar count as its first month.
    static func month(ofSecond second: Int64) -> Int {
        let day = max(quotient(second, secondsPerDay), Int64(CivilDate.first.dayNumber))
        let parts = (CivilDate(dayNumber: Int(day)) ?? .last).parts
        return parts.year * 12 + parts.month - 1
    }

    /// The end of time for months after the calendar.
    static func firstSecond(ofMonth month: Int) -> Int64 {
        guard let first = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else {
            return month > 12 ? .max / 2000 : second(of: .min)
        }
        return Int64(first.dayNumber) * secondsPerDay
    }
}
