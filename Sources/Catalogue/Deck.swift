/// One file of prompts, with what it is called.
public struct Deck: Equatable, Sendable {
    /// Its name for ever.
    public let id: String
    /// What a person calls it.
    public let title: String
    /// The language of its prompts, a BCP 47 tag.
    public let language: String
    /// Its prompts, in the order of the file.
    public let prompts: [Prompt]
}
