import Seams

extension Recovery {
    /// Makes a new store: its first segment, empty.
    mutating func create(random: RandomSource) throws(StorageError) -> Journal {
        let header = SegmentHeader(
            identity: identity, store: StoreUUID(low: random.next(), high: random.next()))
        report.created = true
        report.cleanStop = true
        return try onDisk { () throws(DiskError) in
            try removeTemporary()
            let prepared = try prepare(capacity: sizes.least)
            try header.write(to: prepared.file)
            try prepared.file.sync()
            try disk.rename(prepared.name, to: header.fileName)
            try disk.syncFolder()
            return journal(
                header, prepared, end: UInt64(Limits.headerBytes), chain: header.previousChain)
        }
    }

    /// Opens the journal for more: in the last segment after a clean stop, otherwise in a new one.
    mutating func continueJournal() throws(StorageError) -> Journal {
        guard let tail = tail.take(), let last = segments.last else {
            preconditionFailure("a journal that was not read")
        }
        return try onDisk { () throws(DiskError) in
            try removeTemporary()
            guard let seal = tail.cleanSeal else { return try rewrite(last, tail) }
            // The seal itself was perhaps never synced, and only the cache shows it. Everything
            // before it was; so write the same bytes again and sync them before going on.
            let bytes = UnsafeRawBufferPointer(rebasing: tail.contents.bytes[seal])
            try tail.file.write(bytes, at: UInt64(seal.lowerBound))
            try tail.file.sync()
            return Journal(
                disk: disk,
                segment: Journal.OpenSegment(
                    file: tail.file, header: last.header, capacity: try tail.file.size(),
                    end: UInt64(tail.boundary.offset), startedMs: report.lastWallMs),
                chain: tail.boundary.chain, ending: .cleanStop, sizes: sizes,
                hasBallast: names.contains(PendingUpkeep.Ballast.name), recovered: report)
        }
    }

    /// Writes the batches behind the last seal into a new segment and goes on there: the old one
    /// may differ on the disk from what was read, so nothing is ever added to it.
    private mutating func rewrite(_ last: Segment, _ tail: borrowing Tail) throws(DiskError)
        -> Journal
    {
        if let torn = tail.torn { try keepTorn(torn, of: last, tail) }
        // Where no operation stands before the last seal, the new segment takes the old one's
        // place and name; otherwise it is the old one's successor.
        let replaces = tail.sealed.nextSequence == last.header.firstSequence
        let header =
            replaces
            ? last.header
            : last.header.following(
                firstSequence: tail.sealed.nextSequence, chain: tail.sealed.chain)
        var reader = SegmentReader(bytes: tail.contents.bytes, header: last.header)
        if !replaces { reader.skip(to: tail.sealed) }

        let bytes = UInt64(tail.boundary.offset - reader.boundary.offset)
        let prepared = try prepare(capacity: capacity(for: bytes))
        var builder = BatchBuilder()
        var chain = header.previousChain
        var end = UInt64(Limits.headerBytes)
        try header.write(to: prepared.file)
        while reader.boundary.offset < tail.boundary.offset {
            guard case .batch(let range, let commit) = reader.next() else { continue }
            builder.reset()
            reader.operations(in: range) { operation in
                builder.append(
                    type: operation.type, sequence: operation.sequence,
                    bytes: operation.payload.count
                ) { $0.copyMemory(from: operation.payload) }
            }
            chain = builder.close(after: chain, in: header, at: end, wallMs: commit.wallMs)
            end = try write(builder, to: prepared.file, at: end)
            report.rewritten += UInt64(commit.operations)
        }
        if report.rewritten > 0 {
            chain = builder.seal(
                after: chain, in: header, at: end, sequence: report.lastSequence,
                wallMs: report.lastWallMs, cleanStop: false)
            end = try write(builder, to: prepared.file, at: end)
        }
        try prepared.file.sync()
        try disk.rename(prepared.name, to: header.fileName)
        try disk.syncFolder()
        if !replaces {
            // What follows is now in the successor; give back its blocks.
            try tail.file.truncate(to: UInt64(tail.sealed.offset))
            try tail.file.sync()
        }
        return journal(header, prepared, end: end, chain: chain)
    }

    private func write(_ batch: BatchBuilder, to file: any DiskFile, at offset: UInt64)
        throws(DiskError) -> UInt64
    {
        try batch.withBytes { (bytes) throws(DiskError) in try file.write(bytes, at: offset) }
        return offset + UInt64(batch.used)
    }

    private func journal(
        _ header: SegmentHeader, _ prepared: PreparedSegment, end: UInt64, chain: UInt32
    ) -> Journal {
        Journal(
            disk: disk,
            segment: Journal.OpenSegment(
                file: prepared.file, header: header, capacity: prepared.capacity, end: end),
            chain: chain, ending: .seal, sizes: sizes,
            hasBallast: names.contains(PendingUpkeep.Ballast.name),
            recovered: report)
    }

    /// Room for what is written anew and as much again: the least size, doubled as often as needed.
    private func capacity(for bytes: UInt64) -> UInt64 {
        var capacity = sizes.least
        while capacity / 2 < bytes { capacity *= 2 }
        return capacity
    }

    /// A prepared segment; where the disk is full, the ballast is given up for it.
    private mutating func prepare(capacity: UInt64) throws(DiskError) -> PreparedSegment {
        let name = SegmentName.prepared(0)
        do {
            return try PreparedSegment.make(on: disk, name: name, capacity: capacity)
        } catch {
            guard case .full = error, let ballast = names.firstIndex(of: PendingUpkeep.Ballast.name)
            else {
                throw error
            }
            try disk.remove(PendingUpkeep.Ballast.name)
            names.remove(at: ballast)
            return try PreparedSegment.make(on: disk, name: name, capacity: capacity)
        }
    }

    /// Removes what an earlier process had not finished.
    private func removeTemporary() throws(DiskError) {
        for name in names where name.hasSuffix(".tmp") { try disk.remove(name) }
    }

    /// Copies a torn write into a file of its own before it is cut off. On a full disk it is lost:
    /// nobody was answered for it.
    private mutating func keepTorn(
        _ torn: Range<Int>, of segment: Segment, _ tail: borrowing Tail
    ) throws(DiskError) {
        var kept = names.compactMap(BrokenFile.init).sorted { $0.number < $1.number }
        let broken = BrokenFile(segment: segment.name, number: (kept.last?.number ?? 0) &+ 1)
        do throws(DiskError) {
            let copy = try disk.open(broken.name, create: true)
            try copy.write(UnsafeRawBufferPointer(rebasing: tail.contents.bytes[torn]), at: 0)
            try copy.sync()
            report.brokenFile = broken.name
        } catch {
            guard case .full = error else { throw error }
            try disk.remove(broken.name)
        }
        while kept.count >= Limits.brokenFilesMax { try disk.remove(kept.removeFirst().name) }
        try disk.syncFolder()
    }
}

/// The name of a torn tail kept aside: `<segment>.broken-<n>`.
struct BrokenFile {
    let name: String
    let number: UInt32

    init(segment: String, number: UInt32) {
        name = "\(segment).broken-\(number)"
        self.number = number
    }

    init?(_ name: String) {
        let mark = ".broken-"
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), name[dot...].hasPrefix(mark),
            let number = UInt32(name[dot...].dropFirst(mark.count))
        else { return nil }
        self.name = name
        self.number = number
    }
}
