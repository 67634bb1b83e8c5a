import Seams
import Storage
import TestSupport

/// One operation as replay shows it.
struct Entry: Equatable, CustomStringConvertible {
    var sequence: UInt64
    var type: UInt8
    var payload: [UInt8]

    var description: String { "\(sequence):\(type):\(payload.count)B" }
}

extension SegmentSizes {
    /// Segments so small that a short script rotates many times.
    static let tiny: SegmentSizes = {
        var sizes = SegmentSizes()
        sizes.least = 2048
        sizes.most = 8192
        sizes.ballast = 0
        return sizes
    }()
}

/// Plays a service on a disk: commits batches and remembers what was acknowledged.
final class Player {
    static let identity = StoreIdentity(service: 3)

    let disk: SimulatedDisk
    var sizes = SegmentSizes.tiny
    private(set) var journal: Journal?
    /// What `finished` said is durable.
    private(set) var acknowledged: [Entry] = []
    /// The batch handed to the disk last and not acknowledged.
    private(set) var inFlight: [Entry] = []
    /// What the last open replayed.
    private(set) var replayed: [Entry] = []
    private var random: SeededRandom
    private var wallMs: Int64 = 1_700_000_000_000

    init(_ disk: SimulatedDisk, seed: UInt64 = 1) {
        self.disk = disk
        random = SeededRandom(seed: seed)
    }

    /// Opens the folder; what it replays becomes what is acknowledged.
    @discardableResult
    func open(as identity: StoreIdentity = Player.identity) throws -> Recovered {
        var entries: [Entry] = []
        let opened = try Store.open(
            disk: disk, identity: identity, random: .seeded(99), sizes: sizes
        ) { type, sequence, payload in
            entries.append(Entry(sequence: sequence, type: type, payload: Array(payload)))
            return type & 0x7F != 0x7F
        }
        journal = opened
        replayed = entries
        acknowledged = entries
        inFlight = []
        return opened.recovered
    }

    /// Lets go of the journal as a killed process does.
    func kill() { journal = nil }

    /// Commits one batch of `count` records with random payloads of up to `most` bytes.
    func commit(_ count: Int, upTo most: Int = 120) throws {
        var entries: [Entry] = []
        for _ in 0..<count {
            let size = Int(random.next() % UInt64(most + 1))
            let payload = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            entries.append(
                Entry(sequence: 0, type: 16 + UInt8(random.next() % 4), payload: payload))
        }
        try commit(entries)
    }

    /// Commits one batch of one record.
    func commit(_ payload: [UInt8]) throws {
        try commit([Entry(sequence: 0, type: 16, payload: payload)])
    }

    private func commit(_ wanted: [Entry]) throws {
        guard let journal else { throw Stopped() }
        var entries = wanted
        let bytes = entries.reduce(0) { $0 + $1.payload.count }
        while journal.claim(records: entries.count, bytes: bytes) != .granted {
            guard try upkeep(), !journal.isReadOnly else { throw Stopped() }
        }
        for index in entries.indices {
            entries[index].sequence = journal.append(
                type: entries[index].type, payload: entries[index].payload)
        }
        wallMs += 5
        guard let batch = journal.takeBatch(wallMs: wallMs) else { throw Stopped() }
        inFlight = entries
        batch.write()
        try journal.finished(batch)
        acknowledged += inFlight
        inFlight = []
    }

    /// Runs the upkeep that is due. Returns whether there was any.
    @discardableResult
    func upkeep() throws -> Bool {
        guard let journal, let work = journal.takeUpkeep() else { return false }
        work.run()
        try journal.finished(work)
        return true
    }

    /// Seals, if there is anything to seal.
    func seal(cleanStop: Bool = false) throws {
        guard let journal, let seal = journal.takeSeal(wallMs: wallMs, cleanStop: cleanStop) else {
            return
        }
        seal.write()
        try journal.finished(seal)
    }

    struct Stopped: Error {}
}

/// A run that meets everything: a new store, commits small and large, rotations, idle seals, a
/// clean stop, a kill.
func playScript(_ player: Player) throws {
    try player.open()
    try player.upkeep()
    try player.commit(1)
    try player.commit(3)
    try player.seal()
    for round in 0..<3 {
        for size in [1, 4, 2] {
            try player.commit(size, upTo: 300)
        }
        try player.seal()
        try player.commit(2)
        if round == 0 {
            try player.seal(cleanStop: true)
            player.kill()
            try player.open()
        } else {
            player.kill()
            try player.open()
            try player.upkeep()
        }
    }
    try player.commit(2)
    try player.seal(cleanStop: true)
}

/// Plays the script until something stops it, as a process that leaves at the first failure.
func playUntilStopped(_ player: Player) {
    do { try playScript(player) } catch {}
    player.kill()
}

/// What is wrong with `found` after a crash of `player`, or nil: everything acknowledged must be
/// there once, in order, and the batch in flight wholly or not at all.
func wrong(_ found: [Entry], after player: Player) -> String? {
    let known = player.acknowledged
    guard found.count >= known.count, Array(found.prefix(known.count)) == known else {
        return "acknowledged \(known.count), found \(found)"
    }
    let more = Array(found.dropFirst(known.count))
    guard more.isEmpty || more == player.inFlight else {
        return "in flight \(player.inFlight), found beyond \(more)"
    }
    for (index, entry) in found.enumerated() where entry.sequence != UInt64(index + 1) {
        return "sequence \(entry.sequence) at \(index)"
    }
    return nil
}

/// Opens what a crash left, checks it, checks that what was served is durable and that the journal
/// goes on, at once and after another crash. Returns what is wrong, or nil.
func wrongAfterReopen(_ disk: SimulatedDisk, after player: Player) -> String? {
    do {
        let goingOn = Player(disk.afterKill(), seed: 76)
        try goingOn.open()
        if let wrong = wrongAfterMore(goingOn) { return wrong }

        let next = Player(disk, seed: 77)
        try next.open()
        if let wrong = wrong(next.replayed, after: player) { return wrong }
        let again = Player(disk.afterPowerCut(keeping: .nothing), seed: 78)
        try again.open()
        guard again.replayed == next.replayed else {
            return "served \(next.replayed.count), durable \(again.replayed.count)"
        }
        return wrongAfterMore(again)
    } catch {
        return "refused: \(error)"
    }
}

/// Commits more, cuts the power, and looks whether all of it is there.
private func wrongAfterMore(_ player: Player) -> String? {
    do {
        try player.commit(2)
        try player.commit(1, upTo: 900)
        let last = Player(player.disk.afterPowerCut(keeping: .nothing))
        try last.open()
        return last.replayed == player.acknowledged ? nil : "lost what was written afterwards"
    } catch {
        return "after writing on: \(error)"
    }
}
