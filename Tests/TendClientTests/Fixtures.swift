import CivilTime
import Contracts
import TendClient
import TestSupport

/// Zones and moments that depend on no machine.
enum Fixture {
    /// Thursday 4 March 2027, 20:15 in Berlin.
    static let nowMs: Int64 = 1_804_187_700_000

    /// Berlin, New York and Los Angeles by their rules, and UTC.
    static func zones() -> ZoneDatabase {
        let rules = [
            "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3",
            "America/New_York": "EST5EDT,M3.2.0,M11.1.0",
            "Etc/UTC": "UTC0",
        ]
        return ZoneDatabase { rules[$0].map { TZifWriter(footer: $0).bytes } }
    }

    static func times(nowMs: Int64 = Fixture.nowMs) -> Times {
        Times(words: .english, zones: zones(), nowMs: nowMs)
    }

    static func text() -> ReminderText {
        ReminderText(times: times(), homeZone: "Europe/Berlin")
    }

    /// Film night on Sundays at 19:00 in Berlin, next on 7 March.
    static func filmNight() -> Reminder {
        var reminder = Reminder()
        reminder.id = 11
        reminder.note = "Film night"
        reminder.schedule.zone = "Europe/Berlin"
        reminder.schedule.localStart = "2027-03-07T19:00"
        reminder.schedule.frequency = .weekly
        reminder.schedule.weekdays = [7]
        reminder.nextDueAtMs = 1_804_442_400_000
        reminder.nextLocalTime = "2027-03-07T19:00:00"
        return reminder
    }

    /// The dentist, once, in another year.
    static func dentist() -> Reminder {
        var reminder = Reminder()
        reminder.id = 12
        reminder.note = "Dentist.\nBring the card."
        reminder.schedule.zone = "Europe/Berlin"
        reminder.schedule.localStart = "2028-03-09T14:30"
        reminder.nextDueAtMs = 1_836_221_400_000
        reminder.nextLocalTime = "2028-03-09T14:30:00"
        return reminder
    }

    static func occurrence(_ reminder: Reminder) -> OccurrenceID {
        var occurrence = OccurrenceID()
        occurrence.reminderID = reminder.id
        occurrence.localTime = reminder.nextLocalTime
        return occurrence
    }
}
