import Codec
import Contracts

/// What the letters on the screen stand for: `a` is the first of the newest list.
///
/// Kept beside the identity, ids only. A list gives its letters anew; what `watch` brings keeps the
/// letter it has or takes the next one. Devices and quiet hours have letters of their own.
package struct Letters: Message, Equatable {
    /// What is on the screen, by letter.
    package var things: [LetteredThing] = []
    /// The ids of the devices, by letter.
    package var devices: [UInt64] = []
    /// The windows of quiet hours, by letter.
    package var quiet: [QuietWindow] = []

    /// Things that keep a letter while `watch` goes on: all letters of one and two characters.
    package static let thingsMax = 702

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "things", &things, .items(16_384), seenBy: .owner)
        try v.field(2, "devices", &devices, .items(64), seenBy: .owner)
        try v.field(3, "quiet", &quiet, .items(64), seenBy: .owner)
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
        things = listed.map(LetteredThing.init)
    }

    /// The letter for an occurrence that `watch` shows.
    package mutating func letter(for occurrence: OccurrenceID) -> String {
        letter(for: LetteredThing(.reminder, occurrence.reminderID, open: occurrence))
    }

    /// The letter a thing has, or the next one.
    package mutating func letter(for shown: LetteredThing) -> String {
        if let index = things.firstIndex(where: { $0.kind == shown.kind && $0.id == shown.id }) {
            things[index] = shown
            return Letters.letter(index)
        }
        if things.count >= Letters.thingsMax { things = [] }
        things.append(shown)
        return Letters.letter(things.count - 1)
    }

    package static func == (left: Letters, right: Letters) -> Bool {
        left.encoded() == right.encoded()
    }
}

/// What a letter can stand for.
package enum ThingKind: Int32, WireEnum {
    /// A reminder of one's own.
    case reminder = 0
    /// A question to a tie.
    case question = 1
    /// Something shared.
    case share = 2
    /// An offer of time together, or agreed time.
    case offer = 3
    /// An invitation of one's own.
    case invite = 4
}

/// A thing with a letter.
package struct LetteredThing: Message, Equatable {
    /// Its id.
    package var id: UInt64 = 0
    /// For a reminder, the occurrence that was on the screen, when one was open.
    package var open: OccurrenceID?
    /// What it is.
    package var kind = ThingKind.reminder

    package init() {}

    package init(_ kind: ThingKind, _ id: UInt64, open: OccurrenceID? = nil) {
        self.kind = kind
        self.id = id
        self.open = open
    }

    package init(_ reminder: Reminder) {
        self.init(.reminder, reminder.id, open: reminder.openOccurrence)
    }

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "open", &open, .plain, seenBy: .owner)
        try v.field(3, "kind", &kind, .plain, seenBy: .owner)
    }

    package static func == (left: LetteredThing, right: LetteredThing) -> Bool {
        left.encoded() == right.encoded()
    }
}
