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
        /// An answer, though it could not be asked to which question.
        case someAnswer
        /// A share, though it could not be asked with whom.
        case someShare

        /// The same for words of which it could not be asked what they are for.
        package var unnamed: Purpose {
            switch self {
            case .answer, .someAnswer: .someAnswer
            case .share, .someShare: .someShare
            }
        }

        var fileName: String {
            switch self {
            case .answer(let id): String(id)
            case .share(let id): "share-" + String(id)
            case .someAnswer: "answer"
            case .someShare: "share"
            }
        }
    }

    /// The path of a draft.
    package func path(_ purpose: Purpose) -> String { folder.path(of: purpose.fileName) }

    /// The questions that have a draft.
    package var questions: [UInt64] { folder.names().compactMap { UInt64($0) } }

    /// Whether words are kept for that.
    package func has(_ purpose: Purpose) -> Bool { folder.writtenAt(purpose.fileName) != nil }

    /// Where the words for something lie: under its own name, unless words of which it could not be
    /// asked what they are for were written after those.
    package func place(of purpose: Purpose) -> Purpose {
        guard let unnamed = folder.writtenAt(purpose.unnamed.fileName) else { return purpose }
        guard let named = folder.writtenAt(purpose.fileName) else { return purpose.unnamed }
        return unnamed.lexicographicallyPrecedes(named) ? purpose : purpose.unnamed
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

    /// Keeps words; they are on the disk when it returns.
    package func keep(_ words: String, _ purpose: Purpose) throws(Failure) {
        do {
            try folder.make()
            try folder.write(purpose.fileName, Array((words + "\n").utf8))
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
