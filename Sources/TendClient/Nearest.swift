/// The nearest of a few known words to a mistyped one.
package enum Nearest {
    /// The candidate at the smallest distance, when that is small against the word's length; the
    /// first of several at the same distance.
    package static func match(_ word: String, in candidates: [String]) -> String? {
        let typed = Array(word.lowercased().unicodeScalars.prefix(64))
        var best: (String, Int)?
        for candidate in candidates {
            let known = Array(candidate.lowercased().unicodeScalars)
            let distance = distance(typed, known)
            let allowed = max(1, min(typed.count, known.count) / 3 + 1)
            guard distance <= allowed, distance < best?.1 ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.0
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the
    /// other (optimal string alignment; Damerau 1964).
    package static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
