import Codec
import Contracts
import RPC
import Reactor
import Seams
import Storage

/// One service's durable state: recovers it, applies what is decided, and lets nothing leave the
/// process before the journal has what it depends on.
///
/// Loop-confined. A handler decides on `state`, calls `record` for each event and returns its
/// reply; the server's gate, made from `gate`, holds the reply until the events are synced.
public final class Host<State> {
    /// The service's state. Changed by `record` only.
    public private(set) var state: State
    /// Where handlers are registered.
    public let router = Router()
    /// The loop that everything here runs on.
    public let loop: Loop
    /// The clocks.
    public let time: TimeSource
    /// Random numbers for ids and jitter.
    public private(set) var random: RandomSource
    /// Lines for the operator.
    public let log: Log
    /// What recovery found.
    public let recovered: Recovered
    /// Called when the manual clock was moved: deliver what became due.
    public var onClockMoved: () -> Void = {}

    private var keys = KeyTable()
    private let journal: Journal
    private let committer: Committer

    /// Opens the store on `disk` and replays it. Throws with a sentence for the operator.
    public init(
        initial: State, events: EventTable<State>, identity: StoreIdentity, disk: any Disk,
        loop: Loop, time: TimeSource, random: RandomSource, log: Log
    ) throws(StorageError) {
        var state = initial
        var keys = KeyTable()
        journal = try Store.open(disk: disk, identity: identity, random: random) {
            (type, _, payload) in
            if type == KeyUsed.recordType {
                try KeyUsed(decoding: payload).apply(to: &keys)
                return true
            }
            return try events.apply(type: type, payload: payload, to: &state)
        }
        do {
            committer = try Committer(journal: journal, loop: loop, time: time, log: log)
        } catch {
            throw .disk(.failed(operation: "pthread_create", name: "", errno: 11))
        }
        recovered = journal.recovered
        self.state = state
        self.keys = keys
        self.loop = loop
        self.time = time
        self.random = random
        self.log = log
        router.refuseMalformed = RPCError.malformed
    }

    /// What the server must wait for before anything leaves.
    public var gate: ReplyGate {
        ReplyGate(
            decided: { [journal] in journal.decided }, synced: { [journal] in journal.synced })
    }

    /// Called when more is durable than before: release what waits.
    public var onSynced: () -> Void {
        get { committer.onSynced }
        set { committer.onSynced = newValue }
    }

    /// Called when the disk failed: answer nothing more, end the process.
    public var onFailed: (StorageError) -> Void {
        get { committer.onFailed }
        set { committer.onFailed = newValue }
    }

    /// The wall clock, Unix epoch, milliseconds.
    public var nowMs: Int64 { time.wallMs() }

    /// Whether everything decided is durable.
    public var isSynced: Bool { journal.synced == journal.decided }

    /// How the service can serve now.
    public var serving: Serving {
        journal.isReadOnly || committer.isStuck ? .readOnly : .serving
    }

    /// A random id that `isFree`, never 0.
    public func newID(isFree: (UInt64) -> Bool) -> UInt64 {
        while true {
            let id = random.next()
            if id != 0 && isFree(id) { return id }
        }
    }

    /// Makes sure that the decision about to be taken has room in the journal. What is recorded
    /// until the next call is written in one batch, whole or not at all.
    public func requireRoom(
        records: Int = Limits.recordsPerDecision, bytes: Int = Limits.bytesPerDecision,
        urgency: Urgency = .normal
    ) throws(RPCError) {
        switch journal.claim(records: records, bytes: bytes, urgency: urgency) {
        case .granted: return
        case .busy:
            throw RPCError(.resourceExhausted, "the disk is busy", retryAfterMs: 100)
        case .readOnly:
            throw RPCError.refused(.resourceExhausted, .diskFull).retry(afterMs: 5000)
        case .tooLarge:
            throw .refused(
                .resourceExhausted, .messageTooLarge,
                limit: Int64(Storage.Limits.batchBytesMax))
        }
    }

    /// Journals an event and applies it. Room must have been made sure of.
    public func record<E: Event>(_ event: E) where E.State == State {
        write(event)
        event.apply(to: &state)
    }

    /// Does a keyed call once. `decide` records the events and gives the id of what it made; the
    /// same call again, with the same key, is answered by `again` from that id. What takes something
    /// back is `.essential`: it goes on where the disk is too full for anything new.
    public func once<Reply>(
        _ call: CallContext, urgency: Urgency = .normal,
        decide: () throws(RPCError) -> (result: UInt64, reply: Reply),
        again: (UInt64) throws(RPCError) -> Reply
    ) throws(RPCError) -> Reply {
        guard let key = call.key else { throw .refused(.invalidArgument, .keyMissing) }
        var used = KeyUsed()
        if case .device(_, let device) = call.caller { used.device = device }
        used.keyHigh = key.hi
        used.keyLow = key.lo
        used.method = call.method
        used.bodyHash = call.bodyHash
        used.atMs = nowMs
        let verdict = keys.verdict(
            device: used.device, keyHigh: key.hi, keyLow: key.lo, method: call.method,
            bodyHash: used.bodyHash, nowMs: used.atMs)
        switch verdict {
        case .done(let result): return try again(result)
        case .reused: throw .refused(.failedPrecondition, .keyReused)
        case .tooOld: throw .refused(.failedPrecondition, .keyTooOld)
        case .new: break
        }
        try requireRoom(urgency: urgency)
        let (result, reply) = try decide()
        used.result = result
        write(used)
        used.apply(to: &keys)
        return reply
    }

    /// Writes what is left and a seal, then calls `done`.
    public func seal(then done: @escaping () -> Void) {
        committer.seal(then: done)
    }

    private func write<E: Event>(_ event: E) {
        let size = event.encodedSize
        journal.append(type: E.recordType, bytes: size) { space in
            if let start = space.baseAddress { event.encode(into: start, size: size) }
        }
    }
}
