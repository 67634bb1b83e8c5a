import Codec
import Contracts
import Glibc
import RPC
import Reactor
import Seams
import TestSupport

/// Kills real processes with signal 9 between a request and its answer, for every step of a script,
/// and holds what is there afterwards against a model.
///
/// Single-threaded. Number 0 of its runs kills the service that decides, at once; number 1 the
/// gateway, at once; every later one whoever and whenever the seed says.
public final class CrashHunt {
    /// What happened so far.
    public struct Tally: Sendable {
        /// Runs of the script that went well.
        public var cycles = 0
        /// Processes killed.
        public var kills = 0
        /// Requests whose answer had come although somebody was killed.
        public var answered = 0
        /// Requests not answered that had happened all the same.
        public var happened = 0
        /// Requests not answered that had not happened.
        public var lost = 0
        /// Deliveries that the watch was sent.
        public var deliveries = 0
    }

    /// What happened so far.
    public private(set) var tally = Tally()

    private let seed: UInt64
    private let programs: String
    private let loop: Loop
    private var installation: Installation?
    private var wallMs: Int64 = 1_803_978_000_000
    private static let cyclesPerInstallation = 12

    /// A hunt with the programs in this folder.
    public init(seed: UInt64, programs: String = RealProcess.programs) throws {
        self.seed = seed
        self.programs = programs
        loop = try Loop(time: .system)
    }

    deinit { loop.shutDown() }

    /// Runs the script once, with a kill in every step. Throws a `CrashFinding`.
    public func run(cycle: Int) throws {
        if installation == nil || cycle % CrashHunt.cyclesPerInstallation == 0 {
            installation = nil
            installation = Installation(wallMs: wallMs, programs: programs)
        }
        guard let installation else { return }
        var random = SeededRandom(seed: seed ^ UInt64(truncatingIfNeeded: cycle) &* 0x9E37_79B9)
        let cast = CrashCast(
            loop: loop, gateway: try Address(installation.gateway),
            setKey: [UInt8](repeating: 0x5A, count: 32), startMs: wallMs, seed: random.next())
        let run = CrashRun(installation, cast)
        let script = CrashScript(cast)
        var place = CrashPlace(
            seed: seed, cycle: cycle, step: "the beginning",
            fault: CrashFault(part: "nobody", delayUs: 0))
        do throws(CrashTrouble) {
            for make in script.steps {
                guard let step = make() else {
                    throw CrashTrouble("a reply before this did not say who joined")
                }
                place.step = step.name
                place.fault = CrashHunt.fault(cycle, step, &random)
                try run.perform(step, place.fault, &tally)
            }
            try run.finish(&tally)
        } catch {
            self.installation = nil
            throw CrashFinding(what: error.what, place: place)
        }
        wallMs = cast.nowMs
        tally.cycles += 1
    }

    private static func fault(
        _ cycle: Int, _ step: CrashStep, _ random: inout SeededRandom
    ) -> CrashFault {
        switch cycle {
        case 0: return CrashFault(part: step.part, delayUs: 0)
        case 1: return CrashFault(part: "gateway", delayUs: 0)
        default:
            // Half of them hit the service that decides; one time in four it is somebody who only
            // stands beside. Short delays are as likely as long ones.
            let parts = [step.part, step.part, "gateway"] + Installation.parts
            let part = parts[Int(random.next(upperBound: UInt64(parts.count)))]
            let longest = UInt32(1) << (4 + UInt32(random.next(upperBound: UInt64(11))))
            return CrashFault(part: part, delayUs: UInt32(random.next(upperBound: UInt64(longest))))
        }
    }
}

/// Something that must not be.
struct CrashTrouble: Error {
    let what: String
    init(_ what: String) { self.what = what }
}
