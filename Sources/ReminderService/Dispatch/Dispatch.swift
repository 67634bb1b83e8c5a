import CivilTime

/// Decides what is sent to whom and when: who watches, what is pending for them, and when which
/// reminder must be looked at again.
///
/// Loop-confined; holds nothing durable and has no effects. `ReminderHandlers` tells it what changed
/// and what time it is, records the events of its plans and makes the offers. After a start it is
/// rebuilt from the book.
package final class Dispatch {
    /// Names one watcher.
    package typealias WatcherID = UInt64

    private var wheel: Wheel
    var audiences: [UInt64: Audience] = [:]
    /// Where each pending reminder stands in its person's entries.
    var places = RowNumbers()
    /// People with something to send and a watcher with room, in turn.
    var ring = Ring<Audience>()
    /// Counts plans.
    var round: UInt32 = 0
    private var personByWatcher: [WatcherID: UInt64] = [:]
    private var lastWatcher: WatcherID = 0
    private var lastPlace: UInt64 = 0
    /// Time together that is due while it is not certain that all still agree.
    var parked: Set<UInt32> = []
    /// Until when those wait who have something to send and want quiet now, Unix milliseconds.
    var quietUntil: [UInt64: Int64] = [:]
    /// The first of these; `never` for none.
    private var quietEndsMs = ReminderRow.never
    private var lastNowMs = Int64.min

    /// A dispatch over a recovered book. What is due already waits for its person to watch.
    package init(_ book: ReminderBook, nowMs: Int64) {
        wheel = Wheel(startMs: nowMs)
        for row in 0..<book.rows.count { changed(row, book, nowMs: nowMs) }
    }

    /// When `collect` must be called next; sooner at worst.
    package var nextMs: Int64? {
        quietEndsMs == ReminderRow.never
            ? wheel.nextWakeMs : min(quietEndsMs, wheel.nextWakeMs ?? quietEndsMs)
    }

    /// Whether a plan would have anything in it.
    package var hasReady: Bool { !ring.isEmpty }

    /// Watchers of everybody.
    var watcherCount: Int { personByWatcher.count }

    // MARK: Reminders

    /// Takes note that a reminder was made or has changed.
    package func changed(_ row: UInt32, _ book: ReminderBook, nowMs: Int64) {
        if let atMs = book.times(of: row).first(after: nowMs) {
            wheel.insert(row, dueMs: atMs)
        } else {
            _ = wheel.cancel(row)
        }
        let isPending = book.pendingSince(row, nowMs: nowMs) != nil
        if !isPending {
            forget(row, of: book)
        } else if places[row] == 0 {
            enqueue(row, book)
        }
    }

    /// Takes the alarms that have come; what is due now is pending for those who watch. Answers the
    /// one-time reminders whose time ran out, and whether there are more alarms to take.
    package func collect(
        _ book: ReminderBook, nowMs: Int64, most: Int = Limits.alarmsPerTurnMax
    ) -> (lapsed: [UInt64], more: Bool) {
        if nowMs < lastNowMs { lookAnew(book, nowMs) }
        endQuiet(nowMs)
        var lapsed: [UInt64] = []
        var rows: [UInt32] = []
        let more = wheel.advance(toMs: nowMs, limit: most, into: &rows)
        for row in rows {
            let times = book.times(of: row)
            if times.endMs <= nowMs {
                lapsed.append(book.rows[row].id)
            } else if times.sendMs <= nowMs {
                requeue(row, book)
                // Should it not be sent before, which sets the next alarm.
                if times.endMs != ReminderRow.never { wheel.insert(row, dueMs: times.endMs) }
            }
        }
        return (lapsed, more)
    }

    /// The clock was set back: what was due and not sent may lie ahead again, and then has an alarm.
    private func lookAnew(_ book: ReminderBook, _ nowMs: Int64) {
        for person in audiences.keys.sorted() {
            for row in audiences[person]?.entries.map(\.row) ?? [] where places[row] != 0 {
                changed(row, book, nowMs: nowMs)
            }
        }
    }

    /// Makes a reminder the last of its person's entries, unless it already waits there unsent.
    private func requeue(_ row: UInt32, _ book: ReminderBook) {
        guard let audience = audiences[book.owner(of: row)] else { return }
        let place = places[row]
        if place != 0 {
            let index = audience.index(after: place - 1)
            if index < audience.entries.count, audience.entries[index].place == place,
                audience.entries[index].sentRound == 0
            {
                return
            }
            forget(row, of: book)
        }
        enqueue(row, book)
    }

    private func enqueue(_ row: UInt32, _ book: ReminderBook) {
        guard let audience = audiences[book.owner(of: row)] else { return }
        lastPlace += 1
        audience.entries.append(Audience.Entry(row: row, place: lastPlace))
        places[row] = lastPlace
        makeReady(audience)
    }

    /// A lease was given: what was parked for want of one is to be sent, in the order it became due.
    package func shareAgain(_ book: ReminderBook, nowMs: Int64) {
        var due: [(sinceMs: Int64, row: UInt32)] = []
        for row in parked where places[row] == 0 {
            if let sinceMs = book.pendingSince(row, nowMs: nowMs) { due.append((sinceMs, row)) }
        }
        parked = []
        due.sort { $0.sinceMs != $1.sinceMs ? $0.sinceMs < $1.sinceMs : $0.row < $1.row }
        for entry in due { enqueue(entry.row, book) }
    }

    private func forget(_ row: UInt32, of book: ReminderBook) {
        guard places[row] != 0 else { return }
        places[row] = 0
        guard let audience = audiences[book.owner(of: row)] else { return }
        audience.stale += 1
        if audience.stale > 32 + audience.entries.count / 2 {
            audience.entries.removeAll { places[$0.row] != $0.place }
            audience.stale = 0
        }
    }

    // MARK: Watchers

    /// Adds a watcher of a person; first it gets what is due and not shown. Nil when the person has
    /// as many as they may.
    package func connect(
        _ person: UInt64, zone: TimeZoneData?, _ book: ReminderBook, nowMs: Int64
    ) -> WatcherID? {
        let audience = audiences[person] ?? begin(person, book, nowMs: nowMs)
        guard audience.watchers.count < Limits.watchersPerPersonMax else { return nil }
        lastWatcher += 1
        personByWatcher[lastWatcher] = person
        audience.watchers.append(
            Audience.Watcher(id: lastWatcher, zone: zone, joinedRound: round))
        makeReady(audience)
        return lastWatcher
    }

    private func begin(_ person: UInt64, _ book: ReminderBook, nowMs: Int64) -> Audience {
        let audience = Audience(person: person)
        audiences[person] = audience
        var due: [(sinceMs: Int64, row: UInt32)] = []
        for row in book.activeRows(of: person) {
            // Also what waits for its next attempt: nobody was there for the last.
            let sinceMs = book.pendingSince(row, nowMs: nowMs)
            if let sinceMs { due.append((sinceMs, row)) }
        }
        due.sort { $0.sinceMs != $1.sinceMs ? $0.sinceMs < $1.sinceMs : $0.row < $1.row }
        for entry in due { enqueue(entry.row, book) }
        return audience
    }

    /// Removes a watcher whose stream has ended.
    package func disconnect(_ watcher: WatcherID) {
        guard let person = personByWatcher.removeValue(forKey: watcher),
            let audience = audiences[person]
        else { return }
        audience.watchers.removeAll { $0.id == watcher }
        guard audience.watchers.isEmpty else { return }
        for entry in audience.entries where places[entry.row] == entry.place {
            places[entry.row] = 0
        }
        audience.entries = []
        audiences[person] = nil
        quietUntil[person] = nil
    }

    /// Takes note that a watcher can take items again.
    package func hasRoom(_ watcher: WatcherID) {
        guard let person = personByWatcher[watcher], let audience = audiences[person],
            let index = audience.watchers.firstIndex(where: { $0.id == watcher })
        else { return }
        audience.watchers[index].hasRoom = true
        makeReady(audience)
    }

    // MARK: Quiet hours

    /// A person's zone or quiet hours have changed: what was held is looked at anew.
    package func changed(person: UInt64) {
        quietUntil[person] = nil
        if let audience = audiences[person] { makeReady(audience) }
    }

    /// Sends nothing to a person until then.
    func keepQuiet(_ person: UInt64, untilMs: Int64) {
        quietUntil[person] = untilMs
        quietEndsMs = min(quietEndsMs, untilMs)
    }

    /// Lets those go on whose quiet is over. When the clock was set back all are looked at anew.
    private func endQuiet(_ nowMs: Int64) {
        let wasSetBack = nowMs < lastNowMs
        lastNowMs = nowMs
        guard quietEndsMs <= nowMs || wasSetBack else { return }
        quietEndsMs = ReminderRow.never
        for (person, untilMs) in quietUntil {
            if untilMs <= nowMs || wasSetBack {
                changed(person: person)
            } else {
                quietEndsMs = min(quietEndsMs, untilMs)
            }
        }
    }

    func makeReady(_ audience: Audience) {
        guard !audience.isReady else { return }
        audience.isReady = true
        ring.append(audience)
    }
}

extension ReminderBook {
    /// When a reminder must be looked at.
    struct Times {
        /// When it is to be sent (again).
        var sendMs: Int64
        /// When the open occurrence of a one-time reminder lapses.
        var endMs: Int64

        /// When to look next: at the first of them that lies ahead, or at once when its time has
        /// run out, perhaps while nobody was there to see.
        func first(after nowMs: Int64) -> Int64? {
            if endMs <= nowMs { return endMs }
            let next = min(sendMs > nowMs ? sendMs : .max, endMs)
            return next == .max ? nil : next
        }
    }

    /// When a reminder must be looked at.
    func times(of row: UInt32) -> Times {
        let reminder = rows[row]
        var times = Times(sendMs: ReminderRow.never, endMs: ReminderRow.never)
        guard reminder.course == .active else { return times }
        guard let open = open(of: row) else {
            times.sendMs = reminder.nextMs
            return times
        }
        if open.phase != .shown { times.sendMs = open.wakeMs }
        if reminder.recurs {
            times.sendMs = min(times.sendMs, reminder.nextMs)
        } else {
            times.endMs = reminder.nextMs
        }
        return times
    }

    /// Since when an occurrence of the reminder is due and not shown; nil when none is.
    func pendingSince(_ row: UInt32, nowMs: Int64) -> Int64? {
        if hasNewlyDue(row, nowMs: nowMs) { return rows[row].nextMs }
        let reminder = rows[row]
        guard reminder.course == .active, let open = open(of: row),
            isWaiting(open, nowMs: nowMs), reminder.recurs || reminder.nextMs > nowMs
        else { return nil }
        return open.dueMs
    }
}
