import Codec
import Contracts

extension Corpus {
    /// A request of Profile on the way from an invitation to a tie and its end.
    func invites(_ method: MethodInfo, _ mutator: inout Mutator<SampleRandom>) -> [UInt8] {
        switch method.requestType {
        case "CreateInvite":
            var request = CreateInvite()
            request.kind = TieKind.allCases[mutator.below(TieKind.allCases.count)]
            request.code = newCode(&mutator)
            return request.encoded()
        case "InviteCodeRequest":
            var request = InviteCodeRequest()
            request.code = code(&mutator)
            return request.encoded()
        case "AcceptInvite":
            let sheet = sheet(&mutator)
            var request = AcceptInvite()
            request.code = sheet.code.isEmpty ? code(&mutator) : sheet.code
            request.sheetHash = sheet.hash
            return request.encoded()
        case "ConfirmInvite":
            let invite = acceptedInvite(&mutator)
            var request = ConfirmInvite()
            request.id = invite.id
            request.yes = mutator.chance(80)
            request.sheetHash = invite.sheetHash
            return request.encoded()
        case "SetCeiling":
            var request = SetCeiling()
            request.tieID = madeTie(&mutator)
            request.topic = Topic.allCases[mutator.below(Topic.allCases.count)]
            request.level = Int32(mutator.below(7)) - 1
            return request.encoded()
        default:
            var request = InviteID()
            request.id = invite(&mutator)
            return request.encoded()
        }
    }
}
