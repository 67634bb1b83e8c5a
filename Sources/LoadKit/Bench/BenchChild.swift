import Glibc
import Reactor

/// One more process of this program, or another one, that a measurement needs: started, read line by
/// line, and ended by its process id. Loop-confined; the loop is turned while it is waited for.
final class BenchChild: ConnectionHandler {
    /// Why a measurement is not to be had.
    struct Failed: Error {
        let sentence: String
    }

    /// The word by which a server is told to end when whoever started it is gone.
    static let attached = "attached"

    let maxBuffered = 1 << 20
    private let loop: Loop
    private let name: String
    private var child: ChildProcess?
    private var text: [UInt8] = []
    private var linesTaken = 0
    private var ending: ChildProcess.Ending?

    /// Starts `arguments[0]`.
    init(_ arguments: [String], on loop: Loop) throws(Failed) {
        self.loop = loop
        name = arguments.first ?? ""
        do throws(ReactorError) {
            let child = try ChildProcess.spawn(on: loop, arguments)
            self.child = child
            child.connection.handler = self
            child.onEnd = { [weak self] in self?.ending = $0 }
        } catch {
            throw Failed(sentence: error.sentence)
        }
    }

    /// Its number, for the meters.
    var processID: Int32 { child?.processID ?? 0 }

    /// Waits for its next line.
    func line(withinS seconds: Double) throws(Failed) -> String {
        turn(seconds) { self.lines.count > self.linesTaken }
        guard lines.count > linesTaken else {
            throw Failed(sentence: "\(name) said nothing within \(Int(seconds)) s")
        }
        linesTaken += 1
        return lines[linesTaken - 1]
    }

    /// Waits for its end; everything it said.
    func output(withinS seconds: Double) throws(Failed) -> String {
        turn(seconds) { self.ending != nil }
        loop.turn(waitUs: 0)
        let said = String(decoding: text, as: UTF8.self)
        switch ending {
        case .exited(0): return said
        case nil:
            stop()
            throw Failed(sentence: "\(name) did not end within \(Int(seconds)) s")
        default: throw Failed(sentence: "\(name) ended badly: \(said)")
        }
    }

    /// Ends it if it runs: asks, and after two seconds insists.
    func stop() {
        guard ending == nil else { return }
        child?.signal(SIGTERM)
        turn(2) { self.ending != nil }
        guard ending == nil else { return }
        child?.signal(SIGKILL)
        turn(2) { self.ending != nil }
    }

    /// The whole lines so far.
    private var lines: [String] {
        let parts = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
    }

    private func turn(_ seconds: Double, until done: () -> Bool) {
        let endUs = loop.nowUs + Int64(seconds * 1e6)
        while !done() && loop.nowUs < endUs { loop.turn(waitUs: 50_000) }
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        text += bytes
        return bytes.count
    }

    func output() -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
    func didSend(_ count: Int) {}
    func closed(_ reason: CloseReason) {}
}
