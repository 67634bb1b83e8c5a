import Codec
import Contracts
import Glibc
import RPC
import Reactor
import Seams
import Storage

/// One service as a process: recovers its state, listens, serves until it is told to stop, then
/// drains and seals.
public enum ServiceProcess {
    /// Runs the service named `part` until it ends. `start` registers the handlers and sets the
    /// service going; it is called once, with the state recovered. `flags` are the service's own.
    ///
    /// `number` is the service's in its data folder, final once released. Every method of
    /// `services` must have a handler when `start` returns.
    public static func run<State>(
        part: String, number: UInt8, about: String, initial: State, events: EventTable<State>,
        services: [any Service.Type], flags: [Arguments.Flag] = [],
        start: (Host<State>, Program) -> Void
    ) -> Never {
        let program = Program(
            name: "tend-" + part, about: about,
            flags: [
                Arguments.Flag("data", "FOLDER", needed: true, "where its journal lives, mode 0700")
            ] + flags)
        let host = open(program, number: number, initial: initial, events: events)
        program.log.line(host.recovered.sentence)
        answerCommon(host, part: part, wall: program.wall)
        start(host, program)
        let methods = (services + TendServices.common).flatMap { $0.methods }
        let missing = host.router.checkComplete(methods)
        precondition(missing.isEmpty, "methods without a handler: \(missing)")
        serve(host, program)
    }

    private static func open<State>(
        _ program: Program, number: UInt8, initial: State, events: EventTable<State>
    ) -> Host<State> {
        do throws(StorageError) {
            let disk: KernelDisk
            do throws(DiskError) {
                disk = try KernelDisk(path: program.arguments.values["data"] ?? "")
            } catch {
                throw .disk(error)
            }
            return try Host(
                initial: initial, events: events,
                identity: StoreIdentity(service: number, manualClock: program.wall != nil),
                disk: disk, loop: program.loop, time: program.time, random: .system,
                log: program.log)
        } catch {
            program.end(error.sentence, code: error.exitCode)
        }
    }

    /// Health and the manual clock, which every service answers alike.
    package static func answerCommon<State>(
        _ host: Host<State>, part: String, wall: ManualWall?
    ) {
        host.router.on(Health.check) { (_, _) in
            var health = PartHealth()
            health.part = part
            health.serving = host.serving
            health.version = Version.text
            return health
        }
        host.router.on(ManualClock.advanced) { (_, _) throws(RPCError) in
            guard let wall else { throw RPCError(.unimplemented, "no such method") }
            do throws(ManualWall.Unusable) {
                try wall.reload()
            } catch {
                host.log.line(error.sentence)
                throw .refused(.failedPrecondition, .clockBackwards)
            }
            // What this delivers is held by the gate before the reply, so that the reply comes
            // when all of it is durable and on its way.
            host.onClockMoved()
            var answer = ClockTime()
            answer.nowMs = wall.wallMs
            return answer
        }
    }

    private static func serve<State>(_ host: Host<State>, _ program: Program) -> Never {
        let key = program.key
        let server = Server(
            loop: program.loop, router: host.router, gate: host.gate,
            authenticate: { hello, _, answer in
                // Only the installation's own processes may speak to a service.
                guard let auth = hello.auth, key.matches(auth.setKey) else {
                    answer(.failure(RPCError(.unauthenticated, "who are you")))
                    return
                }
                answer(.success(.service(name: auth.serviceName)))
            })
        host.onSynced = { server.release() }
        host.onFailed = { error in
            // Nothing that waits may be answered: leave at once, the next start recovers.
            program.end(error.sentence, code: Program.Exit.disk)
        }
        let faults = FaultLog(log: program.log, loop: program.loop)
        server.onFault = { _, code, why in faults.note(code, why) }
        do {
            var isEnding = false
            try program.loop.onSignals([SIGTERM, SIGINT]) { _ in
                guard !isEnding else { return }
                isEnding = true
                program.log.line("draining")
                server.drain(graceUs: Limits.drainUs) {
                    host.seal { program.loop.stop() }
                }
            }
            program.announce(try server.listen(program.listen))
        } catch {
            program.end(error.sentence, code: Program.Exit.busy)
        }
        program.loop.run()
        program.log.line("stopped")
        exit(0)
    }
}
