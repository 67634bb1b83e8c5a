import Contracts

/// What every reminder keeps at hand: 44 bytes in one table, by row number.
///
/// The note and the rule lie in the arena, what has happened in a table of its own, because to most
/// reminders nothing has yet.
struct ReminderRow: Sendable {
    /// Whether it goes on.
    enum Course: UInt8, Sendable {
        /// The row holds no reminder.
        case free
        /// It goes on: an occurrence lies ahead or is open.
        case active
        /// A one-time reminder that was done.
        case done
        /// A one-time reminder that was let go.
        case skipped
        /// A one-time reminder whose time ran out.
        case lapsed
        /// Ended by the person.
        case cancelled
    }

    // In halves, because a field of eight bytes would make the row longer than its fields.
    private var idBits: (UInt32, UInt32) = (0, 0)
    private var nextBits: (UInt32, UInt32) = ReminderRow.halves(UInt64(bitPattern: never))

    /// Random, 0 in a free row.
    var id: UInt64 {
        get { UInt64(idBits.0) << 32 | UInt64(idBits.1) }
        set { idBits = ReminderRow.halves(newValue) }
    }

    /// When the next occurrence is due, Unix milliseconds, or `never`. For a one-time reminder whose
    /// occurrence is open: when that lapses, `never` until it has been sent. For an ended one: when
    /// it ended.
    var nextMs: Int64 {
        get { Int64(bitPattern: UInt64(nextBits.0) << 32 | UInt64(nextBits.1)) }
        set { nextBits = ReminderRow.halves(UInt64(bitPattern: newValue)) }
    }

    /// Seconds from UTC to the nominal local time of the next occurrence.
    var nextShift: Int32 = 0
    /// Whose it is: a row of the people.
    var person: UInt32 = 0
    /// Neighbours in the person's list of active or of ended reminders.
    var newer = noRow
    var older = noRow
    /// Where the arena has the note and the rule.
    var body: UInt32 = 0
    /// What has happened to it: the open occurrence and the ledger; `noRow` before anything has.
    var history = noRow
    /// Raised by whatever makes reports on earlier deliveries void; after 65,535 it begins anew.
    var revision: UInt16 = 1
    /// Whether it goes on.
    var course = Course.free
    private var marks: UInt8 = 0

    /// Whether another occurrence follows an open one; then `nextMs` is its time.
    var recurs: Bool {
        get { marks & 1 != 0 }
        set { marks = newValue ? marks | 1 : marks & ~1 }
    }

    /// Whether it is one person's part of time together; the tie and the offer stand with its rule.
    var isJoint: Bool {
        get { marks & 2 != 0 }
        set { marks = newValue ? marks | 2 : marks & ~2 }
    }

    /// A time that does not come.
    static let never = Int64.max

    private static func halves(_ bits: UInt64) -> (UInt32, UInt32) {
        (UInt32(truncatingIfNeeded: bits >> 32), UInt32(truncatingIfNeeded: bits))
    }

    /// What its owner is told of an ended reminder.
    var endState: ReminderState? {
        switch course {
        case .free, .active: nil
        case .done: .done
        case .skipped: .skipped
        case .lapsed: .lapsed
        case .cancelled: .cancelled
        }
    }
}

/// An occurrence from the moment something happened to it until it is over.
struct OpenOccurrence: Sendable {
    /// Where it stands.
    enum Phase: UInt8, Sendable {
        /// To be sent, again and again, until it is reported shown.
        case waiting
        /// It has reached the person.
        case shown
        /// Put off until `wakeMs`.
        case snoozed
    }

    /// When it was due, Unix milliseconds.
    var dueMs: Int64 = 0
    /// When it is to be sent (again), Unix milliseconds.
    var wakeMs: Int64 = 0
    /// When it was last put off to, Unix milliseconds; 0 when it never was.
    var snoozedUntilMs: Int64 = 0
    /// Seconds from UTC to its nominal local time.
    var shift: Int32 = 0
    /// Earlier occurrences that were never sent because of this one.
    var missed: UInt32 = 0
    /// How often it was sent.
    var attempt: UInt16 = 0
    /// Which of the waits comes next.
    var step: UInt8 = 0
    /// How often it was put off: by so much the reminder's revision has been raised meanwhile.
    var snoozes: UInt8 = 0
    /// Where it stands.
    var phase = Phase.waiting

    /// Its nominal local time, in seconds since 1970-01-01T00:00:00 on that clock.
    var localSeconds: Int64 { OpenOccurrence.local(dueMs, shift) }

    /// A nominal local time from an instant and its shift.
    static func local(_ dueMs: Int64, _ shift: Int32) -> Int64 {
        dueMs.flooredSeconds &+ Int64(shift)
    }
}

extension Int64 {
    /// Milliseconds as whole seconds, rounded down.
    var flooredSeconds: Int64 { self >= 0 ? self / 1000 : -((999 &- self) / 1000) }
}

/// Whose reminders: one row per person who ever had one, never freed.
struct PersonRow: Sendable {
    /// The person.
    var id: UInt64 = 0
    /// The newest active reminder.
    var active = noRow
    /// How many are active.
    var activeCount: UInt32 = 0
    /// How many of these are time together.
    var jointCount: UInt32 = 0
    /// The one that ended last.
    var ended = noRow
    /// The one that ended first of those kept.
    var oldestEnded = noRow
    /// How many ended ones are kept.
    var endedCount: UInt32 = 0
}
