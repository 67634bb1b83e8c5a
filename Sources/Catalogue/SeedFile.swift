/// A seed file cut into blocks: rows of `keyword rest` lines, parted by blank lines.
///
/// Value. One pass over the bytes; whatever stands in the file, nothing traps.
struct SeedFile {
    /// One `keyword rest` line.
    struct Line {
        let number: Int
        let keyword: String
        let rest: String
    }

    /// Lines that belong together; never empty.
    struct Block {
        let lines: [Line]

        /// The first line.
        var head: Line { lines[0] }
    }

    /// The file's name as sentences give it.
    let name: String
    /// Its blocks, in order.
    let blocks: [Block]

    /// Cuts the bytes of a file.
    init(name: String, bytes: [UInt8]) throws(SeedError) {
        self.name = name
        guard bytes.count <= Limits.fileBytesMax else {
            throw SeedError(
                "\(name) is larger than \(Limits.fileBytesMax) bytes; cut it in two files.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SeedError("\(name) is not UTF-8; save it as UTF-8 text.")
        }
        var blocks: [Block] = []
        var lines: [Line] = []
        var number = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            number += 1
            if line.isEmpty {
                if !lines.isEmpty { blocks.append(Block(lines: lines)) }
                lines = []
            } else if line.first != UInt8(ascii: "#") {
                lines.append(try SeedFile.line(line, name, number))
            }
        }
        if !lines.isEmpty { blocks.append(Block(lines: lines)) }
        self.blocks = blocks
    }

    /// An error at a line of this file.
    func wrong(_ line: Int, _ sentence: String) -> SeedError {
        SeedError("\(name):\(line): \(sentence)")
    }

    private static func line(
        _ line: Substring.UTF8View, _ name: String, _ number: Int
    ) throws(SeedError) -> Line {
        let space = UInt8(ascii: " ")
        for byte in line where byte < space || byte == 0x7F {
            throw SeedError(
                "\(name):\(number): there is a tab or another control character; "
                    + "use blanks, and LF alone at the end of a line.")
        }
        guard line.first != space, line.last != space else {
            throw SeedError(
                "\(name):\(number): the line begins or ends with a blank; take it away.")
        }
        guard let cut = line.firstIndex(of: space) else {
            throw SeedError(
                "\(name):\(number): nothing stands behind the keyword; "
                    + "write a keyword, a blank and its value.")
        }
        return Line(
            number: number, keyword: String(Substring(line[..<cut])),
            rest: String(Substring(line[cut...].drop { $0 == space })))
    }
}
