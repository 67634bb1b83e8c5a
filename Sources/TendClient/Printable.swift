/// Makes text from elsewhere safe and straight for a terminal.
package enum Printable {
    /// The text with control characters, which could move the cursor or set colours, taken out.
    /// Line ends stay when `lines` is set, else they become spaces, as tabs do.
    package static func clean(_ text: String, lines: Bool = false) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where lines: result.append(scalar)
            case 0x09, 0x0A, 0x2028, 0x2029: result.append(" ")
            case 0..<0x20, 0x7F..<0xA0: break
            // Marks that turn the direction of writing for the rest of the line.
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: break
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The first line with words in it, at most `width` characters; a dot triple says that there
    /// is more.
    package static func line(_ text: String, width: Int = 60) -> String {
        let lines = text.split(separator: "\n").map { trimmed(clean(String($0))) }
            .filter { !$0.isEmpty }
        guard let first = lines.first else { return "" }
        if first.count < width { return lines.count == 1 ? first : first + "…" }
        return first.count == width && lines.count == 1
            ? first : String(first.prefix(width - 1)) + "…"
    }

    /// A word as it is typed: in quotes where it has blanks.
    package static func typed(_ word: String) -> String {
        let line = line(word)
        return line.contains(" ") ? "\"" + line + "\"" : line
    }

    /// Each line after the first moved right by `by` spaces.
    package static func indented(_ text: String, by: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + String(repeating: " ", count: by))
    }

    /// Without spaces at the end.
    package static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// Spaces up to a width.
    package static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }
}
