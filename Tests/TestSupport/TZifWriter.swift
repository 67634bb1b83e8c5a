/// Writes time zone files (RFC 9636) for tests, so that they depend on no machine's data.
///
/// Deliberately knows nothing of the reader: it writes what it is told, also what no reader accepts.
public struct TZifWriter: Sendable {
    /// One local time type: seconds east of UTC, daylight mark, abbreviation.
    public struct Kind: Sendable {
        var seconds: Int32
        var isDST: Bool
        var name: String

        /// That local time type.
        public init(_ name: String, _ seconds: Int32, isDST: Bool = false) {
            self.seconds = seconds
            self.isDST = isDST
            self.name = name
        }
    }

    /// Whether the 32-bit block holds the data too, with standard and UT marks, or nothing.
    public enum Form: CaseIterable, Sendable {
        /// As `zic -b fat` and `zic -b slim` write.
        case fat, slim
    }

    /// The local time types; the first holds before the first transition.
    public var kinds: [Kind]

    /// When a type begins, in Unix seconds, and its index.
    public var transitions: [(at: Int64, kind: UInt8)]

    /// The POSIX TZ string after the data.
    public var footer: String

    /// The version byte.
    public var version: Character = "2"

    /// Fat or slim.
    public var form = Form.slim

    /// Leap second records, which make a "right/" file.
    public var leapSeconds: [(at: Int64, total: Int32)] = []

    /// A zone of those types, transitions and rule.
    public init(
        _ kinds: [Kind], _ transitions: [(at: Int64, kind: UInt8)] = [], footer: String = ""
    ) {
        self.kinds = kinds
        self.transitions = transitions
        self.footer = footer
    }

    /// A zone that follows a rule at all times.
    public init(footer: String) {
        self.init([Kind("UTC", 0)], footer: footer)
    }

    /// The file.
    public var bytes: [UInt8] {
        var file: [UInt8] = []
        let short = transitions.filter { Int64(Int32.min)...Int64(Int32.max) ~= $0.at }
        if version == "\0" || form == .fat {
            block(into: &file, transitions: short, wide: false)
        } else {
            header(into: &file, [0, 0, 0, 0, 1, 1])
            file += [0, 0, 0, 0, 0, 0, 0]
        }
        if version == "\0" { return file }
        block(into: &file, transitions: transitions, wide: true)
        return file + [0x0A] + Array(footer.utf8) + [0x0A]
    }

    private func header(into file: inout [UInt8], _ counts: [Int]) {
        file += Array("TZif".utf8) + Array(version.utf8) + [UInt8](repeating: 0, count: 15)
        for count in counts { append(Int64(count), bytes: 4, to: &file) }
    }

    private func block(
        into file: inout [UInt8], transitions: [(at: Int64, kind: UInt8)], wide: Bool
    ) {
        var names: [UInt8] = []
        let starts = kinds.map { kind in
            defer { names += Array(kind.name.utf8) + [0] }
            return UInt8(truncatingIfNeeded: names.count)
        }
        let marks = form == .fat ? kinds.count : 0
        let width = wide ? 8 : 4
        header(
            into: &file,
            [marks, marks, leapSeconds.count, transitions.count, kinds.count, names.count])
        for transition in transitions { append(transition.at, bytes: width, to: &file) }
        for transition in transitions { file.append(transition.kind) }
        for (kind, start) in zip(kinds, starts) {
            append(Int64(kind.seconds), bytes: 4, to: &file)
            file += [kind.isDST ? 1 : 0, start]
        }
        file += names
        for leap in leapSeconds {
            append(leap.at, bytes: width, to: &file)
            append(Int64(leap.total), bytes: 4, to: &file)
        }
        file += [UInt8](repeating: 0, count: 2 * marks)
    }

    private func append(_ value: Int64, bytes: Int, to file: inout [UInt8]) {
        for index in (0..<bytes).reversed() {
            file.append(UInt8(truncatingIfNeeded: value >> Int64(8 * index)))
        }
    }
}
