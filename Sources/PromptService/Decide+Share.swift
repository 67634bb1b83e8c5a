import Contracts
import Host
import RPC

extension Decide {
    /// Shares something, with the id `fresh`, with all others of a tie. It comes to those to whom its
    /// level is welcome, where that can be confirmed, and is held for the rest; the reply is the same.
    package func send(_ request: SendShare, fresh: UInt64) throws(RPCError) -> Decision {
        guard let tie = state.facts.activeTie(request.tieID, of: person) else {
            throw Decide.notThere
        }
        guard request.level >= 1, request.level <= Contracts.Limits.levelMax else {
            throw .refused(
                .invalidArgument, .levelOutOfRange, field: "level",
                limit: Int64(Contracts.Limits.levelMax))
        }
        guard !request.text.isBlank else {
            throw .refused(.invalidArgument, .fieldMissing, field: "text")
        }
        let sent = state.book(tie.tieID).sent[person] ?? TieBook.Sent()
        let isSameDay = nowMs &- sent.dayStartMs < Limits.dayMs
        guard !isSameDay || sent.inDay < Limits.sharesPerDayMax else {
            throw .refused(.resourceExhausted, .tooMany, limit: Int64(Limits.sharesPerDayMax))
        }
        guard sent.total < Limits.sharesPerAuthorMax else {
            throw .refused(.resourceExhausted, .tooMany, limit: Int64(Limits.sharesPerAuthorMax))
        }
        var event = ShareMade()
        event.id = fresh
        event.tieID = tie.tieID
        event.from = person
        event.kind = request.kind
        event.level = request.level
        event.text = request.text
        event.atMs = nowMs
        let others = tie.members.filter { $0.personID != person }
        event.receivers = others.map(\.personID)
        if isConfirmed {
            event.arrivedTo =
                others.filter { $0.ceiling(for: .any) >= request.level }.map(\.personID)
        }
        return Decision(events: [event], id: fresh)
    }

    /// Something shared with the caller, and the event by which it is read; none when it was before.
    package func readShare(
        _ request: ShareID
    ) throws(RPCError) -> (reply: Share, events: [any PromptEvent]) {
        guard let share = state.shares[request.id], let place = share.receiver(person),
            let tie = state.facts.activeTie(share.tieID, of: person)
        else { throw Decide.notThere }
        var events: [any PromptEvent] = []
        switch share.receivers[place].course {
        case .held: throw Decide.notThere
        case .read: break
        case .arrived:
            guard isConfirmed else { throw Decide.unconfirmed }
            // A lowered ceiling has held it again; this is looked at twice.
            guard share.level <= tie.member(person)?.ceiling(for: .any) ?? 0 else {
                throw Decide.notThere
            }
            var event = ShareRead()
            event.shareID = request.id
            event.person = person
            events.append(event)
        }
        guard isConfirmed || share.level <= 1, let head = head(of: share) else {
            throw Decide.unconfirmed
        }
        var reply = Share()
        reply.head = head
        reply.level = share.level
        reply.text = share.text
        return (reply, events)
    }

    /// What there is to read, as its receiver sees it; nil while it is held.
    func head(of share: StoredShare) -> ShareHead? {
        guard let place = share.receiver(person) else { return nil }
        var head = ShareHead()
        switch share.receivers[place].course {
        case .held: return nil
        case .arrived(let atMs), .read(let atMs): head.atMs = atMs
        }
        head.id = share.id
        head.tieID = share.tieID
        head.fromPersonID = share.from
        head.kind = share.kind
        return head
    }
}
