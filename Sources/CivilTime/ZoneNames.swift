/// The identifiers a zone folder knows, and which are only other names of others.
struct ZoneNames {
    /// Every identifier, sorted.
    private(set) var ids: [String] = []

    /// Old names to current ones, such as US/Pacific to America/Los_Angeles.
    private(set) var links: [String: String] = [:]

    /// Reads the `Z` and `L` lines of `tzdata.zi` (zic(8), compact form).
    init(compiling bytes: [UInt8]) {
        for line in bytes.split(separator: 0x0A) where line.first == 0x5A || line.first == 0x4C {
            let words = line.split(separator: 0x20, maxSplits: 3)
            guard words.count >= 3 else { continue }
            if line.first == 0x5A {
                note(words[1])
            } else if let link = note(words[2]) {
                links[link] = String(decoding: words[1], as: UTF8.self)
            }
        }
        ids.sort()
    }

    /// Reads the third column of `zone1970.tab` or `zone.tab`.
    init(table bytes: [UInt8]) {
        for line in bytes.split(separator: 0x0A) where line.first != 0x23 {
            let columns = line.split(separator: 0x09, maxSplits: 3)
            if columns.count >= 3 { note(columns[2]) }
        }
        ids.sort()
    }

    @discardableResult
    private mutating func note(_ bytes: ArraySlice<UInt8>) -> String? {
        let id = String(decoding: bytes, as: UTF8.self)
        guard ZoneID.isWellFormed(id), !ZoneID.isLocal(id) else { return nil }
        ids.append(id)
        return id
    }

    /// The identifiers nearest to a mistyped one, best first: the same but for case and spaces, the
    /// same place ("berlin"), the beginning of a place ("new_y"), or a few letters apart.
    func nearest(to text: String) -> [String] {
        guard (2...Limits.zoneIDBytesMax).contains(text.utf8.count) else { return [] }
        let wanted = ZoneNames.folded(text)
        var found: [(rank: Int, id: String)] = []
        for id in ids {
            let full = ZoneNames.folded(id)
            let place = Array(full[(full.lastIndex(of: 0x2F) ?? -1) + 1..<full.count])
            if full == wanted {
                found.append((0, id))
            } else if place == wanted {
                found.append((1, id))
            } else if wanted.count >= 3, place.starts(with: wanted) || full.starts(with: wanted) {
                found.append((2, id))
            } else {
                let most = wanted.count < 8 ? 1 : 2
                let apart = min(
                    editDistance(wanted, place, most: most), editDistance(wanted, full, most: most))
                if apart <= most { found.append((2 + apart, id)) }
            }
        }
        found.sort { ($0.rank, $0.id) < ($1.rank, $1.id) }
        return found.prefix(Limits.zoneSuggestionsMax).map(\.id)
    }

    /// ASCII lower case, with spaces as underscores.
    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { byte in
            (0x41...0x5A).contains(byte) ? byte + 0x20 : byte == 0x20 ? 0x5F : byte
        }
    }
}

/// How many letters must be added, removed or changed (Levenshtein), or `most + 1` when more than
/// `most`; the lengths are at most `Limits.zoneIDBytesMax`.
private func editDistance(_ left: [UInt8], _ right: [UInt8], most: Int) -> Int {
    guard abs(left.count - right.count) <= most else { return most + 1 }
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let changed = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
        }
    }
    return min(row[right.count], most + 1)
}
