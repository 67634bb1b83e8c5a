import Codec
import Contracts
import Glibc
import RPC
import Reactor
import Seams
import TestSupport

/// One run of the script against one installation: sends, kills, starts again, looks, repeats.
/// Loop-confined.
final class CrashRun {
    private let installation: Installation
    let cast: CrashCast
    private var model = CrashModel()
    /// How many deliveries of the reminder that was shown had come when that was answered.
    private var deliveredWhenShown: Int?

    init(_ installation: Installation, _ cast: CrashCast) {
        self.installation = installation
        self.cast = cast
    }

    /// Sends a step's request, kills somebody, and checks that all of it or nothing happened; then
    /// sends it again until it is answered, and checks that it happened once.
    func perform(
        _ step: CrashStep, _ fault: CrashFault, _ tally: inout CrashHunt.Tally
    ) throws(CrashTrouble) {
        guard step.client.connect() else { throw CrashTrouble("the gateway takes no calls") }
        var after = model
        step.effect(&after)
        let call = step.send(step.key)
        pause(us: fault.delayUs)
        installation.kill(fault.part)
        // What was on its way when the process died still arrives.
        step.client.wait { call.outcome != nil }
        guard installation.start(fault.part) else {
            throw CrashTrouble("tend-\(fault.part) does not start again\(lastWords(fault.part))")
        }
        tally.kills += 1
        try checkWhole(step, call, after, &tally)
        let first = try settle(step)
        let second = try settle(step)
        if case .success(let bytes) = call.outcome, bytes != first {
            throw CrashTrouble("the answer to the repeated call differs from the first")
        }
        guard first == second else { throw CrashTrouble("two repeated calls answer differently") }
        step.learn(first)
        model = after
        try expect(model, "after the call was repeated")
        try expectDeliveries(step)
        if step.name == "shown" { deliveredWhenShown = deliveries(of: "tea") }
    }

    /// What must hold at the end of the script.
    func finish(_ tally: inout CrashHunt.Tally) throws(CrashTrouble) {
        tally.deliveries += cast.watch?.deliveries.count ?? 0
        if let before = deliveredWhenShown, deliveries(of: "tea") > before {
            throw CrashTrouble("a reminder came again after it was reported shown")
        }
        guard let phone = cast.phone else { return }
        do throws(RPCError) {
            let _: Me = try phone.call(People.me, MeRequest())
        } catch {
            if error.code == .unauthenticated { return }
            throw CrashTrouble("the revoked phone hears: \(error.message)")
        }
        throw CrashTrouble("the revoked phone is still answered")
    }

    /// Before anything is repeated: an answered call has happened, any other has or has not.
    private func checkWhole(
        _ step: CrashStep, _ call: PendingCall, _ after: CrashModel,
        _ tally: inout CrashHunt.Tally
    ) throws(CrashTrouble) {
        switch call.outcome {
        case .success(let bytes):
            tally.answered += 1
            step.learn(bytes)
            try expect(after, "after an answer", isTimeKnown: step.name != "join")
        case .failure(let error) where error.isPassing:
            guard let seen = try observe(until: [model, after]) else { return }
            let happened = seen.model == after && model != after
            if happened { tally.happened += 1 } else { tally.lost += 1 }
            if seen.model != after && seen.model != model {
                throw CrashTrouble(
                    "half of it is there: " + seen.model.difference(from: model))
            }
        case .failure(let error):
            throw CrashTrouble("it is refused: \(error.code), \(error.message)")
        case nil:
            throw CrashTrouble("it was neither answered nor given up")
        }
    }

    /// Looks until what is there is one of these, for a while: what Profile recorded and did not
    /// answer reaches the other services a moment later.
    private func observe(until wanted: [CrashModel]) throws(CrashTrouble) -> Seen? {
        for _ in 0..<150 {
            guard let seen = try observe() else { return nil }
            if wanted.contains(seen.model) { return seen }
            cast.keeper.loop.turn(waitUs: 20_000)
        }
        return try observe()
    }

    private func settle(_ step: CrashStep) throws(CrashTrouble) -> [UInt8] {
        do throws(RPCError) {
            return try step.client.settle { step.send(step.key) }
        } catch {
            throw CrashTrouble("the repeated call is refused: \(error.code), \(error.message)")
        }
    }

    private func expect(
        _ wanted: CrashModel, _ when: String, isTimeKnown: Bool = true
    ) throws(CrashTrouble) {
        guard let seen = try observe() else { return }
        guard seen.model == wanted else {
            throw CrashTrouble("\(when): " + seen.model.difference(from: wanted))
        }
        if isTimeKnown && seen.nowMs != cast.nowMs {
            throw CrashTrouble("\(when): it is \(seen.nowMs), not \(cast.nowMs)")
        }
    }

    // MARK: Looking

    private struct Seen {
        var model = CrashModel()
        var nowMs: Int64 = 0
    }

    /// What the services say of Ana; nil before she has joined.
    private func observe() throws(CrashTrouble) -> Seen? {
        guard let laptop = cast.laptop else { return nil }
        let delivered = cast.watch?.deliveries ?? []
        do throws(RPCError) {
            let me: Me = try laptop.call(People.me, MeRequest())
            var seen = Seen()
            seen.nowMs = me.nowMs
            seen.model.name = me.person.name
            seen.model.language = me.person.language
            seen.model.devices = me.devices.map(\.name)
            var request = ListReminders()
            request.includeEnded = true
            let page = try laptop.call(Reminders.list, request)
            for reminder in page.reminders {
                var id = ReminderID()
                id.id = reminder.id
                let ledger = try laptop.call(Reminders.audit, id)
                let known = cast.reminderIDs[reminder.note] ?? reminder.id
                guard seen.model.reminders[reminder.note] == nil, known == reminder.id else {
                    throw RPCError(.aborted, "\(reminder.note) is there twice")
                }
                seen.model.reminders[reminder.note] = CrashModel.Facts(reminder, ledger)
                try check(ledger, against: delivered, of: reminder.id)
            }
            seen.model.together = try observeTogether()
            return seen
        } catch {
            throw CrashTrouble("looking at it failed: \(error.code), \(error.message)")
        }
    }

    /// Nothing was delivered that the ledger does not know.
    private func check(
        _ ledger: Ledger, against delivered: [Delivery], of id: UInt64
    ) throws(RPCError) {
        for delivery in delivered where delivery.occurrence.reminderID == id {
            let isKnown = ledger.entries.contains {
                $0.kind == .sent && $0.attempt == delivery.attempt
                    && $0.localTime == delivery.occurrence.localTime
            }
            if !isKnown {
                throw RPCError(
                    .aborted,
                    "\(delivery.note) was delivered and its ledger does not say so")
            }
        }
    }

    private func expectDeliveries(_ step: CrashStep) throws(CrashTrouble) {
        guard let watch = cast.watch, let laptop = cast.laptop else { return }
        for note in step.deliveries {
            let wanted = model.reminders[note]
            let came = laptop.wait {
                watch.deliveries.contains {
                    $0.note == note && $0.occurrence.localTime == wanted?.open
                        && $0.occurrence.revision == wanted?.revision
                }
            }
            guard came else { throw CrashTrouble("\(note) is due and does not come") }
        }
    }

    private func deliveries(of note: String) -> Int {
        cast.watch?.deliveries.count { $0.note == note } ?? 0
    }

    private func lastWords(_ part: String) -> String {
        guard let process = installation.processes[part] else { return "" }
        let end = process.finish(seconds: 5)
        return " (exit code \(end.code)): \(end.errors)"
    }

    /// Waits between a request and the kill; this is the fault itself, not a way to be in time.
    private func pause(us: UInt32) {
        var left = timespec(tv_sec: Int(us / 1_000_000), tv_nsec: Int(us % 1_000_000) * 1000)
        var rest = timespec()
        while nanosleep(&left, &rest) != 0 && errno == EINTR { left = rest }
    }
}
