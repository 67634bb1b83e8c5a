/// Words that were written and could not go out, each a file for its owner alone: kept until they went
/// out or are taken away by hand.
///
/// Plain value; every call blocks for the disk.
package struct Drafts: Sendable {
    /// The folder, beside the identity.
    package let folder: PrivateFolder

    /// The drafts of that identity.
    package init(_ store: IdentityStore, of identity: String) {
        folder = PrivateFolder(path: store.folder.path(of: identity + ".drafts"))
    }

    /// What a draft is for.
    package enum Purpose: Equatable, Sendable {
        /// An answer to that question.
        case answer(UInt64)
        /// Something for that tie.
        case share(UInt64)
        /// An answer, though it could not be asked to which question; with the word that was typed for
        /// it, empty where there was none.
        case someAnswer(String)
        /// A share, though it could not be asked with whom; with the word that was typed.
        case someShare(String)

        /// The same for words of which it could not be asked what they are for.
        package func unnamed(typed word: String) -> Purpose {
            switch self {
            case .answer, .someAnswer: .someAnswer(word)
            case .share, .someShare: .someShare(word)
            }
        }

        var fileName: String {
            switch self {
            case .answer(let id): String(id)
            case .share(let id): "share-" + String(id)
            case .someAnswer(let word): Purpose.named("answer", for: word)
            case .someShare(let word): Purpose.named("share", for: word)
            }
        }

        /// What one typed, in any case, as a part of a file's name.
        private static func named(_ name: String, for word: String) -> String {
            guard !word.isEmpty else { return name }
            let digits = word.lowercased().utf8.prefix(Drafts.typedBytesMax).map { byte in
                let digits = String(byte, radix: 16)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }
            return name + "-for-" + digits.joined()
        }
    }

    /// As many bytes of a typed word tell one draft from another.
    private static let typedBytesMax = 60

    /// The path of a draft.
    package func path(_ purpose: Purpose) -> String { folder.path(of: purpose.fileName) }

    /// The questions that have a draft.
    package var questions: [UInt64] { folder.names().compactMap { UInt64($0) } }

    /// Whether words are kept for that.
    package func has(_ purpose: Purpose) -> Bool { folder.writtenAt(purpose.fileName) != nil }

    /// Where the words for something lie: under its own name, unless words of which it could not be
    /// asked what they are for were written after those. Of these only such as were written with the
    /// same word typed, or with none: what was meant for one person is never taken for another.
    package func place(of purpose: Purpose, typed word: String = "") -> Purpose {
        let found = [word, ""].lazy.map { purpose.unnamed(typed: $0) }.first(where: has)
        guard let other = found, let unnamed = folder.writtenAt(other.fileName) else {
            return purpose
        }
        guard let named = folder.writtenAt(purpose.fileName) else { return other }
        return unnamed.lexicographicallyPrecedes(named) ? purpose : other
    }

    /// The words kept, or nil.
    package func words(_ purpose: Purpose) throws(Failure) -> String? {
        do {
            return try folder.read(purpose.fileName).map {
                Editor.tidy(String(decoding: $0, as: UTF8.self))
            }
        } catch {
            throw error.failure
        }
    }

    /// Keeps words; they are on the disk when it returns. Words that are kept already stay before them,
    /// unless they are those that were `seen` when these were written.
    package func keep(
        _ words: String, _ purpose: Purpose, seen: String? = nil
    ) throws(Failure) {
        var all = words
        if let before = try self.words(purpose), before != seen {
            all = DraftWords.joined(before, words)
        }
        do {
            try folder.make()
            try folder.write(purpose.fileName, Array((all + "\n").utf8))
        } catch {
            throw error.failure
        }
    }

    /// Forgets words that went out.
    package func forget(_ purpose: Purpose) throws(Failure) {
        guard folder.names().contains(purpose.fileName) else { return }
        do {
            try folder.remove(purpose.fileName)
        } catch {
            throw error.failure
        }
    }
}
