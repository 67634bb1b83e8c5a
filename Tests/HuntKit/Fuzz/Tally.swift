/// How often each outcome and each handler was reached. Owned by one epoch of the hunt.
public struct Tally: Sendable {
    /// Counts by name.
    public private(set) var counts: [String: Int] = [:]

    /// Nothing reached, but these names expected.
    public init(expecting names: [String] = []) {
        for name in names { counts[name] = 0 }
    }

    /// One more.
    public mutating func add(_ name: String, _ count: Int = 1) {
        counts[name, default: 0] += count
    }

    /// Adds another tally's counts.
    public mutating func merge(_ other: Tally) {
        for (name, count) in other.counts { add(name, count) }
    }

    /// The names reached fewer than `least` times.
    public func below(_ least: Int) -> [String] {
        counts.filter { $0.value < least }.keys.sorted()
    }

    /// One line a name, in order of names.
    public var table: String {
        counts.sorted { $0.key < $1.key }.map { name, count in
            let number = String(count)
            let gap = String(repeating: " ", count: max(1, 12 - number.utf8.count))
            return gap + number + "  " + name
        }.joined(separator: "\n")
    }

    /// The counts as lines that `init(lines:)` reads back.
    public var lines: [String] { counts.map { "\($0.value) \($0.key)" } }

    /// Reads one line of `lines`.
    public mutating func add(line: some StringProtocol) {
        guard let space = line.firstIndex(of: " "), let count = Int(line[..<space]) else { return }
        add(String(line[line.index(after: space)...]), count)
    }
}
