import Codec
import Contracts

extension ConsentSheet {
    /// What two people would agree to, with its hash.
    init(operatorName: String, kind: TieKind, inviterName: String, inviteeName: String) {
        self.init()
        version = 1
        self.operatorName = operatorName
        self.kind = kind
        self.inviterName = inviterName
        self.inviteeName = inviteeName
        hash = SHA256.hash(encoded())
    }
}
