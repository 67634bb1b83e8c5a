import Host

/// Everything Prompt keeps.
public struct PromptState: Sendable, FollowsFacts {
    /// Profile's facts, as heard.
    public var facts = FactCopy()

    /// Nothing yet.
    public init() {}
}
