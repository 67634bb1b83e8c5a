import Contracts
import Host

/// Everything Prompt keeps. Value, changed by its events only.
public struct PromptState: Sendable, FollowsFacts {
    /// Profile's facts, as heard.
    public var facts = FactCopy()
    /// What every choice depends on beside the state, so that nobody can foresee one; nil before the
    /// first start.
    public internal(set) var seed: UInt64?
    /// What is remembered of each tie.
    package internal(set) var ties: [UInt64: TieBook] = [:]
    /// The questions that can be looked at.
    package internal(set) var questions: [UInt64: StoredQuestion] = [:]
    /// What was shared and not dropped.
    package internal(set) var shares: [UInt64: StoredShare] = [:]
    /// What waits for each person.
    package internal(set) var people: [UInt64: PersonBook] = [:]
    /// Questions that everybody has answered and that are not revealed: what all have opened could
    /// not be confirmed when the last answer came.
    package internal(set) var complete: Set<UInt64> = []
    /// Revealed questions after which no lease was asked for and given yet: a lowered ceiling takes
    /// them back, read or not, because what was read may be held up in a process that was frozen.
    package internal(set) var unsettled: Set<UInt64> = []

    /// Nothing yet.
    public init() {}

    /// What is remembered of a tie.
    package func book(_ tie: UInt64) -> TieBook { ties[tie] ?? TieBook() }

    /// The highest level among the last three revealed questions of a tie; nil when there is none.
    package func topRevealed(_ book: TieBook) -> Int32? {
        book.revealed.suffix(3).compactMap { questions[$0]?.level }.max()
    }

    /// When the tie's next day begins that was not looked at; nil for one that ended.
    package func nextTickMs(_ tie: UInt64) -> Int64? {
        guard let fact = facts.ties[tie], fact.state == .active else { return nil }
        return fact.sinceMs &+ (book(tie).lastTick &+ 1) &* Limits.dayMs
    }
}

// MARK: Questions

extension PromptState {
    mutating func open(_ question: StoredQuestion, draw: UInt32) {
        questions[question.id] = question
        ties[question.tieID, default: TieBook()].open.append(question.id)
        ties[question.tieID]?.draws = draw &+ 1
        ties[question.tieID]?.asked[question.promptID] = draw
        ties[question.tieID]?.lastLevel = question.level
    }

    mutating func seal(
        _ id: UInt64, _ person: UInt64, text: String, choices: [Int32], atMs: Int64
    ) {
        guard let seat = questions[id]?.seat(of: person), questions[id]?.state == .open else {
            return
        }
        if questions[id]?.seats[seat].state != .sealed {
            people[person, default: PersonBook()].sealed += 1
        }
        questions[id]?.seats[seat].state = .sealed
        questions[id]?.seats[seat].text = text
        questions[id]?.seats[seat].choices = choices
        questions[id]?.sealedAtMs = atMs
        if questions[id]?.isComplete == true { complete.insert(id) }
    }

    /// Empties a seat that is sealed; its words are returned where `returning` says so.
    mutating func unseal(_ id: UInt64, seat: Int, to state: AnswerState, returning: Bool) {
        guard let question = questions[id], question.seats[seat].state == .sealed else { return }
        let mine = question.seats[seat]
        complete.remove(id)
        if question.state == .open { people[mine.person]?.sealed -= 1 }
        questions[id]?.seats[seat] = StoredQuestion.Seat(person: mine.person, state: state)
        guard returning else { return }
        // What was answered anew takes the place of what came back before.
        people[mine.person, default: PersonBook()].returned.removeAll { $0.questionID == id }
        people[mine.person]?.returned.append(
            PersonBook.Returned(
                questionID: id, question: question.text, level: question.level, text: mine.text,
                choices: mine.choices))
    }

    mutating func reveal(_ id: UInt64) {
        guard let question = questions[id], question.state == .open, question.isComplete else {
            return
        }
        questions[id]?.state = .revealed
        complete.remove(id)
        unsettled.insert(id)
        ties[question.tieID]?.open.removeAll { $0 == id }
        ties[question.tieID]?.revealed.append(id)
        for seat in question.seats {
            people[seat.person, default: PersonBook()].sealed -= 1
            people[seat.person]?.revealed.append(id)
        }
    }

    /// Closes a question for all; every sealed word goes back to its author.
    mutating func end(_ id: UInt64) {
        guard let question = questions[id], question.state != .over else { return }
        for seat in question.seats.indices {
            unseal(id, seat: seat, to: .none, returning: true)
            let person = question.seats[seat].person
            people[person]?.revealed.removeAll { $0 == id }
        }
        questions[id]?.state = .over
        complete.remove(id)
        unsettled.remove(id)
        ties[question.tieID]?.open.removeAll { $0 == id }
        if question.state == .revealed { ties[question.tieID]?.revealed.removeAll { $0 == id } }
        ties[question.tieID]?.over.append(id)
        while let book = ties[question.tieID], book.over.count > Limits.overPerTieMax {
            questions[book.over[0]] = nil
            ties[question.tieID]?.over.removeFirst()
        }
    }

    mutating func read(_ id: UInt64, _ person: UInt64) {
        guard let seat = questions[id]?.seat(of: person), questions[id]?.state == .revealed else {
            return
        }
        questions[id]?.seats[seat].hasRead = true
        people[person]?.revealed.removeAll { $0 == id }
    }
}

// MARK: Shares

extension PromptState {
    mutating func send(_ share: StoredShare, atMs: Int64) {
        shares[share.id] = share
        ties[share.tieID, default: TieBook()].unreadShares.append(share.id)
        for receiver in share.receivers {
            guard case .arrived = receiver.course else { continue }
            people[receiver.person, default: PersonBook()].shares.append(share.id)
        }
        var sent = ties[share.tieID]?.sent[share.from] ?? TieBook.Sent()
        if atMs &- sent.dayStartMs >= Limits.dayMs || sent.total == 0 {
            sent.dayStartMs = atMs
            sent.inDay = 0
        }
        sent.inDay += 1
        sent.total += 1
        ties[share.tieID]?.sent[share.from] = sent
    }

    /// Looks again at what is unread by somebody who goes as far as `ceiling`: what is above it is
    /// held, and the rest arrives where `delivers` says so.
    mutating func look(
        _ tie: UInt64, for person: UInt64, ceiling: Int32, delivers: Bool, atMs: Int64
    ) {
        for id in ties[tie]?.unreadShares ?? [] {
            guard let share = shares[id], let place = share.receiver(person) else { continue }
            switch share.receivers[place].course {
            case .arrived where share.level > ceiling:
                shares[id]?.receivers[place].course = .held
                people[person]?.shares.removeAll { $0 == id }
            case .held where share.level <= ceiling && delivers:
                shares[id]?.receivers[place].course = .arrived(atMs: atMs)
                people[person, default: PersonBook()].shares.append(id)
            default: break
            }
        }
    }

    mutating func readShare(_ id: UInt64, _ person: UInt64) {
        guard let share = shares[id], let place = share.receiver(person),
            case .arrived(let atMs) = share.receivers[place].course
        else { return }
        shares[id]?.receivers[place].course = .read(atMs: atMs)
        people[person]?.shares.removeAll { $0 == id }
        if shares[id]?.isDone == true {
            ties[share.tieID]?.unreadShares.removeAll { $0 == id }
        }
    }

    /// Drops what somebody has not read: its tie ended.
    mutating func dropUnread(_ tie: UInt64) {
        for id in ties[tie]?.unreadShares ?? [] {
            for receiver in shares[id]?.receivers ?? [] {
                people[receiver.person]?.shares.removeAll { $0 == id }
            }
            shares[id] = nil
        }
        ties[tie]?.unreadShares = []
    }
}
