import Contracts
import Host
import PromptService
import Seams

var handlers: PromptHandlers?
var link: FactLink?
ServiceProcess.run(
    part: "prompt", number: 3,
    about: "Tend's Prompt service: questions, sealed answers and shares.",
    initial: PromptState(), events: PromptState.events, services: TendServices.prompt,
    flags: [
        Program.profileFlag, Program.seedsFlag,
        Arguments.Flag("choice-seed", "N", "what choices depend on (tests and demo)"),
    ]
) { host, program in
    let gate = FactGate(loop: host.loop, time: host.time) { host.state.facts.number }
    let made = PromptHandlers(
        host: host, gate: gate, catalogue: program.catalogue(), seed: seed(host, program))
    let follow = FactLink(
        channel: program.channel(to: "profile", as: "prompt"), time: host.time, log: host.log,
        gate: gate, journal: host.gate, held: { host.state.facts.mark },
        hear: made.hear)
    follow.start()
    handlers = made
    link = follow
}

/// What choices depend on: drawn at the first start, and then what the journal holds.
func seed(_ host: Host<PromptState>, _ program: Program) -> UInt64 {
    guard let text = program.arguments.values["choice-seed"] else {
        return host.state.seed ?? RandomSource.system.next()
    }
    guard program.wall != nil else {
        program.end(
            "--choice-seed is for tests and needs --manual-clock.", code: Program.Exit.usage)
    }
    guard let seed = UInt64(text) else {
        program.end("--choice-seed is a whole number.", code: Program.Exit.usage)
    }
    if let kept = host.state.seed, kept != seed {
        program.end(
            "The data folder was begun with another --choice-seed; leave the flag out, "
                + "or take a new folder.", code: Program.Exit.configuration)
    }
    return seed
}
