/// Holds back what was decided until the journal has it: nothing that a handler computed leaves
/// before every decision up to that moment is synced.
///
/// Supplied by whoever owns the journal, which calls `Server.release()` when `synced` has moved.
public struct ReplyGate {
    /// The position behind the last decision.
    public let decided: () -> UInt64
    /// The position up to which everything is durable.
    public let synced: () -> UInt64

    /// A gate over two positions of one journal.
    public init(decided: @escaping () -> UInt64, synced: @escaping () -> UInt64) {
        self.decided = decided
        self.synced = synced
    }
}
