/// What the words of a seed may not say.
///
/// Value of nothing. Works on bytes: a text becomes its words in small letters, one blank before and
/// behind each, and every entry of a list is looked for where a word begins. The cost grows with the
/// length of the text.
enum TextLint {
    /// Words of reproach and guilt. One that ends in `*` stands for every word that begins so.
    static let reproach = [
        "fail*", "fault*", "guilt*", "blam*", "lazy", "laziness", "needy", "clingy", "toxic*",
        "selfish*", "shame", "ashamed", "worthless*", "stupid*", "loser*", "crazy", "should have",
        "should've", "ought to have", "bad partner", "bad friend", "wrong with you",
        "let me down", "let you down", "too sensitive", "you always", "you never", "streak*",
        "disappointing",
    ].map(Entry.init)
    /// Words that take a romance for granted, in what is for any kind of tie.
    static let romance = [
        "partner*", "couple*", "spouse*", "romance*", "romantic*", "lover*", "date night*",
    ].map(Entry.init)

    /// Why a text cannot be served, or nil: the end of a sentence that begins with its place.
    static func fault(in text: String, isForAnyKind: Bool) -> String? {
        if text.utf8.contains(UInt8(ascii: "!")) {
            return "there is an exclamation mark; end with a question mark or a full stop."
        }
        if hasAddress(text) { return "there is the address of a page; say it without." }
        let words = words(of: text)
        if let found = first(of: reproach, in: words) {
            return "\"\(found)\" reproaches; say it without blame (seeds/VOICE.md)."
        }
        if isForAnyKind, let found = first(of: romance, in: words) {
            return "\"\(found)\" takes a romance for granted; say it for any kind of tie, "
                + "or write: kinds partner"
        }
        return nil
    }

    /// The words of a text in small letters, one blank before and behind each: what two texts have
    /// alike when only marks and spacing differ.
    static func words(of text: String) -> [UInt8] {
        var words: [UInt8] = [blank]
        words.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            let isUpper = byte >= 0x41 && byte <= 0x5A
            let isLower = byte >= 0x61 && byte <= 0x7A
            let isDigit = byte >= 0x30 && byte <= 0x39
            if isUpper {
                words.append(byte | 0x20)
            } else if isLower || isDigit || byte >= 0x80 || byte == UInt8(ascii: "'") {
                words.append(byte)
            } else if words.last != blank {
                words.append(blank)
            }
        }
        if words.last != blank { words.append(blank) }
        return words
    }

    private static let blank = UInt8(ascii: " ")

    /// One entry of a list, as it is looked for.
    struct Entry {
        let bytes: [UInt8]

        init(_ text: String) {
            let isOpen = text.utf8.last == UInt8(ascii: "*")
            bytes = isOpen ? Array(text.utf8.dropLast()) : Array(text.utf8) + [TextLint.blank]
        }
    }

    private static func first(of list: [Entry], in words: [UInt8]) -> String? {
        for start in words.indices.dropFirst() where words[start - 1] == blank {
            for entry in list where words[start...].starts(with: entry.bytes) {
                let rest = words[(start + entry.bytes.count - 1)...]
                let end = rest.firstIndex(of: blank) ?? rest.endIndex
                return String(decoding: words[start..<end], as: UTF8.self)
            }
        }
        return nil
    }

    /// Whether a full stop is followed by a letter at once, as in the name of a site, or a scheme
    /// stands somewhere.
    private static func hasAddress(_ text: String) -> Bool {
        var last: (UInt8, UInt8) = (0, 0)
        for byte in text.utf8 {
            let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
            if last.1 == UInt8(ascii: ".") && isLetter { return true }
            let slash = UInt8(ascii: "/")
            if last.0 == UInt8(ascii: ":") && last.1 == slash && byte == slash { return true }
            last = (last.1, byte)
        }
        return false
    }
}
