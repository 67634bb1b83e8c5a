import Glibc
import Seams
import Storage
import Testing

/// The production disk on a real folder.
@Suite("The kernel's disk")
struct KernelDiskTests {
    /// Calls `body` with a folder that is removed afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = try #require(temporaryFolder())
        defer { removeFolder(path) }
        try body(path)
    }

    @Test("a second open of the folder is refused until the first is gone")
    func lock() throws {
        try withFolder { path in
            do {
                let first = try KernelDisk(path: path)
                try first.lock()
                try first.lock()
                let second = try KernelDisk(path: path)
                #expect(throws: DiskError.locked) { try second.lock() }
                // An open file description lock outlives unrelated closes of the same file.
                close(Glibc.open(path + "/LOCK", O_RDONLY))
                #expect(throws: DiskError.locked) { try second.lock() }
            }
            try KernelDisk(path: path).lock()
        }
    }

    @Test("a folder that others may enter is refused", arguments: [0o755, 0o710, 0o701, 0o770])
    func permissions(mode: Int) throws {
        try withFolder { path in
            chmod(path, mode_t(mode))
            let error = #expect(throws: DiskError.self) { try KernelDisk(path: path) }
            #expect(error == .openToOthers(name: path, mode: UInt32(mode)))
            #expect(error?.sentence.contains("chmod 0700") == true)
            chmod(path, 0o700)
        }
    }

    @Test("a missing folder is made for this user alone, and so are files")
    func modes() throws {
        try withFolder { path in
            let inner = path + "/data"
            defer { removeFolder(inner) }
            let disk = try KernelDisk(path: inner)
            _ = try disk.open("file", create: true)
            var status = stat()
            #expect(stat(inner, &status) == 0 && status.st_mode & 0o7777 == 0o700)
            #expect(stat(inner + "/file", &status) == 0 && status.st_mode & 0o7777 == 0o600)
            #expect(throws: DiskError.noFolder(name: path + "/no/data", errno: ENOENT)) {
                try KernelDisk(path: path + "/no/data")
            }
        }
    }

    @Test("bytes are written, read, cut, listed, renamed and removed")
    func files() throws {
        try withFolder { path in
            let disk = try KernelDisk(path: path)
            let file = try disk.open("one", create: true)
            try [UInt8](1...100).withUnsafeBytes { try file.write($0, at: 10) }
            try file.sync()
            #expect(try file.size() == 110)
            var read = [UInt8](repeating: 0xFF, count: 200)
            #expect(try read.withUnsafeMutableBytes { try file.read(into: $0, at: 5) } == 105)
            #expect(Array(read[0..<7]) == [0, 0, 0, 0, 0, 1, 2])
            file.dropCache()
            try file.truncate(to: 20)
            #expect(try file.size() == 20)
            try disk.rename("one", to: "two")
            mkdir(path + "/folder", 0o700)
            symlink("two", path + "/link")
            #expect(try disk.list() == ["two"])
            #expect(throws: DiskError.missing(name: "one")) { try disk.open("one", create: false) }
            #expect(throws: DiskError.failed(operation: "open", name: "link", errno: ELOOP)) {
                try disk.open("link", create: false)
            }
            try disk.remove("two")
            try disk.syncFolder()
            #expect(try disk.list() == [])
            rmdir(path + "/folder")
            let space = try disk.space()
            #expect(space.free > 0 && space.free <= space.total)
        }
    }

    @Test("what is allocated has blocks")
    func allocate() throws {
        try withFolder { path in
            let disk = try KernelDisk(path: path)
            try disk.open("ballast", create: true).allocate(1 << 20)
            var status = stat()
            #expect(stat(path + "/ballast", &status) == 0)
            #expect(status.st_size == 1 << 20 && status.st_blocks * 512 >= 1 << 20)
        }
    }

    @Test("a store that runs twice on a real folder keeps everything, its files this user's alone")
    func wholeStore() throws {
        try withFolder { path in
            for round in 0..<3 {
                var seen = 0
                let journal = try Store.open(
                    disk: KernelDisk(path: path), identity: StoreIdentity(service: 3),
                    random: .system
                ) { type, _, payload in
                    seen += 1
                    return type == 17 && payload.count == 300 && payload.allSatisfy { $0 == 7 }
                }
                #expect(seen == 5 * round)
                for _ in 0..<5 {
                    #expect(journal.claim(records: 1, bytes: 300) == .granted)
                    journal.append(type: 17, payload: [UInt8](repeating: 7, count: 300))
                }
                let batch = try #require(journal.takeBatch(wallMs: 1))
                batch.write()
                try journal.finished(batch)
                #expect(journal.synced == journal.decided)
                if round == 1, let seal = journal.takeSeal(wallMs: 2, cleanStop: true) {
                    seal.write()
                    try journal.finished(seal)
                }
            }
            for name in try KernelDisk(path: path).list() {
                var status = stat()
                #expect(stat(path + "/" + name, &status) == 0 && status.st_mode & 0o077 == 0)
            }
        }
    }

    @Test("a transfer goes on over short moves and interrupts, and stops at anything else")
    func transferLoop() {
        // Each row: what the call returns in turn, then what the loop makes of it.
        let rows: [([Int], Int)] = [
            ([10], 10), ([3, 7], 10), ([-Int(EINTR), 4, -Int(EAGAIN), 6], 10), ([4, 0], 4),
            ([5, -Int(EIO)], -Int(EIO)), ([-Int(ENOSPC)], -Int(ENOSPC)),
        ]
        for (answers, expected) in rows {
            var next = answers.makeIterator()
            let moved = TransferLoop.run(count: 10, retrying: [EINTR, EAGAIN], stalled: EIO) { _ in
                next.next() ?? -Int(EBADF)
            }
            #expect(moved == expected, "\(answers)")
        }
        let storm = TransferLoop.run(count: 1, retrying: [EINTR], stalled: EIO) { _ in -Int(EINTR) }
        #expect(storm == -Int(EIO), "no storm lasts for ever")
    }
}
