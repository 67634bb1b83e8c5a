import Contracts

/// Everything Profile keeps: people, their devices, the codes to join with, invitations, ties, and
/// the numbers of the facts that other services follow.
///
/// Value, changed only by events.
public struct ProfileState: Sendable {
    struct PersonRow: Sendable {
        var name: String
        var zone: String
        var language: String
        /// Oldest first, revoked ones included.
        var devices: [UInt64]
        var quiet: [QuietWindow] = []
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
        /// Whether it was taken back, or a newer code of the same person took its place.
        var isReplaced: Bool
        /// The invitation that it stands for; 0 for none.
        var invite: UInt64 = 0

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
    var invites: [UInt64: InviteRow] = [:]
    /// The invitations of each person that are open or accepted, oldest first; some may have expired.
    var openInvites: [UInt64: [UInt64]] = [:]
    /// How many new people joined with invitations of each person.
    var invitedBy: [UInt64: Int] = [:]
    var ties: [UInt64: TieRow] = [:]
    /// The ties each person sees, oldest first.
    var tiesOf: [UInt64: [UInt64]] = [:]
    /// What other services have to know of all this, numbered.
    package internal(set) var facts = FactLedger()

    /// Nobody yet.
    public init() {}
}
