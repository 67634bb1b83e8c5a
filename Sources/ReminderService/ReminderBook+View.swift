import CivilTime
import Codec
import Contracts
import Host

// What an owner is told of their reminders: derived at the moment of asking, never stored.
extension ReminderBook {
    /// A reminder as its owner sees it.
    package func view(_ row: UInt32, nowMs: Int64, zones: ZoneDatabase) -> Reminder {
        let rule = rule(of: row)
        let zoneID = zoneID(of: rule)
        var view = Reminder()
        view.id = rows[row].id
        view.note = note(of: row)
        view.schedule = rule.message(zoneID: zoneID)
        view.revision = UInt32(rows[row].revision)
        view.tieID = rule.tie
        if let ended = rows[row].endState {
            view.state = ended
            return view
        }
        var nextMs = rows[row].recurs || !isOpen(row) ? rows[row].nextMs : 0
        if let opening = opening(of: row, nowMs: nowMs, zones: zones) {
            view.state = .due
            view.openOccurrence = occurrenceID(row, localText(opening.due, of: row))
            nextMs = opening.next?.dueMs ?? 0
        } else if let open = open(of: row) {
            view.openOccurrence = occurrenceID(row, localText(open, of: row))
            if isWaiting(open, nowMs: nowMs) {
                view.state = .due
            } else if open.phase == .shown {
                view.state = .shown
            } else {
                view.state = .snoozed
                // The next occurrence, should it come first, takes its place.
                nextMs = rows[row].recurs ? min(open.wakeMs, nextMs) : open.wakeMs
            }
        }
        if nextMs != 0 && nextMs != ReminderRow.never {
            view.nextDueAtMs = nextMs
            view.nextLocalTime = localNow(nextMs, rule, zoneID, row, zones)
        }
        return view
    }

    /// The ledger as its owner sees it.
    package func audit(_ row: UInt32) -> Ledger {
        let isUTC = rule(of: row).kind == .absolute
        var view = Ledger()
        view.entries = ledger(of: row).map { line in
            var entry = LedgerEntry()
            entry.atMs = line.atMs
            entry.kind = line.kind
            entry.localTime = LocalTime.text(line.localSeconds, isUTC: isUTC)
            entry.attempt = UInt32(line.attempt)
            return entry
        }
        return view
    }

    /// The delivery of the open occurrence, told in `zone`, or else in the reminder's own; for time
    /// together, whose rule follows the zone of whoever offered it, in its owner's.
    package func delivery(
        _ row: UInt32, isLate: Bool, zone: TimeZoneData?, zones: ZoneDatabase
    ) -> Delivery? {
        guard let open = open(of: row) else { return nil }
        let rule = rule(of: row)
        var delivery = Delivery()
        delivery.occurrence = occurrenceID(row, localText(open, of: row))
        delivery.note = note(of: row)
        delivery.dueAtMs = open.dueMs
        delivery.snoozedUntilMs = open.snoozedUntilMs
        delivery.attempt = UInt32(open.attempt)
        delivery.missed = open.missed
        delivery.late = isLate
        delivery.tieID = rule.tie
        if let zone = zone ?? homeZone(of: row, zones) {
            delivery.zone = zone.id
            delivery.localTime = LocalTime.text(atMs: open.dueMs, in: zone)
        } else if rule.kind == .absolute {
            delivery.zone = TimeZoneData.utc.id
            delivery.localTime = LocalTime.text(atMs: open.dueMs, in: .utc)
        } else {
            delivery.zone = zoneID(of: rule)
            let own = try? zones.zone(delivery.zone)
            delivery.localTime =
                own.map { LocalTime.text(atMs: open.dueMs, in: $0) }
                ?? LocalTime.text(open.localSeconds)
        }
        return delivery
    }

    private func homeZone(of row: UInt32, _ zones: ZoneDatabase) -> TimeZoneData? {
        guard rows[row].isJoint, let fact = facts.people[owner(of: row)] else { return nil }
        return try? zones.zone(fact.zone)
    }

    private func occurrenceID(_ row: UInt32, _ localTime: String) -> OccurrenceID {
        var id = OccurrenceID()
        id.reminderID = rows[row].id
        id.localTime = localTime
        id.revision = UInt32(rows[row].revision)
        return id
    }

    /// What the clocks of the reminder's own zone show at an instant.
    private func localNow(
        _ atMs: Int64, _ rule: StoredRule, _ zoneID: String, _ row: UInt32, _ zones: ZoneDatabase
    ) -> String {
        if rule.kind == .absolute { return LocalTime.text(atMs.flooredSeconds, isUTC: true) }
        guard let zone = try? zones.zone(zoneID) else {
            return LocalTime.text(OpenOccurrence.local(atMs, rows[row].nextShift))
        }
        return LocalTime.text(atMs: atMs, in: zone)
    }
}

// What tests and crash hunts compare books by.
extension ReminderBook {
    /// The id of a row's reminder.
    package func id(of row: UInt32) -> UInt64 { rows[row].id }

    /// A hash of everything in the book that its history determines.
    package func digest() -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 ^ (hash >> 29) }
        func mix(_ word: Int64) { mix(UInt64(bitPattern: word)) }
        for number in 0..<rows.count where rows[number].course != .free {
            let row = rows[number]
            let rule = rule(of: number)
            mix(UInt64(number))
            mix(row.id)
            mix(owner(of: number))
            mix(row.nextMs)
            mix(Int64(row.nextShift))
            mix(UInt64(row.revision))
            mix(UInt64(row.course.rawValue) << 1 | (row.recurs ? 1 : 0))
            mix(UInt64(row.newer) << 32 | UInt64(row.older))
            for byte in rule.body(note: note(of: number)) { mix(UInt64(byte)) }
            for byte in zoneID(of: rule).utf8 { mix(UInt64(byte)) }
            if let open = open(of: number) {
                mix(open.dueMs)
                mix(open.wakeMs)
                mix(open.snoozedUntilMs)
                mix(Int64(open.shift))
                mix(UInt64(open.missed) << 32 | UInt64(open.attempt))
                mix(
                    UInt64(open.step) << 16 | UInt64(open.snoozes) << 8
                        | UInt64(open.phase.rawValue))
            }
            for line in ledger(of: number) {
                mix(line.atMs)
                mix(line.localSeconds)
                mix(UInt64(line.attempt) << 32 | UInt64(UInt32(bitPattern: line.kind.rawValue)))
            }
        }
        mix(UInt64(count))
        mix(facts.number)
        for id in offers.ids {
            guard let offer = offers[id] else { continue }
            for byte in offer.pattern.encoded() { mix(UInt64(byte)) }
            mix(offer.from)
            mix(UInt64(offer.stand.rawValue))
            for member in offer.members {
                mix(member.person)
                mix(UInt64(UInt32(bitPattern: member.answer.rawValue)))
                mix(member.reminder)
            }
        }
        return hash
    }
}
