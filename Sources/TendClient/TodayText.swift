import CivilTime
import Contracts

/// What stands in each section of `tend today`.
struct TodayText {
    let words: Words
    /// The line at the top.
    let header: String
    /// From top to bottom, which is also who gets room first.
    let sections: [TodayPage.Section]
    /// The parts that did not answer.
    let missing: [WordID]

    /// Parts that there are.
    static let partsCount = 3

    typealias Section = TodayPage.Section
    typealias Row = TodayPage.Row

    init(_ reply: TodayReply, times: Times, zone: String, yeses: GivenYeses) {
        let zone = reply.me?.person.zone ?? zone
        let book = TieBook(reply.ties?.ties ?? [], words: times.words)
        let maker = Maker(
            reply: reply, times: times, zone: zone, yeses: yeses, book: book, words: times.words,
            questions: QuestionText(times: times, book: book, zone: zone),
            offers: OfferText(times: times, book: book, zone: zone))
        words = times.words
        header = maker.header
        missing = maker.missingParts
        sections = [
            maker.missing, maker.invites, maker.open, maker.sealed, maker.returned, maker.reading,
            maker.together, maker.own, maker.beginning,
        ]
    }
}

/// Makes the sections.
private struct Maker {
    let reply: TodayReply
    let times: Times
    let zone: String
    let yeses: GivenYeses
    let book: TieBook
    let words: Words
    let questions: QuestionText
    let offers: OfferText

    typealias Section = TodayPage.Section
    typealias Row = TodayPage.Row

    /// `Thursday evening, 4 March`, and at the right end who and where.
    var header: String {
        let who = reply.me.map { me in
            words.text(
                .todayWho,
                [
                    "name": TieBook.name(me.person.name),
                    "place": Columns.cut(Printable.line(Times.place(me.person.zone)), to: 24),
                ])
        }
        guard let now = times.local(times.nowMs, in: zone) else {
            return Columns.spread(times.moment(times.nowMs, in: zone), who ?? "")
        }
        let part = words.text(Times.part(of: now.time))
        let day = words.text(
            .todayDay,
            [
                "weekday": words.time.weekdays[now.date.weekday.rawValue - 1], "part": part,
                "day": String(now.date.parts.day),
                "month": words.time.months[now.date.parts.month - 1],
            ])
        return Columns.spread(day, who ?? "")
    }

    /// The parts that did not answer.
    var missingParts: [WordID] {
        var parts: [WordID] = []
        if reply.me == nil || reply.ties == nil { parts.append(.missingTies) }
        if reply.questions == nil { parts.append(.missingQuestions) }
        if reply.offers == nil || reply.reminders == nil { parts.append(.missingReminders) }
        return parts
    }

    /// What cannot be reached, in one line.
    var missing: Section {
        let parts = missingParts
        guard !parts.isEmpty else { return Section() }
        let names = words.list(parts.map { words.text($0) })
        let line = words.text(
            parts.count == TodayText.partsCount ? .missingAll : .missingSome,
            ["parts": names.prefix(1).uppercased() + names.dropFirst()])
        return Section(rows: [Row { _ in line }], isAside: true)
    }

    /// Who said yes to an invitation.
    var invites: Section {
        let accepted = (reply.invites?.invites ?? []).filter { $0.state == .accepted }
        return Section(
            rows: accepted.map { invite in
                let name = TieBook.name(invite.sheet?.inviteeName ?? "")
                return row(
                    LetteredThing(.invite, invite.id),
                    words.text(.todayAccepted, ["name": name]), .howConfirm)
            }, rest: InviteListVerb.verb.name)
    }

    private var openQuestions: [Question] { reply.questions?.open ?? [] }

    /// Questions to answer, and the promise that goes with what is still to be written.
    var open: Section {
        let unanswered = openQuestions.filter { $0.mine == .none }
        let most = unanswered.count <= 1 ? 6 : unanswered.count == 2 ? 2 : 1
        let isGroup = unanswered.contains { book.isGroup($0.tieID) }
        let promise = words.text(isGroup ? .sealedUntilAll : .sealedUntilBoth)
        return Section(
            rows: unanswered.map { block($0, needsLetter: unanswered.count > 1, most: most) },
            footer: unanswered.isEmpty ? "" : "  " + promise)
    }

    /// Questions that are sealed.
    var sealed: Section {
        let sealed = openQuestions.filter { $0.mine == .sealed }
        let isOnly = sealed.count == 1 && !openQuestions.contains { $0.mine == .none }
        return Section(rows: sealed.map { block($0, needsLetter: !isOnly, most: 1) })
    }

    private func block(_ question: Question, needsLetter: Bool, most: Int) -> Row {
        Row(
            needsLetter ? LetteredThing(.question, question.id) : nil,
            several: { letter in
                [Columns.spread(questions.heading(question.tieID), questions.until(question))]
                    + questions.asked(question, indent: 2, most: most)
                    + ["  " + questions.how(question, letter: letter)]
            })
    }

    /// Words that came back.
    var returned: Section {
        let heads = reply.questions?.returned ?? []
        return Section(
            rows: heads.map { head in
                let said = words.text(
                    .todayReturned, ["question": Printable.line(head.text, width: 400)])
                return row(LetteredThing(.question, head.questionID), said, .howDraft)
            })
    }

    /// Questions that everybody has answered, and what was shared.
    var reading: Section {
        let revealed = (reply.questions?.revealed ?? []).map { question in
            row(
                LetteredThing(.question, question.id),
                words.text(
                    book.isGroup(question.tieID) ? .todayRevealedAll : .todayRevealedBoth,
                    [
                        "with": questions.heading(question.tieID),
                        "question": Printable.line(question.text, width: 400),
                    ]),
                .howRead)
        }
        let shared = (reply.questions?.shares ?? []).map { head in
            let name = book.name(of: head.fromPersonID, in: head.tieID)
            return row(
                LetteredThing(.share, head.id),
                words.text(
                    QuestionText.shared(head.kind),
                    [
                        "name": name ?? words.text(.somebody),
                        "when": times.since(head.atMs, in: zone),
                    ]),
                .howRead)
        }
        return Section(title: words.text(.todayToRead), rows: revealed + shared)
    }

    /// A row with its letter, what it is, and at the right end what to type.
    private func row(_ thing: LetteredThing?, _ said: String, _ how: WordID) -> Row {
        Row(thing) { letter in
            Columns.spread(head(letter, said), words.text(how, ["letter": letter]))
        }
    }

    private func head(_ letter: String, _ said: String) -> String {
        words.text(.todayRow, ["letter": Columns.padded(letter, to: 1), "what": said])
    }
}

// Time.
extension Maker {
    /// A thing with its time.
    private struct Timed {
        var ms: Int64
        var thing: LetteredThing?
        var what: String
        var how = WordID.howNothing
    }

    /// What is agreed, offered, and due just now.
    var together: Section {
        let horizonMs = times.nowMs &+ 14 * 86_400_000
        let ringing = (reply.reminders?.reminders ?? []).filter {
            $0.tieID != 0 && $0.openOccurrence != nil
        }
        var timed = ringing.map { reminder in
            let note = ReminderText.name(reminder.note)
            let names = book.names(reminder.tieID)
            let what =
                names.map { words.text(.offerWith, ["title": note, "names": $0]) } ?? note
            return Timed(
                ms: due(reminder), thing: LetteredThing(reminder), what: what, how: .howDone)
        }
        for offer in reply.offers?.offers ?? [] {
            var what = offers.what(offer) + offers.elsewhere(offer)
            // Whoever says yes must know that it comes again.
            if offer.state == .waiting { what += offers.repeats(offer) }
            switch (offer.state, offer.mine) {
            case (.waiting, .none):
                timed.append(
                    Timed(
                        ms: offer.nextDueAtMs, thing: LetteredThing(.offer, offer.id), what: what,
                        how: .offerAsks))
            // What rings just now stands there already, with its letter.
            case (.agreed, _) where ringing.contains { $0.id == offer.reminderID }: break
            case (.waiting, .yes), (.agreed, _):
                if offer.nextDueAtMs != 0, offer.nextDueAtMs <= horizonMs {
                    timed.append(Timed(ms: offer.nextDueAtMs, what: what))
                }
            default: break
            }
        }
        return section(.todayTogether, timed, rest: RitualListVerb.verb.name)
    }

    /// One's own reminders of today, and until when nothing rings.
    var own: Section {
        let timed = (reply.reminders?.reminders ?? []).filter { $0.tieID == 0 && isToday($0) }.map {
            reminder in
            let isOpen = reminder.openOccurrence != nil
            return Timed(
                ms: due(reminder), thing: isOpen ? LetteredThing(reminder) : nil,
                what: Printable.line(reminder.note, width: 200),
                how: isOpen ? .howDone : .howNothing)
        }
        var section = section(.todayOwn, timed, rest: RemindListVerb.verb.name)
        if let end = quietUntil {
            let line = words.text(.todayQuiet, ["time": end])
            if section.rows.isEmpty {
                section.rows = [Row { _ in "     " + line }]
                section.isAside = true
            } else {
                section.footer = "     " + line
            }
        }
        return section
    }

    /// What begins: who may still confirm a yes, and where there is nobody, how to begin.
    var beginning: Section {
        guard let ties = reply.ties?.ties else { return Section() }
        var lines: [String] = []
        let waiting = yeses.waiting(beside: ties, nowMs: times.nowMs).map(TieBook.name)
        if !waiting.isEmpty {
            lines.append(words.text(.todaySaidYes, ["names": words.list(waiting)]))
        }
        let invites = reply.invites?.invites ?? []
        // One that was accepted stands above, with what to type.
        if ties.allSatisfy({ $0.state == .ended }),
            !invites.contains(where: { $0.state == .accepted })
        {
            if !invites.isEmpty {
                lines.append(words.text(.todayInvited))
            } else if waiting.isEmpty {
                lines.append(words.text(ties.isEmpty ? .todayAlone : .tiesNoneNow))
            }
        }
        return Section(
            rows: lines.map { line in Row { _ in Columns.cut(line, to: Columns.page) } },
            isAside: true)
    }

    private func section(_ title: WordID, _ timed: [Timed], rest: String) -> Section {
        let sorted = timed.enumerated().sorted { ($0.1.ms, $0.0) < ($1.1.ms, $1.0) }.map(\.1)
        let locals = sorted.map { times.local($0.ms, in: zone) }
        let days = locals.map { $0.map { times.nearDay($0.date, in: zone) } ?? "" }
        let width = days.map(Columns.width).max() ?? 0
        let rows = sorted.indices.map { index in
            let item = sorted[index]
            let time = locals[index].map { times.time($0.time) } ?? ""
            let when = words.text(
                .todayTimed,
                [
                    "day": Columns.padded(days[index], to: width),
                    "time": Columns.padded(time, to: 5),
                ])
            // Whoever says yes must know to what; all else may be read elsewhere.
            let most = item.how == .offerAsks ? 3 : 1
            return Row(
                item.thing,
                several: { letter in
                    Columns.hanging(
                        head(letter, when), item.what, words.text(item.how, ["letter": letter]),
                        most: most)
                })
        }
        return Section(title: words.text(title), rows: rows, rest: rest)
    }

    /// The moment a reminder stands for: when it is next, or of what is open and not put off, now.
    private func due(_ reminder: Reminder) -> Int64 {
        guard let open = reminder.openOccurrence, reminder.state != .snoozed else {
            return reminder.nextDueAtMs
        }
        let zoneID = reminder.schedule.zone.isEmpty ? zone : reminder.schedule.zone
        return times.instantMs(open.localTime, in: zoneID) ?? times.nowMs
    }

    private func isToday(_ reminder: Reminder) -> Bool {
        if reminder.openOccurrence != nil { return true }
        guard reminder.nextDueAtMs != 0, let local = times.local(reminder.nextDueAtMs, in: zone)
        else { return false }
        return times.daysAhead(local.date, in: zone) == 0
    }

    /// The end of the quiet hours that it is in, `07:00`.
    private var quietUntil: String? {
        guard let now = times.local(times.nowMs, in: zone) else { return nil }
        let minute = Int32(now.time.hour * 60 + now.time.minute)
        let window = (reply.me?.quiet ?? []).first {
            $0.startMinute < $0.endMinute
                ? ($0.startMinute..<$0.endMinute).contains(minute)
                : minute >= $0.startMinute || minute < $0.endMinute
        }
        return window.map { Times.minute($0.endMinute) }
    }
}
