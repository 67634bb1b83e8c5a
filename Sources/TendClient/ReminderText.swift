import CivilTime
import Codec
import Contracts

/// What a person reads about reminders: rows of a list, one in full, its ledger, a delivery.
package struct ReminderText {
    /// Says times.
    package let times: Times
    /// The person's zone; empty when it is not known, and then every time says its zone.
    package let homeZone: String
    /// Where moments that have no zone of their own are told.
    private let momentZone: String

    /// `machineZone` is for moments while the person's zone is not known.
    package init(times: Times, homeZone: String, machineZone: String = "UTC") {
        self.times = times
        self.homeZone = homeZone
        momentZone = homeZone.isEmpty ? machineZone : homeZone
    }

    private var words: Words { times.words }

    /// The rows of a list, letters first, aligned. `hasEnded` where there are some that are over and
    /// not listed.
    package func list(_ reminders: [Reminder], hasEnded: Bool = false) -> [String] {
        if reminders.isEmpty { return [words.text(hasEnded ? .remindersOver : .remindersNone)] }
        let letters = reminders.indices.map(Letters.letter)
        let whens = reminders.map(when)
        let letterWidth = letters.map(\.count).max() ?? 1
        let whenWidth = whens.map(\.count).max() ?? 0
        return reminders.indices.map { index in
            let state = rowState(reminders[index])
            let row = words.text(
                state == nil ? .reminderRowPlain : .reminderRow,
                [
                    "letter": Printable.padded(letters[index], to: letterWidth),
                    "when": Printable.padded(whens[index], to: whenWidth),
                    "note": Printable.line(reminders[index].note),
                    "state": state.map { words.text($0) } ?? "",
                ])
            return Printable.trimmed(row)
        }
    }

    /// One reminder in full.
    package func full(_ reminder: Reminder) -> [String] {
        var lines = [
            Printable.clean(reminder.note, lines: true),
            words.text(
                .showWhen, ["schedule": times.schedule(of: reminder, homeZone: momentZone)]),
        ]
        if let next = next(reminder) { lines.append(words.text(.showNext, ["date": next])) }
        lines.append(words.text(.showState, ["state": state(reminder)]))
        return lines
    }

    /// When it comes next: `Sunday 7 March at 19:00`, or nil when it never does.
    package func next(_ reminder: Reminder) -> String? {
        nextHere(reminder).map { homeZone.isEmpty ? inZone($0, zone(of: reminder)) : $0 }
    }

    private func nextHere(_ reminder: Reminder) -> String? {
        times.next(of: reminder, in: zone(of: reminder)).map(times.moment)
    }

    /// The first line of a note without its final mark, to go into a sentence.
    package static func name(_ note: String) -> String {
        let line = Printable.line(note)
        return line.last.map { ".!…,;:".contains($0) } ?? false ? String(line.dropLast()) : line
    }

    /// A ledger, oldest first; `zone` is where its moments are told.
    package func ledger(_ ledger: Ledger, zone: String) -> [String] {
        if ledger.entries.isEmpty { return [words.text(.auditNone)] }
        let rows = ledger.entries.map { times.moment($0.atMs, in: zone) }
        let width = rows.map(\.count).max() ?? 0
        return zip(rows, ledger.entries).map { at, entry in
            return words.text(
                .auditRow,
                [
                    "at": Printable.padded(at, to: width), "what": what(entry),
                    "occurrence": written(entry.localTime) ?? Printable.clean(entry.localTime),
                ])
        }
    }

    /// A delivery as `watch` shows it.
    package func delivery(
        _ delivery: Delivery, letter: String, with names: String? = nil
    ) -> [String] {
        // The server tells a moment without a zone in UTC unless a zone was asked for.
        let isMoment = delivery.occurrence.localTime.hasSuffix("Z") && delivery.zone == "UTC"
        let zone = isMoment || delivery.zone.isEmpty ? momentZone : delivery.zone
        let due = inZone(
            isMoment
                ? times.moment(delivery.dueAtMs, in: zone)
                : times.written(delivery.localTime).map(times.moment)
                    ?? times.moment(delivery.dueAtMs, in: zone),
            zone)
        var lines = [
            words.text(
                .watchDelivery,
                [
                    "letter": letter, "date": due,
                    "note": Printable.indented(
                        Printable.clean(delivery.note, lines: true), by: letter.count + 2),
                ])
        ]
        let indent = String(repeating: " ", count: letter.count + 2)
        if let names { lines.append(indent + words.text(.withNames, ["names": names])) }
        if delivery.snoozedUntilMs > 0 {
            let until = inZone(times.moment(delivery.snoozedUntilMs, in: zone), zone)
            lines.append(indent + words.text(.watchSnoozed, ["date": until]))
        }
        if delivery.late { lines.append(indent + words.text(.watchLate)) }
        if delivery.missed > 0 {
            lines.append(indent + words.text(.watchMissed, ["n": String(delivery.missed)]))
        }
        return lines
    }

    package func zone(of reminder: Reminder) -> String {
        reminder.schedule.zone.isEmpty ? momentZone : reminder.schedule.zone
    }

    private func when(_ reminder: Reminder) -> String {
        let isOpen = reminder.state == .due || reminder.state == .shown
        let open = isOpen ? reminder.openOccurrence.flatMap { written($0.localTime) } : nil
        guard let when = open ?? nextHere(reminder) else { return words.text(.rowNever) }
        return inZone(when, zone(of: reminder))
    }

    /// A time with its zone, unless that is the person's own.
    private func inZone(_ moment: String, _ zone: String) -> String {
        if zone == homeZone { return moment }
        return words.text(.dateInZone, ["date": moment, "zone": times.zone(zone)])
    }

    /// A time that the server wrote, in words.
    private func written(_ text: String) -> String? {
        times.written(text, homeZone: momentZone).map(times.moment)
    }

    private func rowState(_ reminder: Reminder) -> WordID? {
        switch reminder.state {
        case .scheduled: nil
        case .due: .rowDue
        case .shown: .rowShown
        case .snoozed: .rowSnoozed
        case .done: .rowDone
        case .skipped: .rowSkipped
        case .lapsed: .rowLapsed
        case .cancelled: .rowCancelled
        }
    }

    private func state(_ reminder: Reminder) -> String {
        let id: WordID =
            switch reminder.state {
            case .scheduled: .stateScheduled
            case .due: .stateDue
            case .shown: .stateShown
            case .snoozed: .stateSnoozed
            case .done: .stateDone
            case .skipped: .stateSkipped
            case .lapsed: .stateLapsed
            case .cancelled: .stateCancelled
            }
        let open = reminder.openOccurrence.flatMap { written($0.localTime) }
            .map { homeZone.isEmpty ? inZone($0, zone(of: reminder)) : $0 }
        let date = reminder.state == .snoozed ? next(reminder) : open
        return words.text(id, ["date": date ?? ""])
    }

    private func what(_ entry: LedgerEntry) -> String {
        let id: WordID =
            switch entry.kind {
            case .sent: entry.attempt > 1 ? .auditSentAgain : .auditSent
            case .shown: .auditShown
            case .snoozed: .auditSnoozed
            case .done: .auditDone
            case .skipped: .auditSkipped
            case .missed: .auditMissed
            case .lapsed: .auditLapsed
            }
        return words.text(id, ["n": String(entry.attempt)])
    }
}
