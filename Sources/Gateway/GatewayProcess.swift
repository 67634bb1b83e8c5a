import Codec
import Contracts
import Glibc
import Host
import RPC
import Reactor
import Seams

/// The gateway as a process: connects to the services, listens, forwards until it is told to stop,
/// then drains.
public enum GatewayProcess {
    /// Runs the gateway until it ends.
    public static func run() -> Never {
        let program = Program(
            name: "tend-gateway", about: "Tend's gateway: the only door to the services.",
            flags: [
                Arguments.Flag("profile", "ADDR", needed: true, "where Profile listens"),
                Arguments.Flag("prompt", "ADDR", needed: true, "where Prompt listens"),
                Arguments.Flag("reminder", "ADDR", needed: true, "where Reminder listens"),
                Arguments.Flag(
                    "tls-in-front", nil, "allow an address that is not loopback: TLS ends before"),
            ])
        guard program.listen.isLoopback || program.arguments.switches.contains("tls-in-front")
        else {
            program.end(
                "\(program.listen) can be reached from other machines, and Tend does not encrypt. "
                    + "Listen on 127.0.0.1 and reach it by ssh, or put TLS in front "
                    + "and say --tls-in-front.", code: Program.Exit.usage)
        }
        let backends = [
            backend("profile", TendServices.profile, program),
            backend("prompt", TendServices.prompt, program),
            backend("reminder", TendServices.reminder, program),
        ]
        let gateway = Gateway(
            backends: backends, key: program.key, loop: program.loop, time: program.time,
            wall: program.wall)
        serve(gateway, program)
    }

    private static func backend(
        _ part: String, _ services: [any Service.Type], _ program: Program
    ) -> Backend {
        do throws(ReactorError) {
            return Backend(
                part: part, services: services,
                address: try Address(program.arguments.values[part] ?? ""),
                setKey: program.key.bytes, loop: program.loop, random: .system)
        } catch {
            program.end("--\(part): \(error.sentence)", code: Program.Exit.usage)
        }
    }

    private static func serve(_ gateway: Gateway, _ program: Program) -> Never {
        let server = Server(
            loop: program.loop, router: gateway.router, authenticate: gateway.authenticate)
        let faults = FaultLog(log: program.log, loop: program.loop)
        server.onFault = { _, code, why in faults.note(code, why) }
        gateway.closeRevoked(on: server)
        do throws(ReactorError) {
            var isEnding = false
            try program.loop.onSignals([SIGTERM, SIGINT]) { _ in
                guard !isEnding else { return }
                isEnding = true
                program.log.line("draining")
                server.drain(graceUs: Program.drainUs) { program.loop.stop() }
            }
            gateway.start()
            program.announce(try server.listen(program.listen))
        } catch {
            program.end(error.sentence, code: Program.Exit.busy)
        }
        program.loop.run()
        program.log.line("stopped")
        exit(0)
    }
}
