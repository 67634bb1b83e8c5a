import Codec
import Contracts

/// What the letters on the screen stand for: `a` is the first of the newest list.
///
/// Kept beside the identity, ids only. A list gives its letters anew; what `watch` brings keeps the
/// letter it has or takes the next one.
package struct Letters: Message, Equatable {
    /// The reminders, by letter.
    package var reminders: [LetteredReminder] = []
    /// The ids of the devices, by letter.
    package var devices: [UInt64] = []

    /// Reminders that keep a letter while `watch` goes on: all letters of one and two characters.
    package static let remindersMax = 702

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "reminders", &reminders, .items(16_384), seenBy: .owner)
        try v.field(2, "devices", &devices, .items(64), seenBy: .owner)
    }

    /// The letter of a place: a to z, then aa to zz, and so on.
    package static func letter(_ index: Int) -> String {
        var rest = index
        var letters: [UInt8] = []
        repeat {
            letters.append(0x61 + UInt8(rest % 26))
            rest = rest / 26 - 1
        } while rest >= 0
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// The place of a letter, or nil for what is none.
    package static func index(_ letter: String) -> Int? {
        guard (1...3).contains(letter.utf8.count) else { return nil }
        var index = 0
        for byte in letter.utf8 {
            guard (0x61...0x7A).contains(byte) else { return nil }
            index = index * 26 + Int(byte - 0x61) + 1
        }
        return index - 1
    }

    /// Gives the letters anew to a list of reminders.
    package mutating func list(_ listed: [Reminder]) {
        reminders = listed.map { LetteredReminder($0.id, open: $0.openOccurrence) }
    }

    /// The letter for an occurrence that `watch` shows.
    package mutating func letter(for occurrence: OccurrenceID) -> String {
        let shown = LetteredReminder(occurrence.reminderID, open: occurrence)
        if let index = reminders.firstIndex(where: { $0.id == shown.id }) {
            reminders[index] = shown
            return Letters.letter(index)
        }
        if reminders.count >= Letters.remindersMax { reminders = [] }
        reminders.append(shown)
        return Letters.letter(reminders.count - 1)
    }
}

/// A reminder with a letter.
package struct LetteredReminder: Message, Equatable {
    /// The reminder.
    package var id: UInt64 = 0
    /// The occurrence that was on the screen, when one was open.
    package var open: OccurrenceID?

    package init() {}

    package init(_ id: UInt64, open: OccurrenceID?) {
        self.id = id
        self.open = open
    }

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "open", &open, .plain, seenBy: .owner)
    }

    package static func == (left: LetteredReminder, right: LetteredReminder) -> Bool {
        left.id == right.id && left.open?.encoded() == right.open?.encoded()
    }
}
