import RPC
import Reactor
import Seams

/// What the creators and watchers of a load share: the record, the numbers given out, and how far
/// everything has come. Loop-confined.
final class LoadBoard {
    let options: LoadOptions
    let loop: Loop
    let time: TimeSource
    let record: RecordWriter
    /// Random numbers that nobody can foresee, for keys.
    var random: RandomSource
    /// Called when a person's share of the work may have come to its end.
    var onProgress: () -> Void = {}
    /// Called with the sentence that ends the run.
    var onFailure: (String) -> Void = { _ in }

    private(set) var acknowledged = 0
    private(set) var delivered = 0
    private(set) var shown = 0
    /// Acknowledged creations that arrived.
    private(set) var arrived = 0
    var retries = 0
    var refused = 0
    private(set) var lastDueMs: Int64 = 0
    /// When something last came, microseconds.
    private(set) var lastNewsUs: Int64 = 0
    /// Nothing new is created any more.
    var isStopping = false

    private static let isAcknowledged: UInt8 = 1
    private static let isDelivered: UInt8 = 2
    private static let isShown: UInt8 = 4
    private var marks: [UInt8] = []
    private var dice: SplitMix
    /// One for all, because several creators may speak for one device.
    private var keys = KeyMaker()
    private var sameSecondMs: Int64 = 0

    init(
        _ options: LoadOptions, loop: Loop, time: TimeSource, record: RecordWriter,
        random: RandomSource
    ) {
        self.options = options
        self.loop = loop
        self.time = time
        self.record = record
        self.random = random
        dice = SplitMix(options.seed)
        lastNewsUs = time.monotonicUs()
        marks.reserveCapacity(options.count)
    }

    /// The key of the next intended change.
    func newKey() -> IdempotencyKey { keys.next(wallMs: time.wallMs(), random: &random) }

    /// The next creation's number and due time.
    func draw(inSameSecond: Bool) -> (number: UInt64, dueMs: Int64) {
        let number = UInt64(marks.count)
        marks.append(0)
        let nowMs = time.wallMs()
        let most = Int64(options.dueInS) * 1000
        var dueMs = nowMs + most / 2 + Int64(dice.next() % UInt64(most / 2))
        if inSameSecond {
            // Should it come too near, the rest meets in a later one.
            if sameSecondMs - nowMs < most / 4 {
                sameSecondMs = (nowMs + most) / 1000 * 1000 + 1000
            }
            dueMs = sameSecondMs
        }
        lastDueMs = max(lastDueMs, dueMs)
        return (number, dueMs)
    }

    func acknowledge(_ number: UInt64) {
        acknowledged += 1
        mark(number, LoadBoard.isAcknowledged)
        news()
    }

    /// Takes note of a delivery, whatever it says.
    func deliver(_ number: UInt64?) {
        delivered += 1
        if let number { mark(number, LoadBoard.isDelivered) }
        news()
    }

    func show(_ number: UInt64?) {
        if let number, number < UInt64(marks.count), marks[Int(number)] & LoadBoard.isShown == 0 {
            marks[Int(number)] |= LoadBoard.isShown
            shown += 1
        }
        news()
    }

    private func mark(_ number: UInt64, _ bit: UInt8) {
        guard number < UInt64(marks.count) else { return }
        let before = marks[Int(number)]
        let both = LoadBoard.isAcknowledged | LoadBoard.isDelivered
        marks[Int(number)] |= bit
        if before & both != both && marks[Int(number)] & both == both { arrived += 1 }
    }

    private func news() {
        lastNewsUs = time.monotonicUs()
        onProgress()
    }

    /// How long to wait before asking again: full jitter over a bound that doubles from 50 ms to 2 s,
    /// and never less than the server said.
    func waitUs(attempt: UInt32, atLeastMs: Int64?) -> Int64 {
        let bound = UInt64(min(2_000_000, 50_000 << min(attempt, 6)))
        let asked = min(max(atLeastMs ?? 0, 0), 10_000) * 1000
        return max(asked, 10_000 + Int64(random.next() % bound))
    }
}
