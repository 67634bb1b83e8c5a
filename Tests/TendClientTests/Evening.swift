import CivilTime
import Contracts
import TendClient

/// Ana's evening: Thursday 4 March 2027, 20:15 in Berlin, with Ben in New York and Cleo.
enum Evening {
    static let berlin = "Europe/Berlin"
    static let hourMs: Int64 = 3_600_000
    static let dayMs: Int64 = 86_400_000

    static func tie(_ id: UInt64, _ names: String..., kind: TieKind = .friend) -> Tie {
        var tie = Tie()
        tie.id = id
        tie.kind = kind
        tie.sinceMs = Fixture.nowMs - 3 * dayMs
        tie.others = names.enumerated().map { index, name in
            var member = TieMember()
            member.personID = id * 100 + UInt64(index)
            member.name = name
            return member
        }
        var ceiling = TopicCeiling()
        ceiling.level = 2
        tie.ceilings = [ceiling]
        return tie
    }

    static let ben = tie(1, "Ben")
    static let cleo = tie(2, "Cleo")

    static func book(_ ties: [Tie] = [ben, cleo]) -> TieBook { TieBook(ties, words: .english) }

    static func question(
        _ id: UInt64, _ text: String = "What made you laugh this week?", tie: UInt64 = 1,
        mine: AnswerState = .none
    ) -> Question {
        var question = Question()
        question.id = id
        question.tieID = tie
        question.text = text
        question.level = 2
        question.expiresAtMs = Fixture.nowMs + 22 * hourMs + 45 * 60_000
        question.mine = mine
        return question
    }

    static func share(_ id: UInt64, _ kind: ShareKind = .goodNews) -> ShareHead {
        var head = ShareHead()
        head.id = id
        head.tieID = 2
        head.fromPersonID = 200
        head.kind = kind
        head.atMs = Fixture.nowMs - 11 * hourMs
        return head
    }

    /// Saturdays 19:00 in Berlin, agreed with Ben; who offered lives there or in New York.
    static func filmNight(from personID: UInt64 = 7, zone: String = berlin) -> TimeOffer {
        var offer = TimeOffer()
        offer.id = 31
        offer.tieID = 1
        offer.fromPersonID = personID
        offer.title = "film night"
        offer.state = .agreed
        offer.mine = .yes
        offer.schedule.zone = zone
        offer.schedule.localStart = zone == berlin ? "2027-03-06T19:00" : "2027-03-06T13:00"
        offer.schedule.frequency = .weekly
        offer.schedule.weekdays = [6]
        offer.nextDueAtMs = Fixture.filmNight().nextDueAtMs - dayMs
        return offer
    }

    /// Cleo offers a walk on Sunday 10:30.
    static func walk() -> TimeOffer {
        var offer = TimeOffer()
        offer.id = 32
        offer.tieID = 2
        offer.fromPersonID = 200
        offer.title = "a walk"
        offer.schedule.zone = berlin
        offer.schedule.localStart = "2027-03-07T10:30"
        offer.nextDueAtMs = Fixture.filmNight().nextDueAtMs - 8 * hourMs - 30 * 60_000
        return offer
    }

    static func pottery() -> Reminder {
        var reminder = Reminder()
        reminder.id = 41
        reminder.note = "Pottery"
        reminder.schedule.zone = berlin
        reminder.schedule.localStart = "2027-03-04T20:00"
        reminder.state = .shown
        var open = OccurrenceID()
        open.reminderID = 41
        open.localTime = "2027-03-04T20:00:00"
        reminder.openOccurrence = open
        return reminder
    }

    static func me(_ name: String = "Ana") -> Me {
        var me = Me()
        me.person.name = name
        me.person.zone = berlin
        me.nowMs = Fixture.nowMs
        return me
    }

    static func window(_ start: Int32, _ end: Int32) -> QuietWindow {
        var window = QuietWindow()
        window.startMinute = start
        window.endMinute = end
        return window
    }

    /// An empty day with everybody there.
    static func nothing() -> TodayReply {
        var reply = TodayReply()
        reply.nowMs = Fixture.nowMs
        reply.me = me()
        reply.ties = TieList()
        reply.ties?.ties = [ben, cleo]
        reply.invites = InviteList()
        reply.questions = QuestionList()
        reply.offers = OfferList()
        reply.reminders = ReminderPage()
        return reply
    }

    /// Everything that the product's example shows.
    static func full() -> TodayReply {
        var reply = nothing()
        reply.questions?.open = [question(21)]
        reply.questions?.shares = [share(22)]
        reply.offers?.offers = [filmNight(from: 100, zone: "America/New_York"), walk()]
        reply.reminders?.reminders = [pottery()]
        reply.me?.quiet = [window(20 * 60, 22 * 60)]
        return reply
    }

    static func page(_ reply: TodayReply) -> TodayPage {
        TodayPage(reply, times: Fixture.times(), zone: berlin)
    }
}
