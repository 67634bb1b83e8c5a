/// Reading a POSIX TZ string (POSIX.1-2024, Base Definitions 8.3) with the extensions of RFC 9636
/// section 3.3.1. A zone with daylight saving time must say when: the default of POSIX is
/// implementation-defined and no compiler of zone files leaves it out.
extension PosixZone {
    /// The rule in those bytes, which must be all of it. `base` is where they stand in the file.
    init(parsing bytes: ArraySlice<UInt8>, base: Int) throws(TZifError) {
        var text = PosixText(bytes: bytes, base: base)
        let standardName = try text.name()
        let standardWest = try text.time(hoursMax: 24)
        standard = try text.offset(west: standardWest, isDST: false, name: standardName)
        if text.isAtEnd { return }

        let name = try text.name()
        let west = text.isNext(",") ? standardWest - 3600 : try text.time(hoursMax: 24)
        let offset = try text.offset(west: west, isDST: true, name: name)
        // The shift is kept under a day so that it can neither skip nor repeat a whole date.
        guard abs(west - standardWest) < 86_400 else { throw text.fault }
        let start = try text.change()
        let end = try text.change()
        guard text.isAtEnd else { throw text.fault }
        daylight = Daylight(
            offset: offset, start: start, end: end,
            isAllYear: PosixZone.isAllYear(
                start: start, end: end, standard: standard, daylight: offset))
    }
}

/// A cursor over a TZ string.
private struct PosixText {
    let bytes: ArraySlice<UInt8>
    let base: Int
    var position: Int

    init(bytes: ArraySlice<UInt8>, base: Int) {
        self.bytes = bytes
        self.base = base
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    var fault: TZifError { TZifError(.footer, at: base + position - bytes.startIndex) }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    func isNext(_ character: Unicode.Scalar) -> Bool {
        next.map { UInt32($0) == character.value } ?? false
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard isNext(character) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(TZifError) {
        guard skip(character) else { throw fault }
    }

    /// Three or more letters, or anything of letters, digits, `+` and `-` between `<` and `>`.
    mutating func name() throws(TZifError) -> String {
        let quoted = skip("<")
        let start = position
        while let byte = next, isLetter(byte) || (quoted && isDigitOrSign(byte)) { position += 1 }
        let name = bytes[start..<position]
        guard name.count >= 3, name.count <= Limits.abbreviationBytesMax else { throw fault }
        if quoted { try expect(">") }
        return String(decoding: name, as: UTF8.self)
    }

    /// `[+-]h[hh][:mm[:ss]]` as seconds.
    mutating func time(hoursMax: Int) throws(TZifError) -> Int {
        let negative = skip("-")
        if !negative { _ = skip("+") }
        var seconds = try number(0...hoursMax) * 3600
        if skip(":") {
            seconds += try number(0...59) * 60
            if skip(":") { seconds += try number(0...59) }
        }
        return negative ? -seconds : seconds
    }

    /// `,date[/time]`; the time is 02:00 when left out.
    mutating func change() throws(TZifError) -> PosixZone.Change {
        try expect(",")
        let day: PosixZone.Change.Day
        if skip("J") {
            day = .julian(try number(1...365))
        } else if skip("M") {
            let month = try number(1...12)
            try expect(".")
            let week = try number(1...5)
            try expect(".")
            day = .weekday(month: month, week: week, day: try number(0...6))
        } else {
            day = .zeroBased(try number(0...365))
        }
        return PosixZone.Change(day: day, seconds: skip("/") ? try time(hoursMax: 167) : 7200)
    }

    /// POSIX counts west of Greenwich, we count east.
    func offset(west: Int, isDST: Bool, name: String) throws(TZifError) -> ZoneOffset {
        guard let seconds = Int32(exactly: -west), ZoneOffset.secondsAllowed.contains(seconds)
        else { throw fault }
        return ZoneOffset(seconds: seconds, isDST: isDST, abbreviation: name)
    }

    private mutating func number(_ allowed: ClosedRange<Int>) throws(TZifError) -> Int {
        var value = 0
        var digits = 0
        while let byte = next, byte >= 0x30, byte <= 0x39, digits < 3 {
            value = value * 10 + Int(byte - 0x30)
            digits += 1
            position += 1
        }
        guard digits > 0, allowed.contains(value) else { throw fault }
        return value
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private func isDigitOrSign(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D
    }
}
