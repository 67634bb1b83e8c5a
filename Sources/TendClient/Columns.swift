/// Lines of a fixed width for a terminal: how wide text is, cut, broken and set left and right.
///
/// Counts columns as terminals do: a wide character of East Asia or an emoji takes two, a mark that
/// combines with the one before takes none.
package enum Columns {
    /// The width of a page.
    package static let page = 80

    /// The columns that a text takes.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        let value = first.value
        if value < 0x300 { return 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // A sign that is asked to show as an emoji, such as a heart.
        if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
        return first.properties.isEmojiPresentation || isWide(value) ? 2 : 1
    }

    /// Unicode Standard Annex #11, East Asian Width, the blocks of W and F without their few gaps.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// The text cut to `columns`; three dots in one say that there was more.
    package static func cut(_ text: String, to columns: Int) -> String {
        if width(text) <= columns { return text }
        var result = ""
        var used = 0
        for character in text {
            used += width(character)
            if used > columns - 1 { break }
            result.append(character)
        }
        return columns > 0 ? Printable.trimmed(result) + "…" : ""
    }

    /// The text and spaces up to `columns`.
    package static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(columns - width(text), 0))
    }

    /// One line with something at each of its ends; the left gives way.
    package static func spread(_ left: String, _ right: String, to columns: Int = page) -> String {
        if right.isEmpty { return cut(left, to: columns) }
        let room = columns - width(right) - 2
        return padded(cut(left, to: max(room, 0)), to: room + 2) + right
    }

    /// The text in lines of at most `columns`, broken between words, each after `indent` spaces. At
    /// most `most` lines; the last says with three dots that there was more.
    package static func wrapped(
        _ text: String, indent: Int = 0, to columns: Int = page, most: Int = .max
    ) -> [String] {
        let room = max(columns - indent, 1)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ").flatMap({ pieces(String($0), room) }) {
            if !line.isEmpty, width(line) + 1 + width(word) > room {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { lines.append(line) }
        if lines.count > most, most > 0 {
            lines[most - 1] = cut(lines[(most - 1)...].joined(separator: " "), to: room)
            lines.removeSubrange(most...)
        }
        return lines.map { String(repeating: " ", count: indent) + $0 }
    }

    /// A head with text beside it, in as many lines as the text needs, at most `most`, and something at
    /// the right end: of the last line where it fits, else of one more.
    package static func hanging(
        _ head: String, _ text: String, _ right: String = "", most: Int = .max
    ) -> [String] {
        let indent = width(head)
        var lines = wrapped(text, indent: indent, most: most)
        if lines.isEmpty {
            lines = [Printable.trimmed(head)]
        } else {
            lines[0] = head + lines[0].dropFirst(indent)
        }
        if right.isEmpty { return lines }
        let fits = width(lines[lines.count - 1]) + 2 + width(right) <= page
        let last = fits ? lines.removeLast() : ""
        return lines + [spread(last, right)]
    }

    /// Items side by side, two spaces between them, in as many lines as they need; one that is longer
    /// than a line is broken.
    package static func flowed(
        _ items: [String], indent: Int = 0, to columns: Int = page, most: Int = .max
    ) -> [String] {
        let room = max(columns - indent, 1)
        var lines: [String] = []
        for item in items.flatMap({ wrapped($0, to: room) }) {
            if let last = lines.last, width(last) + 2 + width(item) <= room {
                lines[lines.count - 1] = last + "  " + item
            } else {
                lines.append(item)
            }
        }
        if lines.count > most, most > 0 {
            lines[most - 1] = cut(lines[(most - 1)...].joined(separator: "  "), to: room)
            lines.removeSubrange(most...)
        }
        return lines.map { String(repeating: " ", count: indent) + $0 }
    }

    /// A word in pieces that fit.
    private static func pieces(_ word: String, _ room: Int) -> [String] {
        if width(word) <= room { return [word] }
        var pieces = [""]
        var used = 0
        for character in word {
            let columns = width(character)
            if used + columns > room, used > 0 {
                pieces.append("")
                used = 0
            }
            pieces[pieces.count - 1].append(character)
            used += columns
        }
        return pieces
    }
}
