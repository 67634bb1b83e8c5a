/// What Prompt remembers of one tie.
package struct TieBook: Sendable, Equatable {
    /// How much somebody shared.
    package struct Sent: Sendable, Equatable {
        package var total = 0
        package var dayStartMs: Int64 = 0
        package var inDay = 0
    }

    /// How many questions were put to it: the number of the next.
    package var draws: UInt32 = 0
    /// The prompts it was asked, each with the number of the last time.
    package var asked: [String: UInt32] = [:]
    /// The level of the last question.
    package var lastLevel: Int32 = 0
    /// The newest day that was looked at; -1 before the first.
    package var lastTick: Int64 = -1
    /// When it last got a daily question; 0 for never.
    package var lastDailyAtMs: Int64 = 0
    /// Questions that are open.
    package var open: [UInt64] = []
    /// Questions that were revealed, oldest first.
    package var revealed: [UInt64] = []
    /// The last that closed, oldest first.
    package var over: [UInt64] = []
    /// Shares that somebody has not read, oldest first.
    package var unreadShares: [UInt64] = []
    /// What each of its people shared.
    package var sent: [UInt64: Sent] = [:]

    /// A tie that was never asked anything.
    package init() {}
}
