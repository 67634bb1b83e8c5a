import Codec
import Contracts
import Host
import ReminderService
import Testing

// What Profile says, and what several people do together.
extension Desk {
    /// Person 2 and 3 of most tests.
    static let ben: UInt64 = 2
    static let cleo: UInt64 = 3
    /// The tie of most tests.
    static let tie: UInt64 = 9

    /// Takes a fact with its consequences, as the handlers do.
    func hear(_ change: (inout Fact) -> Void) {
        var fact = Fact()
        fact.number = book.facts.number + 1
        change(&fact)
        var ended: OffersEnded?
        if let tie = fact.tie, tie.state == .ended {
            ended = book.endOf(
                tie: tie.tieID, atMs: nowMs, members: tie.members.map(\.personID))
        }
        let heard = FactHeard<ReminderBook>(fact)
        heard.apply(to: &book)
        records.append((FactHeard<ReminderBook>.recordType, heard.encoded()))
        if let ended { record([.offersEnded(ended)]) }
        if let person = fact.person { dispatch.changed(person: person.personID) }
    }

    /// People are tied, or not any more.
    func tie(
        _ members: [UInt64] = [Desk.ana, Desk.ben], id: UInt64 = Desk.tie,
        _ state: TieState = .active
    ) {
        hear { $0.tie = TieFact(id, members, state) }
    }

    /// Where a person lives and when they want quiet, in minutes after midnight.
    func person(_ id: UInt64, _ zone: String, quiet: [(start: Int32, end: Int32)] = []) {
        hear { fact in
            var person = PersonFact()
            person.personID = id
            person.zone = zone
            person.quiet = quiet.map { QuietWindow($0.start, $0.end) }
            fact.person = person
        }
    }

    /// Ana in Berlin and Ben in New York, tied.
    func pair() {
        person(Desk.ana, "Europe/Berlin")
        person(Desk.ben, "America/New_York")
        tie()
    }

    @discardableResult
    func offer(
        _ rule: ScheduleRule, _ title: String = "Film night", from person: UInt64 = Desk.ana,
        in tie: UInt64 = Desk.tie
    ) throws -> UInt64 {
        var request = MakeOffer()
        request.tieID = tie
        request.title = title
        request.schedule = rule
        let decision = try decide(person).offer(request, random: &random)
        record(decision.events)
        return decision.id
    }

    /// Answers, and says where the offer stands then.
    @discardableResult
    func answer(_ id: UInt64, _ yes: Bool, as person: UInt64) throws -> TimeOffer {
        let decision = try decide(person).answer(AnswerOffer(id, yes), random: &random)
        record(decision.events)
        return try decide(person).view(offer: id)
    }

    /// Ends an offer for all.
    @discardableResult
    func end(_ id: UInt64, as person: UInt64) throws -> TimeOffer {
        let decision = try decide(person).end(OfferID(id))
        record(decision.events)
        return try decide(person).view(offer: id)
    }

    /// Ana offers and Ben says yes; their reminders.
    func agree(
        _ rule: ScheduleRule, _ title: String = "Film night"
    ) throws -> (offer: UInt64, ana: UInt64, ben: UInt64) {
        let id = try offer(rule, title)
        let ben = try answer(id, true, as: Desk.ben).reminderID
        return (id, try decide(Desk.ana).view(offer: id).reminderID, ben)
    }
}

/// Saturdays at 19:00 in Berlin.
let saturdays = zoned("2027-03-06T19:00", "Europe/Berlin", .weekly, on: [6])

extension TieFact {
    /// A tie of these people.
    init(_ id: UInt64, _ members: [UInt64], _ state: TieState = .active) {
        self.init()
        tieID = id
        self.state = state
        self.members = members.map { person in
            var member = MemberFact()
            member.personID = person
            return member
        }
    }
}

extension QuietWindow {
    init(_ start: Int32, _ end: Int32) {
        self.init()
        startMinute = start
        endMinute = end
    }
}

extension AnswerOffer {
    init(_ id: UInt64, _ yes: Bool) {
        self.init()
        self.id = id
        self.yes = yes
    }
}

extension OfferID {
    init(_ id: UInt64) {
        self.init()
        self.id = id
    }
}
