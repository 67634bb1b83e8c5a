import Glibc
import Seams
import Storage
import TestSupport
import Testing

/// Room is claimed before anything is decided, so a full disk refuses and loses nothing.
@Suite("Space")
struct SpaceTests {
    private func player(capacity: UInt64, ballast: UInt64 = 0) throws -> Player {
        let player = Player(SimulatedDisk(capacity: capacity))
        player.sizes.ballast = ballast
        try player.open()
        return player
    }

    /// Commits until the journal refuses.
    private func fill(_ player: Player) throws {
        while true {
            do { try player.commit(1, upTo: 200) } catch is Player.Stopped { return }
        }
    }

    @Test("a full disk refuses before anything is decided, and writes again when there is room")
    func fullDisk() throws {
        let player = try player(capacity: 5000)
        try player.upkeep()
        #expect(player.journal?.isReadOnly == false)
        try fill(player)
        let journal = try #require(player.journal)
        #expect(journal.isReadOnly)
        #expect(journal.claim(records: 1, bytes: 10) == .readOnly)
        #expect(journal.decided == journal.synced, "nothing was decided without room")
        #expect(player.acknowledged.count > 10)
        #expect(!player.disk.names.contains { $0.hasSuffix(".tmp") }, "the attempt is removed")

        player.disk.capacity = 20_000
        try player.upkeep()
        #expect(!journal.isReadOnly)
        try player.commit(3)
        #expect(
            wrongAfterReopen(player.disk.afterPowerCut(keeping: .nothing), after: player) == nil)
    }

    @Test("while the disk is full, essential writes go on as long as there is room")
    func essentialWrites() throws {
        let player = try player(capacity: 5000)
        try player.upkeep()
        player.disk.capacity = 4200  // two segments of 2,048 and nothing else
        let journal = try #require(player.journal)
        while !journal.isReadOnly {
            try player.commit(1, upTo: 200)
            try player.upkeep()
        }
        #expect(journal.claim(records: 1, bytes: 10) == .readOnly)
        var more = 0
        while journal.claim(records: 1, bytes: 10, urgency: .essential) == .granted {
            journal.append(type: 16, payload: [UInt8](repeating: 1, count: 10))
            let batch = try #require(journal.takeBatch(wallMs: 1))
            batch.write()
            try journal.finished(batch)
            more += 1
        }
        #expect(more > 5)
        #expect(journal.claim(records: 1, bytes: 10, urgency: .essential) == .readOnly)
        // Sealing and a clean stop have their room kept for them.
        try player.seal()
        try player.seal(cleanStop: true)
        player.kill()
        try player.open()
        #expect(player.journal?.recovered.cleanStop == true)
    }

    @Test("the ballast is given up once for the essential, and taken back when there is room")
    func ballast() throws {
        let player = try player(capacity: 40_000, ballast: 5000)
        try player.upkeep()
        #expect(player.disk.names.contains("ballast"))
        let journal = try #require(player.journal)
        player.disk.capacity = 9500
        while !journal.isReadOnly {
            try player.commit(1, upTo: 200)
            try player.upkeep()
        }
        #expect(!player.disk.names.contains("ballast"))
        #expect(journal.claim(records: 1, bytes: 10) == .readOnly)
        #expect(journal.claim(records: 1, bytes: 10, urgency: .essential) == .granted)
        try player.upkeep()
        #expect(journal.isReadOnly, "the room it gave is not for everyone")
        player.disk.capacity = 40_000
        try player.upkeep()
        #expect(!journal.isReadOnly)
        #expect(player.disk.names.contains("ballast"))
    }

    @Test("writes are refused early when hardly anything is free")
    func lowSpace() throws {
        let player = try player(capacity: 1 << 20)
        try player.upkeep()
        #expect(player.journal?.isReadOnly == false)
        player.disk.put("something else", [UInt8](repeating: 1, count: (1 << 20) - 20_000))
        try player.upkeep()
        #expect(player.journal?.isReadOnly == true)
        player.disk.take("something else")
        try player.upkeep()
        #expect(player.journal?.isReadOnly == false)
    }

    @Test("a quota and a file size limit are a full disk", arguments: [ENOSPC, EDQUOT, EFBIG])
    func kindsOfFull(error: Int32) throws {
        let player = try player(capacity: 1 << 20)
        player.disk.fail(at: player.disk.operations + 2, errno: error)
        try player.upkeep()
        #expect(player.journal?.isReadOnly == true)
        try player.upkeep()
        #expect(player.journal?.isReadOnly == false)
    }

    @Test("having no descriptor for the next segment is no failure: the next upkeep tries again")
    func noDescriptor() throws {
        let player = try player(capacity: 1 << 20)
        player.disk.fail(at: player.disk.operations + 1, errno: EMFILE)
        try player.upkeep()
        try player.commit(2)
        #expect(player.journal?.isReadOnly == false)
        try player.upkeep()
        #expect(player.disk.names.contains { $0.hasSuffix(".tmp") })
    }

    @Test("a start on a full disk gives up the ballast, or refuses in plain words")
    func startOnFullDisk() throws {
        let player = try player(capacity: 40_000, ballast: 5000)
        try player.upkeep()
        try player.commit(2)
        for withBallast in [true, false] {
            let disk = player.disk.afterKill()
            if !withBallast { disk.take("ballast") }
            disk.put("something else", [1])
            disk.capacity = withBallast ? 7100 : 2100
            let next = Player(disk)
            if withBallast {
                try next.open()
                #expect(next.replayed == player.acknowledged)
                #expect(!disk.names.contains("ballast"))
            } else {
                let error = #expect(throws: StorageError.self) { try next.open() }
                #expect(error?.sentence.contains("Free some space") == true)
                disk.capacity = 9000
                try next.open()
                #expect(next.replayed == player.acknowledged)
            }
        }
    }
}
