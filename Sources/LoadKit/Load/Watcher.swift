import Codec
import Contracts
import RPC
import Reactor

/// One device that watches for its person, and reports in batches what has been shown.
/// Loop-confined.
final class Watcher: CallReceiver {
    private struct Batch {
        var isBusy = false
        var attempt: UInt32 = 0
        var shown: [Shown] = []
    }

    private struct Shown {
        let occurrence: OccurrenceID
        let number: UInt64?
    }

    private static let streamTag = -1
    private static let batchesMax = 2
    private static let callUs: Int64 = 15_000_000
    /// Deliveries waiting to be reported at which no more credit is given.
    private static let waitingMax = 8192

    private let board: LoadBoard
    private let person: UInt16
    private let channel: ChannelCore
    private let shownMeta = ChannelCore.meta(Reminders.shown)
    private var batches = [Batch](repeating: Batch(), count: Watcher.batchesMax)
    private var waiting: [Shown] = []
    private var owed: [ItemCredit] = []
    private var stream: CallID?
    private var attempt: UInt32 = 0
    private var isClosed = false

    init(_ board: LoadBoard, _ seat: LoadSeat) {
        self.board = board
        person = UInt16(truncatingIfNeeded: seat.person)
        channel = ChannelCore(
            loop: board.loop, to: board.options.gateway, auth: seat.auth, random: board.random)
        channel.staysConnected = true
    }

    /// Whether everything that came was reported.
    var isIdle: Bool { waiting.isEmpty && batches.allSatisfy { !$0.isBusy } }

    /// Opens the stream.
    func watch() {
        guard !isClosed else { return }
        stream = channel.call(
            ChannelCore.meta(Reminders.watch), WatchReminders(),
            compress: Reminders.watch.compress, deadlineUs: .max, receiver: self,
            tag: Watcher.streamTag)
    }

    /// Ends the stream and opens another, which begins with all that is not shown.
    func watchAnew() {
        if let stream { channel.cancel(stream) }
        watch()
    }

    func close() {
        isClosed = true
        channel.close()
    }

    /// Reports what came in this turn.
    func turnEnded() {
        for at in batches.indices where !waiting.isEmpty && !batches[at].isBusy {
            let count = min(waiting.count, Limits.shownPerCallMax)
            batches[at] = Batch(isBusy: true, shown: Array(waiting[..<count]))
            waiting.removeFirst(count)
            report(at)
        }
        if waiting.count < Watcher.waitingMax, !owed.isEmpty {
            for credit in owed { credit.giveBack() }
            owed = []
        }
    }

    private func report(_ at: Int) {
        var request = ReportShown()
        request.occurrences = batches[at].shown.map(\.occurrence)
        for shown in batches[at].shown { board.record.add(entry(.shownSent, shown)) }
        _ = channel.call(
            shownMeta, request, compress: Reminders.shown.compress,
            deadlineUs: channel.deadline(Watcher.callUs), receiver: self, tag: at)
    }

    private func entry(_ kind: RecordEntry.Kind, _ shown: Shown) -> RecordEntry {
        var entry = RecordEntry(kind)
        entry.person = person
        entry.number = shown.number ?? RecordEntry.noNumber
        entry.id = shown.occurrence.reminderID
        return entry
    }

    // MARK: What comes

    func callItem(_ item: RawItem, tag: Int) {
        do throws(RPCError) {
            deliver(try item.decode(Delivery.self))
        } catch {
            board.onFailure("A delivery could not be read: \(error.message).")
        }
        if waiting.count < Watcher.waitingMax { item.consumed() } else { owed.append(item.credit) }
    }

    private func deliver(_ delivery: Delivery) {
        attempt = 0
        let shown = Shown(
            occurrence: delivery.occurrence, number: LoadNote.number(of: delivery.note))
        var entry = entry(.delivered, shown)
        entry.dueMs = delivery.dueAtMs
        entry.noteHash = LoadNote.hash(delivery.note)
        entry.attempt = delivery.attempt
        board.record.add(entry)
        waiting.append(shown)
        board.deliver(shown.number)
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        if tag == Watcher.streamTag {
            streamEnded(end.error)
        } else {
            reported(tag, end)
        }
    }

    private func streamEnded(_ error: RPCError?) {
        stream = nil
        attempt += 1
        if let error, error.code == .unauthenticated || error.code == .unimplemented {
            board.onFailure("A watch was refused: \(error.message).")
            return
        }
        let waitUs = board.waitUs(attempt: attempt, atLeastMs: nil)
        board.loop.after(us: waitUs) { [self] in
            if stream == nil { watch() }
        }
    }

    private func reported(_ at: Int, _ end: RawEnd) {
        do throws(RPCError) {
            _ = try end.decode(ShownReported.self)
            for shown in batches[at].shown {
                board.record.add(entry(.shownAcked, shown))
                board.show(shown.number)
            }
            batches[at] = Batch()
            board.onProgress()
        } catch {
            guard error.code != .unauthenticated, error.code != .invalidArgument else {
                board.onFailure("A report was refused: \(error.message).")
                return
            }
            board.retries += 1
            batches[at].attempt += 1
            let waitUs = board.waitUs(
                attempt: batches[at].attempt, atLeastMs: error.retryAfterMs)
            board.loop.after(us: waitUs) { [self] in
                if !isClosed { report(at) }
            }
        }
    }
}
