import Contracts

/// How large the seeds may be. Each bound stands in the sentence that refuses what is beyond it.
public enum Limits {
    /// Bytes of one seed file.
    public static let fileBytesMax = 1 << 20
    /// Deck files in one folder.
    public static let decksMax = 256
    /// Prompts of all decks.
    public static let promptsMax = 10_000
    /// Rituals and activities together.
    public static let ideasMax = 2_000
    /// Bytes of an id.
    public static let idBytesMax = 32
    /// Bytes of a question or of its gentler half; what is served may be longer, so that a
    /// translation fits.
    public static let textBytesMax = min(200, Contracts.Limits.promptBytesMax)
    /// Bytes of one option.
    public static let optionBytesMax = min(80, Contracts.Limits.optionBytesMax)
    /// Bytes of a title.
    public static let titleBytesMax = min(60, Contracts.Limits.titleBytesMax)
    /// Minutes that something may take.
    public static let minutesMax: UInt32 = 999
    /// From this level on a prompt has a gentler half.
    public static let halfFromLevel: Int32 = 3
}
