/// What short texts that others read may look like: names of people and devices, language tags.
enum PlainText {
    /// Whether a name is one line of signs that show, or stand between signs that do. Controls, line
    /// ends and marks that turn the direction of writing or take no room are refused: with them one
    /// name could pass for another, or disturb the line it stands in.
    static func isName(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
                .privateUse:
                false
            // Persian and others write with these two, and so do joined pictures.
            case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
            default: true
            }
        }
    }

    /// Whether anything in it shows.
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0.properties.generalCategory == .format
        }
    }

    /// Whether a text has the shape of a language tag (BCP 47, RFC 5646 section 2.1): a language of
    /// two or three letters, then parts of one to eight letters or digits. Which languages there
    /// are is not looked up.
    static func isLanguageTag(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.count),
            language.allSatisfy(isLetter)
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || isDigit($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
