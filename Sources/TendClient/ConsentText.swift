import Codec
import Contracts

/// The consent sheet: what two people say yes to, in full.
package struct ConsentText {
    /// The catalogue.
    package let words: Words
    /// The sheet.
    package let sheet: ConsentSheet

    /// The version whose words stand in the catalogue.
    package static let version: UInt32 = 1

    /// A sheet to show. Throws for one whose words this client does not have, and for one whose hash
    /// is not that of what it says: nobody may agree to something else than what was read.
    package init(_ sheet: ConsentSheet, _ words: Words) throws(Failure) {
        guard sheet.version == ConsentText.version else { throw Failure(.refused, .sheetNewer) }
        guard sheet.hash == ConsentText.hash(of: sheet) else {
            throw Failure(.refused, .sheetWrong)
        }
        self.sheet = sheet
        self.words = words
    }

    /// SHA-256 of the sheet without its hash.
    package static func hash(of sheet: ConsentSheet) -> [UInt8] {
        var bare = sheet
        bare.hash = []
        var hash = SHA256()
        hash.update(bare.encoded())
        return hash.finish()
    }

    /// The lines, for either of the two; `other` is the one who is not reading.
    package func lines(other: String) -> [String] {
        let server = TieBook.name(sheet.operatorName)
        let values = [
            "inviter": TieBook.name(sheet.inviterName), "invitee": TieBook.name(sheet.inviteeName),
            "kind": words.kind(sheet.kind), "other": TieBook.name(other),
            "operator": server.isEmpty ? words.text(.sheetSomebody) : server,
        ]
        let ids: [WordID] = [
            .sheetWho, .sheetOperator, .sheetSeen, .sheetUnseen, .sheetLeave,
        ]
        return [words.text(.sheetTitle)]
            + ids.flatMap { Columns.wrapped(words.text($0, values), indent: 2) }
    }
}
