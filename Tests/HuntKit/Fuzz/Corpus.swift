import Codec
import Contracts

/// What the hunt knows to exist: people, devices, codes, reminders, occurrences. Requests are made
/// of it, so that most get past the first check of their handler.
final class Corpus {
    /// Answers by status since the last look.
    var outcomes: [String: Int] = [:]

    private var actors: [(person: UInt64, device: UInt64)] = [(1, 1), (2, 2), (3, 3)]
    private var codes = ["ABCDEFGH12"]
    private var reminders: [UInt64] = [1]
    private var offers: [UInt64] = [1]
    private var occurrences = [OccurrenceID()]
    private let most = 64

    func count(_ name: String) { outcomes[name, default: 0] += 1 }

    func actor(_ mutator: inout Mutator<SampleRandom>) -> (person: UInt64, device: UInt64) {
        actors[mutator.below(actors.count)]
    }

    func learn(_ joined: Joined) {
        keep((joined.person.id, joined.device.id), &actors)
    }

    func learn(_ reminder: Reminder) {
        keep(reminder.id, &reminders)
        if let open = reminder.openOccurrence { learn(open) }
    }

    func learn(_ offer: TimeOffer) { keep(offer.id, &offers) }

    func learn(_ occurrence: OccurrenceID) { keep(occurrence, &occurrences) }

    private func keep<T>(_ value: T, _ list: inout [T]) {
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
            request.code = InviteCode.make(&mutator.random)
            keep(request.code, &codes)
            return request.encoded()
        case "RevokeDevice":
            var request = RevokeDevice()
            request.deviceID = mutator.chance(5) ? actor(&mutator).device : 99
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
        default:
            var seed = mutator.random.next()
            return method.sampleRequest(&seed)
        }
    }

    private func join(_ mutator: inout Mutator<SampleRandom>) -> Join {
        var request = Join()
        request.code = codes[mutator.below(codes.count)]
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
            request.tieID = 1
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
