import Codec
import Contracts
import Host
import RPC
import Seams

extension Gateway {
    /// Composes the caller's day from all services at once. A part that does not answer in time is
    /// left out and told as unreachable; the others are not held up by it.
    func today(_ call: CallContext, _ reply: Reply<TodayReply>) {
        guard case .device = call.caller else {
            reply.fail(.unknownDevice)
            return
        }
        let day = Day(reply: reply, waitingFor: 6, nowMs: time.wallMs())
        ask("profile", People.me, MeRequest(), call, day) { $0.me = $1 }
        ask("profile", Ties.list, ListTies(), call, day) { $0.ties = $1 }
        ask("profile", Invites.list, ListInvites(), call, day) { $0.invites = $1 }
        ask("prompt", Questions.list, ListQuestions(), call, day) { $0.questions = $1 }
        ask("reminder", Together.list, ListOffers(), call, day) { $0.offers = $1 }
        var soonest = ListReminders()
        soonest.pageSize = Limits.todayRemindersMax
        ask("reminder", Reminders.list, soonest, call, day) { $0.reminders = $1 }
    }

    private func ask<Q: Message, R: Message>(
        _ part: String, _ method: Method<Q, R>, _ request: Q, _ call: CallContext, _ day: Day,
        _ put: @escaping (inout TodayReply, R) -> Void
    ) {
        guard let backend = backends.first(where: { $0.part == part }) else {
            day.failed(part, .refused(.unavailable, .serviceDown, field: part))
            return
        }
        var meta = ChannelCore.meta(method)
        speak(for: call.caller, in: &meta)
        let deadlineUs = min(call.deadlineUs, backend.channel.deadline(Limits.partUs))
        backend.channel.call(meta, method, request, deadlineUs: deadlineUs) { result in
            switch result {
            case .success(let answer): day.answered(part) { put(&$0, answer) }
            case .failure(let error): day.failed(part, error)
            }
        }
    }
}

/// One day in the making. Loop-confined; lives until the last part is in.
private final class Day {
    private let reply: Reply<TodayReply>
    private var today = TodayReply()
    private var left: Int
    private var unknown: RPCError?

    init(reply: Reply<TodayReply>, waitingFor count: Int, nowMs: Int64) {
        self.reply = reply
        left = count
        today.nowMs = nowMs
        today.parts = ["profile", "prompt", "reminder"].map { part in
            var health = PartHealth()
            health.part = part
            health.serving = .serving
            return health
        }
    }

    func answered(_ part: String, _ put: (inout TodayReply) -> Void) {
        put(&today)
        arrived()
    }

    /// A part of a service failed: all of that service's counts as unreachable, so that nobody takes
    /// an absent list for an empty one.
    func failed(_ part: String, _ error: RPCError) {
        // A device that was revoked has no day.
        if error.code == .unauthenticated { unknown = error }
        if let place = today.parts.firstIndex(where: { $0.part == part }) {
            today.parts[place].serving = .unreachable
        }
        arrived()
    }

    private func arrived() {
        left -= 1
        guard left == 0 else { return }
        if let unknown {
            reply.fail(unknown)
            return
        }
        today.fit(bytes: Limits.todayBytesMax)
        reply.send(today)
    }
}

extension TodayReply {
    /// Leaves whole lists out, those first that matter least just now, until the rest fits. A service
    /// whose list is missing counts as not reached, as ever: an absent list is never an empty one.
    package mutating func fit(bytes: Int) {
        let lists: [(part: String, drop: (inout TodayReply) -> Void)] = [
            ("reminder", { $0.reminders = nil }), ("reminder", { $0.offers = nil }),
            ("prompt", { $0.questions = nil }), ("profile", { $0.ties = nil }),
        ]
        for list in lists where encodedSize > bytes {
            list.drop(&self)
            guard let place = parts.firstIndex(where: { $0.part == list.part }) else { continue }
            parts[place].serving = .unreachable
        }
    }
}
