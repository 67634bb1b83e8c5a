/// The catalogue: every sentence that a person reads, by id, in one language.
///
/// Immutable value. A sentence may hold places, `{name}`, and choices by number,
/// `{n|minute|minutes}`, whose forms stand in the order of the language's plural rule. Verbs name
/// ids and values; no other file of the client holds text for people.
public struct Words: Sendable {
    /// BCP 47 tag of the language.
    public let language: String

    /// What each sentence says.
    package let sentences: [WordID: String]

    /// What each verb says of itself in help, by the verb's name.
    package let verbs: [String: VerbWords]

    /// What each flag means, by its name without dashes, or `verb flag` where one verb differs.
    package let flags: [String: String]

    /// The words of time phrases and dates.
    package let time: TimeVocabulary

    /// Which of a choice's forms goes with a number.
    package let pluralForm: @Sendable (Int64) -> Int

    /// The sentence of `id` with its places filled. An id without a sentence, which a test rules
    /// out, is printed itself.
    public func text(_ id: WordID, _ values: [String: String] = [:]) -> String {
        filled(sentences[id] ?? id.rawValue, values)
    }

    /// The sentence of a phrase.
    public func text(_ phrase: Phrase) -> String { text(phrase.id, phrase.values) }

    /// `template` with its places filled; a place without a value stays empty.
    package func filled(_ template: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"),
            let close = rest[open...].firstIndex(of: "}")
        {
            result += rest[..<open]
            let place = rest[rest.index(after: open)..<close]
            let parts = place.split(separator: "|", omittingEmptySubsequences: false)
            let value = values[String(parts.first ?? "")] ?? ""
            if parts.count > 1, let number = Int64(value) {
                result += parts[min(1 + max(pluralForm(number), 0), parts.count - 1)]
            } else {
                result += value
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// The names of the places in a sentence, for tests.
    public static func places(in template: String) -> [String] {
        template.split(separator: "{").dropFirst().compactMap { part in
            part.firstIndex(of: "}").map { end in
                String(part[..<end].split(separator: "|").first ?? "")
            }
        }
    }

    /// `one`, `one and two`, `one, two and three`.
    package func list(_ items: [String]) -> String {
        guard let last = items.last else { return "" }
        if items.count == 1 { return last }
        return text(
            .listOfSeveral,
            ["items": items.dropLast().joined(separator: text(.listComma)), "last": last])
    }
}

/// A sentence that is not yet said: its id and what goes in its places.
public struct Phrase: Equatable, Sendable {
    /// Which sentence.
    public let id: WordID
    /// What goes in its places.
    public let values: [String: String]

    /// A sentence with what goes in its places.
    public init(_ id: WordID, _ values: [String: String] = [:]) {
        self.id = id
        self.values = values
    }
}

/// What a verb says of itself in help.
package struct VerbWords: Sendable {
    /// What follows the verb's name, `CODE --name NAME`.
    package var shape: String
    /// Half a line for the list of verbs.
    package var summary: String
    /// A few lines for `--help`.
    package var text: String
    /// Lines a person can type, at least one.
    package var examples: [String]
}
