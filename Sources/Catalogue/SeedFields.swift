/// The lines of one block by their keyword, each looked at once.
///
/// Value. Refuses what is not known, what is there twice and what is missing, in the order of the
/// file.
struct SeedFields {
    private let file: SeedFile
    private let block: SeedFile.Block
    private var byKeyword: [String: SeedFile.Line] = [:]
    /// The lines of the one keyword that may stand several times.
    private(set) var options: [SeedFile.Line] = []

    /// The lines of `block`: each of `needed` once, each of `optional` at most once, and `option`
    /// lines where there may be any.
    init(
        _ block: SeedFile.Block, of file: SeedFile, needed: [String], optional: [String] = [],
        hasOptions: Bool = false
    ) throws(SeedError) {
        self.file = file
        self.block = block
        for line in block.lines {
            if hasOptions && line.keyword == "option" {
                options.append(line)
                continue
            }
            guard needed.contains(line.keyword) || optional.contains(line.keyword) else {
                let known = needed + optional + (hasOptions ? ["option"] : [])
                throw file.wrong(
                    line.number,
                    "\"\(line.keyword)\" is no keyword here; use one of: "
                        + known.joined(separator: " ") + ".")
            }
            guard byKeyword[line.keyword] == nil else {
                throw file.wrong(
                    line.number,
                    "\"\(line.keyword)\" stands twice in one block; keep one, "
                        + "and part blocks by a blank line.")
            }
            byKeyword[line.keyword] = line
        }
        for keyword in needed where byKeyword[keyword] == nil {
            throw file.wrong(
                block.head.number,
                "\"\(keyword)\" is missing in this block; add a line: \(keyword) ...")
        }
    }

    /// The line of a keyword that is there for certain, or of one that may be missing.
    subscript(_ keyword: String) -> SeedFile.Line? { byKeyword[keyword] }

    /// An error at the line of a keyword.
    func wrong(_ keyword: String, _ sentence: String) -> SeedError {
        file.wrong((byKeyword[keyword] ?? block.head).number, sentence)
    }

    /// What stands behind a keyword.
    func text(_ keyword: String) -> String { byKeyword[keyword]?.rest ?? "" }

    /// One of a few words.
    func word<Value>(_ keyword: String, _ words: [(String, Value)]) throws(SeedError) -> Value {
        let text = text(keyword)
        for (word, value) in words where word == text { return value }
        let known = words.map(\.0).joined(separator: " ")
        throw wrong(keyword, "\"\(text)\" is no \(keyword); use one of: \(known).")
    }

    /// A whole number from `least` to `most`.
    func number(_ keyword: String, _ least: UInt32, _ most: UInt32) throws(SeedError) -> UInt32 {
        let text = text(keyword)
        let isPlain = text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        guard isPlain, let number = UInt32(text), number >= least, number <= most else {
            throw wrong(
                keyword, "\(keyword) is a number from \(least) to \(most), not \"\(text)\".")
        }
        return number
    }

    /// A name for ever: small letters, digits and dashes.
    func id(_ keyword: String) throws(SeedError) -> String {
        let text = text(keyword)
        let isPlain = text.utf8.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
        }
        guard isPlain, text.utf8.count <= Limits.idBytesMax else {
            throw wrong(
                keyword,
                "\"\(text)\" is no id; use at most \(Limits.idBytesMax) small letters, digits "
                    + "and dashes.")
        }
        return text
    }
}
