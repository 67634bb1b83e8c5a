import CivilTime

/// One person who is watching: what is to be sent to them, in order, and who has had how much of it.
///
/// What is pending is the queue; a watcher has only a place in it. Loop-confined, owned by
/// `Dispatch`.
final class Audience {
    /// One thing to be sent. It counts only while its reminder's place in `Dispatch` is its own.
    struct Entry {
        var row: UInt32
        /// The round in which it was first sent, 0 before.
        var sentRound: UInt32 = 0
        /// Ascending over all entries of all people.
        var place: UInt64
        /// Whether it was late when it was sent.
        var isLate = false
    }

    /// One stream.
    struct Watcher {
        let id: UInt64
        /// The zone times are told in; nil for each reminder's own.
        let zone: TimeZoneData?
        /// What was first sent after this round is new to it.
        let joinedRound: UInt32
        /// Entries up to this place are behind it.
        var place: UInt64 = 0
        /// Whether it can take an item.
        var hasRoom = true
    }

    /// Whose.
    let person: UInt64
    /// In order of place.
    var entries: ContiguousArray<Entry> = []
    /// In order of joining.
    var watchers: ContiguousArray<Watcher> = []
    /// Whether it stands in the ring of those with something to send.
    var isReady = false
    /// Which watcher has the next turn.
    var turn = 0
    /// Entries that count no more, at most.
    var stale = 0

    init(person: UInt64) {
        self.person = person
    }

    /// The last place.
    var lastPlace: UInt64 { entries.last?.place ?? 0 }

    /// The index of the first entry after a place.
    func index(after place: UInt64) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].place <= place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
