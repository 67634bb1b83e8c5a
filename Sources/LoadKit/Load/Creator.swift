import Codec
import Contracts
import RPC
import Reactor
import Seams

/// One device that creates its share of reminders, a fixed number of them outstanding at once.
/// Loop-confined.
///
/// This is the one layer that repeats a call, always with the same key, until there is an answer.
/// While one is being repeated nothing new is begun on the device, so that the service's memory of
/// its keys still reaches back to it.
final class Creator: CallReceiver {
    private struct Slot {
        var isBusy = false
        var isRetry = false
        var attempt: UInt32 = 0
        var number: UInt64 = 0
        var dueMs: Int64 = 0
        var noteHash: UInt64 = 0
        var meta = Meta()
        var request = CreateReminder()
    }

    private static let callUs: Int64 = 15_000_000

    private let board: LoadBoard
    private let seat: LoadSeat
    private let channel: ChannelCore
    private var slots: [Slot]
    private var begun = 0
    private var retrying = 0

    init(_ board: LoadBoard, _ seat: LoadSeat) {
        self.board = board
        self.seat = seat
        slots = Array(repeating: Slot(), count: board.options.outstanding)
        channel = ChannelCore(
            loop: board.loop, to: board.options.gateway, auth: seat.auth, random: board.random)
        channel.staysConnected = true
    }

    /// Begins, or goes on.
    func start() {
        for slot in slots.indices where !slots[slot].isBusy { issue(slot) }
    }

    func close() { channel.close() }

    private func issue(_ at: Int) {
        guard begun < seat.share, retrying == 0, !board.isStopping else { return }
        let (number, dueMs) = board.draw(inSameSecond: begun < seat.sameSecondShare)
        begun += 1
        var request = CreateReminder()
        request.note = LoadNote.text(seed: board.options.seed, number: number)
        request.schedule.kind = .absolute
        request.schedule.atMs = dueMs
        slots[at] = Slot(
            isBusy: true, number: number, dueMs: dueMs, noteHash: LoadNote.hash(request.note),
            meta: ChannelCore.meta(Reminders.create, key: board.newKey()), request: request)
        send(at)
    }

    private func send(_ at: Int) {
        var entry = entry(.createSent, at)
        entry.dueMs = slots[at].dueMs
        entry.noteHash = slots[at].noteHash
        entry.attempt = slots[at].attempt
        board.record.add(entry)
        _ = channel.call(
            slots[at].meta, slots[at].request, compress: Reminders.create.compress,
            deadlineUs: channel.deadline(Creator.callUs), receiver: self, tag: at)
    }

    private func entry(_ kind: RecordEntry.Kind, _ at: Int) -> RecordEntry {
        var entry = RecordEntry(kind)
        entry.person = UInt16(truncatingIfNeeded: seat.person)
        entry.number = slots[at].number
        return entry
    }

    // MARK: Answers

    func callItem(_ item: RawItem, tag: Int) { item.consumed() }

    func callEnded(_ end: RawEnd, tag: Int) {
        do throws(RPCError) {
            let reminder = try end.decode(Reminder.self)
            var entry = entry(.createAcked, tag)
            entry.id = reminder.id
            entry.dueMs = reminder.schedule.atMs
            entry.noteHash = LoadNote.hash(reminder.note)
            board.record.add(entry)
            board.acknowledge(slots[tag].number)
            settled(tag)
        } catch {
            failed(tag, error)
        }
    }

    private func failed(_ at: Int, _ error: RPCError) {
        let reason = (try? Refusal(decoding: error.details))?.reason ?? .unspecified
        switch error.code {
        case .unauthenticated, .unimplemented, .permissionDenied:
            board.onFailure("A creation was refused: \(error.message).")
        case .invalidArgument, .failedPrecondition, .notFound, .alreadyExists, .outOfRange:
            refused(at, error, reason)
        case .resourceExhausted where reason == .tooMany: refused(at, error, reason)
        default: retry(at, error)
        }
    }

    private func retry(_ at: Int, _ error: RPCError) {
        if !slots[at].isRetry {
            slots[at].isRetry = true
            retrying += 1
        }
        board.retries += 1
        slots[at].attempt += 1
        slots[at].meta.attempt = min(2, slots[at].attempt)
        let waitUs = board.waitUs(attempt: slots[at].attempt, atLeastMs: error.retryAfterMs)
        board.loop.after(us: waitUs) { [self] in
            if !board.isStopping { send(at) }
        }
    }

    /// It will never be: its time is over, or the service says no. Another takes its place if it
    /// was only late.
    private func refused(_ at: Int, _ error: RPCError, _ reason: Reason) {
        var entry = entry(.createRefused, at)
        entry.attempt = UInt32(truncatingIfNeeded: error.code.rawValue)
        board.record.add(entry)
        board.refused += 1
        if reason == .timePast {
            begun -= 1
        } else {
            board.onFailure("A creation was refused: \(error.message).")
        }
        settled(at)
    }

    private func settled(_ at: Int) {
        slots[at].isBusy = false
        if slots[at].isRetry {
            slots[at].isRetry = false
            retrying -= 1
            if retrying == 0 { start() }
        } else {
            issue(at)
        }
    }
}
