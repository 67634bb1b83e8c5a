/// Everything Profile keeps: people, their devices, the codes to join with, and the numbered facts
/// that other services follow.
///
/// Value, changed only by events.
public struct ProfileState: Sendable {
    struct PersonRow: Sendable {
        var name: String
        var zone: String
        var language: String
        /// Oldest first, revoked ones included.
        var devices: [UInt64]
    }

    struct DeviceRow: Sendable {
        var person: UInt64
        var name: String
        /// SHA-256 of the secret.
        var secretHash: [UInt8]
        var joinedAtMs: Int64
        var isRevoked: Bool
    }

    struct CodeRow: Sendable {
        var expiresAtMs: Int64
        /// The person whose next device joins with it; 0 for a new person.
        var person: UInt64
        /// The device that joined with it, or 0 while it is open.
        var usedBy: UInt64
        /// Whether a newer code of the same person took its place.
        var isReplaced: Bool

        /// Whether nobody can join with it any more.
        func hasEnded(nowMs: Int64) -> Bool {
            usedBy != 0 || isReplaced || expiresAtMs <= nowMs
        }
    }

    var people: [UInt64: PersonRow] = [:]
    var devices: [UInt64: DeviceRow] = [:]
    /// By SHA-256 of the canonical spelling.
    var codes: [[UInt8]: CodeRow] = [:]
    /// Hashes of codes in the order they were made, for forgetting the oldest ended ones.
    var codeOrder: [[UInt8]] = []
    /// The device code of each person that is not used or replaced; it may have expired.
    var openCode: [UInt64: [UInt8]] = [:]

    /// The devices revoked so far, in order: fact n is `revocations[n - 1]`.
    var revocations: [UInt64] = []

    /// Nobody yet.
    public init() {}

    /// The number of the newest fact.
    var newestFact: UInt64 { UInt64(revocations.count) }
}
