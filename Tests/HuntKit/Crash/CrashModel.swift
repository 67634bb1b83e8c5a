import CivilTime
import Contracts

/// What one person's part of an installation must hold: told by the script, not by the services.
///
/// Zones are Tokyo's, nine hours ahead of UTC in every season, so that nothing here needs a
/// calendar of zones.
struct CrashModel: Equatable {
    /// A reminder as its owner sees it.
    struct Facts: Equatable {
        var state = ReminderState.scheduled
        var nextDueMs: Int64 = 0
        /// The open occurrence's own local time; empty when there is none.
        var open = ""
        var revision: UInt32 = 1
        /// The ledger without what was sent: kinds with the occurrence they happened to.
        var ledger: [String] = []
    }

    var name = ""
    var language = ""
    /// Names of the devices that are signed in, oldest first.
    var devices: [String] = []
    /// By note, which the script makes unique.
    var reminders: [String: Facts] = [:]
    /// What Ana and Ben have together.
    var together = TogetherFacts()

    static let zone = "Asia/Tokyo"

    /// A moment as Tokyo's clocks show it, with seconds.
    static func local(_ ms: Int64) -> String { text(ms / 1000 + 9 * 3600) }

    /// A moment in UTC as absolute reminders name it.
    static func utc(_ ms: Int64) -> String { text(ms / 1000) + "Z" }

    private static func text(_ seconds: Int64) -> String {
        let text = CivilDateTime(secondNumber: seconds)?.description ?? ""
        return text.utf8.count == 16 ? text + ":00" : text
    }

    /// What differs, in words.
    func difference(from other: CrashModel) -> String {
        var lines: [String] = []
        let pairs = [
            ("the name", name, other.name), ("the language", language, other.language),
            ("the devices", "\(devices)", "\(other.devices)"),
        ]
        for (what, mine, theirs) in pairs where mine != theirs {
            lines.append("\(what): \(mine) in place of \(theirs)")
        }
        for note in Set(reminders.keys).union(other.reminders.keys).sorted() {
            let (mine, theirs) = (reminders[note], other.reminders[note])
            guard mine != theirs else { continue }
            lines.append(
                "\(note): \(mine.map { "\($0)" } ?? "nothing") in place of "
                    + (theirs.map { "\($0)" } ?? "nothing"))
        }
        if together != other.together {
            lines.append("together: \(together) in place of \(other.together)")
        }
        return lines.joined(separator: "; ")
    }
}

extension CrashModel.Facts {
    /// What the service says of a reminder.
    init(_ reminder: Reminder, _ ledger: Ledger) {
        state = reminder.state
        nextDueMs = reminder.nextDueAtMs
        open = reminder.openOccurrence?.localTime ?? ""
        revision = reminder.revision
        self.ledger = ledger.entries.filter { $0.kind != .sent }.map {
            "\($0.kind) \($0.localTime)"
        }
    }
}
