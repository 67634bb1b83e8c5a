import Contracts

/// One question of a deck.
public struct Prompt: Equatable, Sendable {
    /// Its name for ever: what was asked is remembered by it.
    public let id: String
    /// 1 easy, 2 personal, 3 feelings, 4 tender, 5 bare.
    public let level: Int32
    /// What it is about.
    public let topic: Topic
    /// The kinds of tie that it suits.
    public let kinds: Set<TieKind>
    /// How it is answered.
    public let type: PromptType
    /// The question.
    public let text: String
    /// The same question in gentler words, one level lower; from level 3 on.
    public let half: String?
    /// What there is to choose from; for a scale the words at its two ends.
    public let options: [String]

    /// A prompt of these parts, which nobody has looked over.
    public init(
        id: String, level: Int32, topic: Topic, kinds: Set<TieKind>, type: PromptType, text: String,
        half: String?, options: [String]
    ) {
        self.id = id
        self.level = level
        self.topic = topic
        self.kinds = kinds
        self.type = type
        self.text = text
        self.half = half
        self.options = options
    }
}
