import Codec
import Contracts
import RPC

/// The evening: Ben joins, the two become a tie, answer a question, share, agree on a time, go less
/// far, and part.
extension CrashScript {
    /// Its steps in order.
    var evening: [() -> CrashStep?] {
        [
            bensCode, benJoins, invite, accept, confirm,
            { ceiling("further", 4) }, { seal("Ana seals", cast.laptop) { $0.hers = .sealed } },
            {
                seal("Ben seals", cast.ben) {
                    $0.his = .sealed
                    $0.question = .revealed
                }
            },
            read, share, offer, agree,
            // A lowering that Prompt has heard of settles every reveal before it.
            { ceiling("open touch", 1, topic: .physical) },
            { ceiling("close touch", 0, topic: .physical) },
            { ceiling("less far", 1) }, leave,
        ]
    }

    private static let title = "An evening"
    private var agreedMs: Int64 { cast.startMs + 25 * hour }

    private func step<Q: Message, R: Message>(
        _ name: String, _ part: String, _ method: Method<Q, R>, _ request: Q,
        by client: HuntClient?, effect: @escaping (inout CrashModel) -> Void = { _ in },
        learn: @escaping (R) -> Void = { _ in }
    ) -> CrashStep? {
        client.map {
            CrashStep(name, part, method, request, by: $0, cast, effect: effect, learn: learn)
        }
    }

    private func bensCode() -> CrashStep? {
        var request = CreateCode()
        request.code = cast.bensCode
        return step("a code for Ben", "profile", Codes.create, request, by: cast.keeper)
    }

    private func benJoins() -> CrashStep? {
        var request = Join()
        request.code = cast.bensCode
        request.name = "Ben"
        request.zone = "America/New_York"
        request.deviceSecret = CrashCast.secret(3)
        return step(
            "Ben joins", "profile", Devices.join, request, by: cast.stranger,
            learn: { [cast] in cast.benJoined($0.device.id) })
    }

    private func invite() -> CrashStep? {
        var request = CreateInvite()
        request.code = cast.inviteCode
        request.kind = .friend
        return step(
            "invite", "profile", Invites.create, request, by: cast.laptop,
            learn: { [cast] in cast.inviteID = $0.id })
    }

    /// The sheet's hash, as whoever is asked for a yes was shown it.
    private var sheetHash: [UInt8] {
        var request = InviteCodeRequest()
        request.code = cast.inviteCode
        do throws(RPCError) {
            return try cast.ben?.call(Invites.look, request).hash ?? []
        } catch {
            return []
        }
    }

    private func accept() -> CrashStep? {
        var request = AcceptInvite()
        request.code = cast.inviteCode
        request.sheetHash = sheetHash
        return step("accept", "profile", Invites.accept, request, by: cast.ben)
    }

    private func confirm() -> CrashStep? {
        var request = ConfirmInvite()
        request.id = cast.inviteID
        request.yes = true
        request.sheetHash = sheetHash
        return step(
            "confirm", "profile", Invites.confirm, request, by: cast.laptop,
            effect: {
                $0.together.tie = .active
                $0.together.ceiling = 2
                $0.together.question = .open
            }, learn: { [cast] in cast.tieID = $0.tieID })
    }

    private func ceiling(
        _ name: String, _ level: Int32, topic: Topic = .any
    ) -> CrashStep? {
        var request = SetCeiling()
        request.tieID = cast.tieID
        request.topic = topic
        request.level = level
        return step(
            name, "profile", Ties.setCeiling, request, by: cast.laptop,
            effect: { if topic == .any { $0.together.ceiling = level } })
    }

    private func seal(
        _ name: String, _ client: HuntClient?, _ effect: @escaping (inout TogetherFacts) -> Void
    ) -> CrashStep? {
        var request = SealAnswer()
        request.questionID = cast.questionID
        request.text = name
        switch cast.questionType {
        case .written, .spoken: break
        case .scale: request.choices = [4]
        default: request.choices = [0]
        }
        return step(
            name, "prompt", Questions.seal, request, by: client, effect: { effect(&$0.together) })
    }

    private func read() -> CrashStep? {
        var request = QuestionID()
        request.id = cast.questionID
        return step("read", "prompt", Questions.read, request, by: cast.laptop)
    }

    private func share() -> CrashStep? {
        var request = SendShare()
        request.tieID = cast.tieID
        request.level = 2
        request.text = "The tram waited."
        return step(
            "share", "prompt", Shares.send, request, by: cast.laptop,
            effect: { $0.together.unreadShares = 1 })
    }

    private func offer() -> CrashStep? {
        var request = MakeOffer()
        request.tieID = cast.tieID
        request.title = CrashScript.title
        request.schedule.kind = .absolute
        request.schedule.atMs = agreedMs
        return step(
            "offer", "reminder", Together.offer, request, by: cast.laptop,
            effect: { $0.together.offer = .waiting }, learn: { [cast] in cast.offerID = $0.id })
    }

    private func agree() -> CrashStep? {
        var request = AnswerOffer()
        request.id = cast.offerID
        request.yes = true
        return step(
            "agree", "reminder", Together.answer, request, by: cast.ben,
            effect: {
                $0.together.offer = .agreed
                $0.reminders[CrashScript.title] = CrashModel.Facts(nextDueMs: agreedMs)
            })
    }

    private func leave() -> CrashStep? {
        var request = TieID()
        request.id = cast.tieID
        return step(
            "leave", "profile", Ties.leave, request, by: cast.laptop,
            effect: {
                $0.together = TogetherFacts()
                $0.together.tie = .ended
                $0.reminders[CrashScript.title]?.state = .cancelled
                $0.reminders[CrashScript.title]?.nextDueMs = 0
            })
    }
}
