import Contracts
import Host
import RPC

extension Decide {
    /// Offers time to the others of a tie.
    package func offer(
        _ request: MakeOffer, random: inout some RandomNumberGenerator
    ) throws(RPCError) -> Decision {
        let tie = try activeTie(request.tieID)
        var event = OfferMade()
        event.atMs = nowMs
        event.from = person
        event.members = tie.members.map(\.personID)
        event.pattern.note = try checkTitle(request.title)
        event.pattern.tieID = tie.tieID
        var schedule = request.schedule
        if schedule.kind == .zoned && schedule.zone.isEmpty {
            schedule.zone = book.facts.people[person]?.zone ?? ""
        }
        try plan(schedule, into: &event.pattern)
        try checkRoom()
        repeat {
            event.pattern.offerID = random.next()
        } while event.pattern.offerID == 0
            || book.offers[event.pattern.offerID] != nil
        return Decision(events: [.offered(event)], id: event.pattern.offerID)
    }

    /// Says yes or no to another's offer. The last yes makes a reminder for each of them.
    package func answer(
        _ request: AnswerOffer, random: inout some RandomNumberGenerator
    ) throws(RPCError) -> Decision {
        let offer = try offer(request.id)
        guard let member = offer.member(person), offer.from != person else { throw offerOver }
        let asked = request.yes ? OfferAnswer.yes : .no
        let isOpen = offer.stand == .waiting && !offer.hasPassed(atMs: nowMs)
        let wasSaid =
            asked == .yes ? isOpen || offer.stand == .agreed : offer.stand == .declined
        if member.answer == asked && wasSaid { return Decision(events: [], id: offer.id) }
        guard isOpen, member.answer == .none,
            let next = book.next(of: offer, nowMs: nowMs, zones: zones)
        else { throw offerOver }
        var event = OfferAnswered()
        event.atMs = nowMs
        event.id = offer.id
        event.person = person
        event.yes = request.yes
        var decision = Decision(events: [.answered(event)], id: offer.id)
        guard request.yes else { return decision }
        try checkRoom()
        guard offer.isLast(person) else { return decision }
        guard !book.isFull else { throw .refused(.resourceExhausted, .tooMany) }
        var taken: Set<UInt64> = [0]
        for member in offer.members {
            var copy = offer.pattern
            copy.person = member.person
            copy.first = next
            repeat {
                copy.id = random.next()
            } while taken.contains(copy.id)
                || book.row(of: copy.id) != nil
            taken.insert(copy.id)
            decision.events.append(.created(copy))
        }
        return decision
    }

    /// Takes an offer back, or ends what was agreed, for all.
    package func end(_ request: OfferID) throws(RPCError) -> Decision {
        let offer = try offer(request.id)
        switch offer.stand {
        case .waiting: guard !offer.hasPassed(atMs: nowMs) else { throw offerOver }
        case .agreed: break
        case .declined, .ended: throw offerOver
        }
        var event = OffersEnded()
        event.atMs = nowMs
        event.offerID = offer.id
        event.reminders = offer.members.map(\.reminder).filter { book.goesOn($0) }
        return Decision(events: [.offersEnded(event)], id: offer.id)
    }

    /// What waits for an answer and what is agreed, soonest first. What rings for the caller no more
    /// is not listed for them; whether it rings for others they are not told.
    package func offers() -> OfferList {
        var found: [TimeOffer] = []
        for tie in book.facts.activeTies(of: person) {
            for offer in book.offers.of(tie: tie.tieID) {
                guard let member = offer.member(person) else { continue }
                let rings = offer.stand == .agreed && book.goesOn(member.reminder)
                guard offer.stand == .waiting || rings else { continue }
                let view = book.view(offer, for: person, nowMs: nowMs, zones: zones)
                if view.nextDueAtMs != 0 { found.append(view) }
            }
        }
        found.sort { ($0.nextDueAtMs, $0.id) < ($1.nextDueAtMs, $1.id) }
        var list = OfferList()
        list.offers = Array(found.prefix(Contracts.Limits.offersMax))
        return list
    }

    /// One offer as the caller sees it.
    package func view(offer id: UInt64) throws(RPCError) -> TimeOffer {
        book.view(try offer(id), for: person, nowMs: nowMs, zones: zones)
    }

    /// A tie of the caller that stands.
    private func activeTie(_ id: UInt64) throws(RPCError) -> TieFact {
        try requireConfirmed()
        guard let tie = book.facts.activeTie(id, of: person), tie.members.count > 1 else {
            throw Decide.notThere
        }
        return tie
    }

    /// An offer to or of the caller, in a tie that stands.
    private func offer(_ id: UInt64) throws(RPCError) -> OfferRow {
        try requireConfirmed()
        guard let offer = book.offers[id], offer.member(person) != nil,
            book.facts.activeTie(offer.tie, of: person) != nil
        else { throw Decide.notThere }
        return offer
    }

    /// Refuses what depends on others while their consent cannot be confirmed.
    func requireConfirmed() throws(RPCError) {
        guard isConfirmed else { throw Decide.unconfirmed }
    }

    /// A person may have promised only so much.
    private func checkRoom() throws(RPCError) {
        guard book.promised(by: person, atMs: nowMs) < Contracts.Limits.offersMax else {
            throw .refused(
                .resourceExhausted, .tooMany, limit: Int64(Contracts.Limits.offersMax))
        }
    }

    private func checkTitle(_ title: String) throws(RPCError) -> String {
        guard title.contains(where: { !$0.isWhitespace }) else { throw missing("title") }
        guard title.utf8.count <= Contracts.Limits.titleBytesMax else {
            throw .refused(
                .invalidArgument, .tooLong, field: "title",
                limit: Int64(Contracts.Limits.titleBytesMax))
        }
        let isPlain = title.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        guard isPlain else { throw invalid("title") }
        return title
    }

    private var offerOver: RPCError { .refused(.failedPrecondition, .offerOver) }
}
