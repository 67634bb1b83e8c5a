import Seams

/// One start of a store: reads the folder, judges what it finds, and leaves an open journal.
///
/// Value of `Store.open`. The reading half is here; what is written afterwards is in
/// `Recovery+Rewrite.swift`.
struct Recovery: ~Copyable {
    /// A segment file whose header is right.
    struct Segment {
        let name: String
        let header: SegmentHeader
    }

    /// What reading the last segment left to do.
    struct Tail: ~Copyable {
        var file: any DiskFile
        var contents: SegmentContents
        /// Where the next batch would have gone.
        var boundary: SegmentReader.Boundary
        /// Where the last seal stands; the first record where there is none. What is before was
        /// synced before the seal was built; the seal itself perhaps never was.
        var sealed: SegmentReader.Boundary
        /// The seal of a clean stop, when nothing but zeros follows it.
        var cleanSeal: Range<Int>?
        /// Bytes behind the boundary that are no zeros.
        var torn: Range<Int>?
    }

    let disk: any Disk
    let identity: StoreIdentity
    let sizes: SegmentSizes
    var names: [String] = []
    var segments: [Segment] = []
    var report = Recovered()
    var tail: Tail?

    init(disk: any Disk, identity: StoreIdentity, sizes: SegmentSizes) {
        self.disk = disk
        self.identity = identity
        self.sizes = sizes
    }

    /// Finds the segments and checks that they are one store's, this service's, and readable.
    mutating func readHeaders() throws(StorageError) {
        names = try onDisk { () throws(DiskError) in try disk.list() }
        let found = names.compactMap { name in SegmentName.parse(name).map { ($0, name) } }
            .sorted { $0.0 < $1.0 }
        guard found.count <= Limits.segmentsMax else {
            throw .tooManySegments(found: found.count)
        }
        for (sequence, name) in found {
            let header = try readHeader(of: name, sequence: sequence)
            segments.append(Segment(name: name, header: header))
        }
        report.segments = segments.count
    }

    private func readHeader(of name: String, sequence: UInt64) throws(StorageError)
        -> SegmentHeader
    {
        let contents = try onDisk { () throws(DiskError) in
            try SegmentContents(
                disk.open(name, create: false), bytes: UInt64(Limits.headerBytes))
        }
        func damaged(_ kind: Damage.Kind) -> StorageError {
            .corrupt(Damage(file: name, offset: 0, sequence: sequence, kind: kind))
        }
        let header: SegmentHeader
        do {
            header = try SegmentHeader(contents.bytes)
        } catch {
            throw damaged(.header)
        }
        guard header.minReader <= SegmentHeader.formatNow else {
            throw .newerFormat(file: name, needs: header.minReader)
        }
        guard header.service == identity.service else {
            throw .otherService(
                file: name, found: header.service, expected: identity.service)
        }
        let manual = header.flags & SegmentHeader.manualClockFlag != 0
        guard manual == identity.manualClock else {
            throw .otherClock(file: name, foundManual: manual)
        }
        if let first = segments.first?.header {
            guard header.store == first.store, header.incarnation == first.incarnation else {
                throw damaged(.foreign)
            }
        } else if header.number != 1 || header.firstSequence != 1 {
            throw .corrupt(Damage(file: name, offset: 0, sequence: 1, kind: .gap))
        }
        guard header.firstSequence == sequence else { throw damaged(.gap) }
        return header
    }

    /// Reads every segment in order, applies every whole batch, and judges what follows the last.
    mutating func readSegments(_ replay: Store.Replay) throws(StorageError) {
        for index in segments.indices {
            let isLast = index == segments.count - 1
            let segment = segments[index]
            // Closed again when read: there may be more segments than descriptors.
            let file = try onDisk { () throws(DiskError) in
                try disk.open(segment.name, create: false)
            }
            let contents = try onDisk { () throws(DiskError) in
                // After a failed sync the cache may hold what the disk does not.
                if isLast { file.dropCache() }
                return try SegmentContents(file, bytes: file.size())
            }
            if isLast {
                tail = try readLast(segment, file, contents, replay)
            } else {
                try read(segment, contents.bytes, upTo: segments[index + 1].header, replay)
            }
        }
    }

    /// Reads a segment up to where its successor begins. What follows there was written anew into
    /// the successor, or never answered.
    private mutating func read(
        _ segment: Segment, _ bytes: UnsafeRawBufferPointer, upTo successor: SegmentHeader,
        _ replay: Store.Replay
    ) throws(StorageError) {
        var reader = SegmentReader(bytes: bytes, header: segment.header)
        while true {
            let here = reader.boundary
            if here.nextSequence == successor.firstSequence, here.chain == successor.previousChain,
                successor.number == segment.header.number &+ 1
            {
                return
            }
            switch reader.next() {
            case .batch(let range, let commit):
                try apply(segment, reader, range, commit, replay)
            case .seal:
                continue
            case .end:
                throw .corrupt(
                    Damage(
                        file: segment.name, offset: here.offset, sequence: here.nextSequence,
                        kind: .gap))
            case .invalid(let offset, let sequence):
                throw .corrupt(
                    Damage(
                        file: segment.name, offset: offset, sequence: sequence,
                        kind: .record(provenAt: nil)))
            }
        }
    }

    private mutating func readLast(
        _ segment: Segment, _ file: any DiskFile, _ contents: consuming SegmentContents,
        _ replay: Store.Replay
    ) throws(StorageError) -> Tail {
        let bytes = contents.bytes
        var reader = SegmentReader(bytes: bytes, header: segment.header)
        var sealed = reader.boundary
        var cleanSeal: Range<Int>?
        var torn: Range<Int>?
        scan: while true {
            let here = reader.boundary
            switch reader.next() {
            case .batch(let range, let commit):
                try apply(segment, reader, range, commit, replay)
                cleanSeal = nil
            case .seal(let offset, let seal):
                sealed = here
                cleanSeal =
                    seal.flags & ControlRecord.cleanStopFlag != 0
                    ? offset..<reader.boundary.offset : nil
                report.lastWallMs = max(report.lastWallMs, seal.wallMs)
            case .end:
                break scan
            case .invalid(let offset, let sequence):
                if case .corrupt(let proof, _) = Verdict.judge(
                    bytes, header: segment.header, invalidAt: offset)
                {
                    throw .corrupt(
                        Damage(
                            file: segment.name, offset: offset, sequence: sequence,
                            kind: .record(provenAt: proof)))
                }
                let last = SegmentReader.lastNonZero(bytes, from: here.offset) ?? here.offset
                torn = here.offset..<min(last + 1, bytes.count)
                cleanSeal = nil
                break scan
            }
        }
        report.cleanStop = cleanSeal != nil
        report.tornBytes = torn?.count ?? 0
        return Tail(
            file: file, contents: contents, boundary: reader.boundary, sealed: sealed,
            cleanSeal: cleanSeal,
            torn: torn)
    }

    /// Applies the operations of one whole batch.
    private mutating func apply(
        _ segment: Segment, _ reader: SegmentReader, _ range: Range<Int>, _ commit: ControlRecord,
        _ replay: Store.Replay
    ) throws(StorageError) {
        var skipped: UInt64 = 0
        try reader.operations(in: range) { (operation) throws(StorageError) in
            let known: Bool
            do {
                known =
                    operation.type & ~Record.skippable >= Record.serviceTypeMin
                    ? try replay(operation.type, operation.sequence, operation.payload) : false
            } catch {
                throw .refusedRecord(
                    file: segment.name, offset: operation.offset, sequence: operation.sequence,
                    type: operation.type, why: "\(error)")
            }
            if known { return }
            guard operation.type & Record.skippable != 0 else {
                throw .unknownRecord(
                    file: segment.name, offset: operation.offset, sequence: operation.sequence,
                    type: operation.type)
            }
            skipped &+= 1
        }
        report.batches &+= 1
        report.operations &+= UInt64(commit.operations)
        report.skipped &+= skipped
        report.lastSequence = commit.sequence
        report.lastWallMs = commit.wallMs
    }
}

/// The bytes of a file, or of its beginning, in memory of their own.
struct SegmentContents: ~Copyable {
    private let space: UnsafeMutableRawBufferPointer
    private let count: Int

    /// Reads up to `bytes` bytes.
    init(_ file: any DiskFile, bytes: UInt64) throws(DiskError) {
        let wanted = Int(min(bytes, Limits.segmentFileBytesMax))
        let space = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(wanted, 8), alignment: 8)
        do throws(DiskError) {
            count = try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: space[0..<wanted]), at: 0)
            self.space = space
        } catch {
            space.deallocate()
            throw error
        }
    }

    deinit { space.deallocate() }

    /// The bytes, valid while the value lives.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(space)[0..<count])
    }
}

/// Runs disk calls, turning their error into this module's.
func onDisk<R: ~Copyable>(_ body: () throws(DiskError) -> R) throws(StorageError) -> R {
    do throws(DiskError) { return try body() } catch { throw .disk(error) }
}
