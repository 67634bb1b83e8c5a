import Codec
import Contracts

/// What the hunt knows to exist: people, devices, codes, ties, questions, reminders, occurrences.
/// Requests are made of it, so that most get past the first check of their handler.
final class Corpus {
    /// Answers by status since the last look.
    var outcomes: [String: Int] = [:]
    /// The ties there are from the start: the one of two and the one of three.
    let ties: [UInt64] = [1, 2]

    private var actors: [(person: UInt64, device: UInt64)] = [(1, 1), (2, 2), (3, 3)]
    private var codes = ["ABCDEFGH12"]
    private var reminders: [UInt64] = [1]
    private var offers: [UInt64] = [1]
    /// People who joined through Profile; few, so that they meet.
    private var joined: [(person: UInt64, device: UInt64)] = [(1, 1)]
    private var invites: [UInt64] = [1]
    private var accepted: [(id: UInt64, sheetHash: [UInt8])] = [(1, [])]
    private var sheets: [(code: String, hash: [UInt8])] = [("", [])]
    private var made: [UInt64] = [1]
    private var questions: [UInt64] = [1]
    private var shares: [UInt64] = [1]
    private var occurrences = [OccurrenceID()]

    func count(_ name: String) { outcomes[name, default: 0] += 1 }

    func actor(_ mutator: inout Mutator<SampleRandom>) -> (person: UInt64, device: UInt64) {
        actors[mutator.below(actors.count)]
    }

    func tie(_ mutator: inout Mutator<SampleRandom>) -> UInt64 {
        ties[mutator.below(ties.count)]
    }

    func question(_ mutator: inout Mutator<SampleRandom>) -> UInt64 {
        questions[mutator.below(questions.count)]
    }

    func share(_ mutator: inout Mutator<SampleRandom>) -> UInt64 {
        shares[mutator.below(shares.count)]
    }

    /// Somebody who joined.
    func member(_ mutator: inout Mutator<SampleRandom>) -> (person: UInt64, device: UInt64) {
        joined[mutator.below(joined.count)]
    }

    func code(_ mutator: inout Mutator<SampleRandom>) -> String {
        codes[mutator.below(codes.count)]
    }

    func newCode(_ mutator: inout Mutator<SampleRandom>) -> String {
        let code = InviteCode.make(&mutator.random)
        keep(code, &codes, most: 8)
        return code
    }

    func invite(_ mutator: inout Mutator<SampleRandom>) -> UInt64 {
        invites[mutator.below(invites.count)]
    }

    /// An invitation that waits for the yes of whoever made it.
    func acceptedInvite(
        _ mutator: inout Mutator<SampleRandom>
    ) -> (id: UInt64, sheetHash: [UInt8]) {
        accepted[mutator.below(accepted.count)]
    }

    func sheet(_ mutator: inout Mutator<SampleRandom>) -> (code: String, hash: [UInt8]) {
        sheets[mutator.below(sheets.count)]
    }

    /// A tie that Profile made.
    func madeTie(_ mutator: inout Mutator<SampleRandom>) -> UInt64 {
        made[mutator.below(made.count)]
    }

    func learn(_ joined: Joined) {
        keep((joined.person.id, joined.device.id), &actors)
        keep((joined.person.id, joined.device.id), &self.joined, most: 4)
    }

    func learn(_ invite: Invite) {
        keep(invite.id, &invites, most: 8)
        if let sheet = invite.sheet { keep((invite.id, sheet.hash), &accepted, most: 4) }
        if invite.tieID != 0 { keep(invite.tieID, &made, most: 8) }
    }

    func learn(sheet hash: [UInt8], ofCode code: String) { keep((code, hash), &sheets, most: 4) }

    func learn(_ reminder: Reminder) {
        keep(reminder.id, &reminders)
        if let open = reminder.openOccurrence { learn(open) }
    }

    func learn(_ offer: TimeOffer) { keep(offer.id, &offers) }

    func learn(_ occurrence: OccurrenceID) { keep(occurrence, &occurrences) }

    func learn(_ question: Question) { keep(question.id, &questions) }

    func learn(_ list: QuestionList) {
        for question in list.open + list.revealed { learn(question) }
        for words in list.returned { keep(words.questionID, &questions) }
        for share in list.shares { learn(share: share.id) }
    }

    func learn(share: UInt64) { keep(share, &shares) }

    private func keep<T>(_ value: T, _ list: inout [T], most: Int = 64) {
        if list.count >= most { list.removeFirst(most / 2) }
        list.append(value)
    }

    /// A request of this method that its handler would take.
    func request(_ method: MethodInfo, _ mutator: inout Mutator<SampleRandom>) -> [UInt8] {
        let occurrence = occurrences[mutator.below(occurrences.count)]
        var reminder = ReminderID()
        reminder.id = reminders[mutator.below(reminders.count)]
        switch method.requestType {
        case "Join": return join(&mutator).encoded()
        case "CreateCode":
            var request = CreateCode()
            request.code = newCode(&mutator)
            return request.encoded()
        case "RevokeDevice":
            var request = RevokeDevice()
            request.deviceID = mutator.chance(5) ? member(&mutator).device : 99
            return request.encoded()
        case "CreateReminder": return create(&mutator).encoded()
        case "ReminderID": return reminder.encoded()
        case "SnoozeReminder":
            var request = SnoozeReminder()
            request.occurrence = occurrence
            request.forMs = Int64(60_000 + mutator.below(600_000))
            return request.encoded()
        case "OccurrenceRequest":
            var request = OccurrenceRequest()
            request.occurrence = occurrence
            return request.encoded()
        case "ReportShown":
            var request = ReportShown()
            request.occurrences = [occurrence, occurrences[mutator.below(occurrences.count)]]
            return request.encoded()
        case "WatchReminders":
            var request = WatchReminders()
            request.zone = "America/New_York"
            return request.encoded()
        case "MakeOffer", "AnswerOffer", "OfferID": return together(method, &mutator)
        case "CreateInvite", "InviteID", "InviteCodeRequest", "AcceptInvite", "ConfirmInvite",
            "SetCeiling":
            return invites(method, &mutator)
        case "TieID", "QuestionID", "SealAnswer", "SendShare", "ShareID":
            return words(method, &mutator)
        default:
            var seed = mutator.random.next()
            return method.sampleRequest(&seed)
        }
    }

    private func join(_ mutator: inout Mutator<SampleRandom>) -> Join {
        var request = Join()
        request.code = code(&mutator)
        request.name = "Ana"
        request.zone = "Europe/Berlin"
        request.deviceName = "laptop"
        request.deviceSecret = [UInt8](repeating: UInt8(mutator.below(4)), count: 32)
        return request
    }

    private func together(_ method: MethodInfo, _ mutator: inout Mutator<SampleRandom>) -> [UInt8] {
        switch method.requestType {
        case "MakeOffer":
            var request = MakeOffer()
            request.tieID = tie(&mutator)
            request.title = "Film night"
            request.schedule = create(&mutator).schedule
            return request.encoded()
        case "AnswerOffer":
            var request = AnswerOffer()
            request.id = offers[mutator.below(offers.count)]
            request.yes = mutator.chance(70)
            return request.encoded()
        default:
            var request = OfferID()
            request.id = offers[mutator.below(offers.count)]
            return request.encoded()
        }
    }

    private func create(_ mutator: inout Mutator<SampleRandom>) -> CreateReminder {
        var request = CreateReminder()
        request.note = "Tea"
        request.schedule.zone = mutator.chance(50) ? "Europe/Berlin" : "America/New_York"
        request.schedule.frequency = [.once, .daily, .weekly, .weekly][mutator.below(4)]
        request.schedule.interval = UInt32(mutator.below(4))
        request.schedule.localStart = "2027-0\(3 + mutator.below(6))-1\(mutator.below(9))T19:00"
        if request.schedule.frequency == .weekly {
            request.schedule.weekdays = [1, 7].dropLast(mutator.below(3))
        }
        if mutator.chance(20) {
            request.schedule = ScheduleRule()
            request.schedule.kind = .absolute
            request.schedule.atMs = 1_803_978_000_000 + Int64(mutator.below(9_000_000))
        }
        return request
    }
}
