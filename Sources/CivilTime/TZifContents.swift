/// The 64-bit part of a TZif file, checked (RFC 9636 section 3).
///
/// Header (44 bytes, big-endian): "TZif", version, 15 reserved bytes, then six counts: UT marks,
/// standard marks, leap seconds, transitions, local time types, abbreviation bytes. Data: the
/// transition times (8 bytes each; 4 in the first block), their types (1), the local time types
/// (offset 4, daylight mark 1, abbreviation index 1), the abbreviations, leap seconds, marks.
/// Versions 2 and later hold a first block with 32-bit times, which is skipped, a second header and
/// block, and a footer: newline, POSIX TZ string, newline.
struct TZifContents {
    var transitions: [Int64] = []
    var transitionKinds: [UInt8] = []
    /// Never empty.
    var offsets: [ZoneOffset]
    var rule: PosixZone?

    init(offsets: [ZoneOffset]) {
        self.offsets = offsets
    }

    init(reading bytes: [UInt8]) throws(TZifError) {
        guard bytes.count <= Limits.tzifBytesMax else {
            throw TZifError(.tooLong, at: Limits.tzifBytesMax)
        }
        var reader = TZifReader(bytes: bytes)
        let first = try reader.header()
        guard first.version >= 0x32 else { throw TZifError(.versionOne, at: 4) }
        // The first block is never read, but leap seconds there mean leap seconds everywhere.
        guard first.leapCount == 0 else { throw TZifError(.leapSeconds, at: 28) }
        _ = try reader.take(first.dataBytes(timeBytes: 4))

        let start = reader.position
        let header = try reader.header()
        guard header.leapCount == 0 else { throw TZifError(.leapSeconds, at: start + 28) }
        guard (1...256).contains(header.typeCount), header.charCount > 0,
            header.utCount == 0 || header.utCount == header.typeCount,
            header.standardCount == 0 || header.standardCount == header.typeCount
        else { throw TZifError(.counts, at: start + 20) }

        // Everything is known to be there before anything is allocated for it.
        let dataStart = reader.position
        let dataBytes = header.dataBytes(timeBytes: 8)
        _ = try reader.take(dataBytes)
        reader.position = dataStart
        transitions = try reader.transitionTimes(header.timeCount)
        transitionKinds = try reader.transitionKinds(header)
        offsets = try reader.offsets(header)
        reader.position = dataStart + dataBytes
        rule = try reader.footer()
        guard reader.position == bytes.count else { throw TZifError(.tooLong, at: reader.position) }
    }
}

private struct TZifHeader {
    var version: UInt8
    var utCount: Int
    var standardCount: Int
    var leapCount: Int
    var timeCount: Int
    var typeCount: Int
    var charCount: Int

    /// Counts have 32 bits, so no product here overflows 64.
    func dataBytes(timeBytes: Int) -> Int {
        timeCount * (timeBytes + 1) + typeCount * 6 + charCount + leapCount * (timeBytes + 4)
            + standardCount + utCount
    }
}

/// A checked cursor over the file.
private struct TZifReader {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) throws(TZifError) -> ArraySlice<UInt8> {
        guard bytes.count - position >= count else {
            throw TZifError(.truncated, at: bytes.count)
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func bigEndian(_ count: Int) throws(TZifError) -> UInt64 {
        try take(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func header() throws(TZifError) -> TZifHeader {
        let start = position
        for byte in "TZif".utf8 {
            guard position < bytes.count, bytes[position] == byte else {
                throw TZifError(.notTZif, at: start)
            }
            position += 1
        }
        let version = UInt8(truncatingIfNeeded: try bigEndian(1))
        _ = try take(15)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(try bigEndian(4))) }
        return TZifHeader(
            version: version, utCount: counts[0], standardCount: counts[1], leapCount: counts[2],
            timeCount: counts[3], typeCount: counts[4], charCount: counts[5])
    }

    mutating func transitionTimes(_ count: Int) throws(TZifError) -> [Int64] {
        var times: [Int64] = []
        times.reserveCapacity(count)
        var previous = Int64.min
        for index in 0..<count {
            let start = position
            let time = Int64(bitPattern: try bigEndian(8))
            guard index == 0 || time > previous else { throw TZifError(.order, at: start) }
            previous = time
            // Far beyond any calendar, and near enough to zero that offsets can be added.
            times.append(min(max(time, -(1 << 60)), 1 << 60))
        }
        return times
    }

    mutating func transitionKinds(_ header: TZifHeader) throws(TZifError) -> [UInt8] {
        let start = position
        let kinds = try take(header.timeCount)
        if let bad = kinds.firstIndex(where: { Int($0) >= header.typeCount }) {
            throw TZifError(.typeIndex, at: start + bad - kinds.startIndex)
        }
        return Array(kinds)
    }

    mutating func offsets(_ header: TZifHeader) throws(TZifError) -> [ZoneOffset] {
        let namesStart = position + header.typeCount * 6
        let names = bytes[namesStart..<namesStart + header.charCount]
        var offsets: [ZoneOffset] = []
        offsets.reserveCapacity(header.typeCount + 2)
        for _ in 0..<header.typeCount {
            let start = position
            let seconds = Int32(truncatingIfNeeded: Int64(bitPattern: try bigEndian(4)))
            guard ZoneOffset.secondsAllowed.contains(seconds) else {
                throw TZifError(.offset, at: start)
            }
            let mark = try bigEndian(1)
            guard mark <= 1 else { throw TZifError(.daylightMark, at: start + 4) }
            let index = Int(try bigEndian(1))
            let name = names.dropFirst(index).prefix { $0 != 0 }
            guard index < header.charCount, name.endIndex < names.endIndex,
                (1...Limits.abbreviationBytesMax).contains(name.count),
                name.allSatisfy({ (0x21...0x7E).contains($0) })
            else { throw TZifError(.abbreviation, at: start + 5) }
            offsets.append(
                ZoneOffset(
                    seconds: seconds, isDST: mark == 1,
                    abbreviation: String(decoding: name, as: UTF8.self)))
        }
        return offsets
    }

    /// Newline, the rule, newline. An empty rule says nothing about later times.
    mutating func footer() throws(TZifError) -> PosixZone? {
        guard try bigEndian(1) == 0x0A else { throw TZifError(.footer, at: position - 1) }
        let start = position
        guard let end = bytes[start...].firstIndex(of: 0x0A) else {
            throw TZifError(.truncated, at: bytes.count)
        }
        position = end + 1
        if end == start { return nil }
        return try PosixZone(parsing: bytes[start..<end], base: start)
    }
}
