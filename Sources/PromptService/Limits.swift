/// The bounds of the Prompt service: what one tie, one person or one turn may ask of it.
public enum Limits {
    /// How long a question that somebody asked for stays open, and how far apart the days of a tie
    /// begin, milliseconds.
    public static let dayMs: Int64 = 24 * 3_600_000
    /// A person gets no daily question when another tie of theirs had one within this time,
    /// milliseconds.
    public static let budgetMs: Int64 = 23 * 3_600_000

    /// Revealed questions of one tie, with their answers. At the end of it no more are asked.
    public static let revealedPerTieMax = 16_384
    /// Closed questions of one tie that can still be looked at; the oldest go first. They hold no
    /// words of anybody.
    public static let overPerTieMax = 64
    /// Words that came back to one person and those that still may, together. Beyond it no new
    /// answer is taken from them until they have taken some back: so nothing sealed is ever lost,
    /// and nobody else can tell.
    public static let returnedPerPersonMax = 64
    /// Shares that one person sends to one tie in a day. Counted by what its author did and by
    /// nothing else, so that the refusal tells nothing of the others.
    public static let sharesPerDayMax = 32
    /// Shares that one person sends to one tie ever.
    public static let sharesPerAuthorMax = 10_000

    /// Things that became due and are done in one turn of the loop.
    public static let duePerTurnMax = 256
    /// Records that one thing that became due may write.
    public static let recordsPerDue = 2
    /// Bytes that one thing that became due may write.
    public static let bytesPerDue = 8_192
    /// Bytes kept for each consequence of a fact.
    public static let bytesPerConsequence = 128
}
