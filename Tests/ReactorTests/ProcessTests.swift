import Glibc
import Reactor
import Testing

/// Signals, and programs this process starts.
@Suite(.serialized) struct ProcessTests {
    @Test("a signal arrives on the loop instead of ending the process")
    func signals() throws {
        let rig = try Rig()
        var heard: [Int32] = []
        try rig.loop.onSignals([SIGUSR1, SIGUSR2]) { heard.append($0) }
        // To this thread only: the others of the test run did not inherit the mask.
        pthread_kill(pthread_self(), SIGUSR1)
        rig.turns { heard == [SIGUSR1] }
        pthread_kill(pthread_self(), SIGUSR2)
        rig.turns { heard == [SIGUSR1, SIGUSR2] }
    }

    @Test("a program is talked to through its pipes and reaped")
    func child() throws {
        let rig = try Rig()
        let child = try ChildProcess.spawn(on: rig.loop, ["cat"])
        let script = Script()
        script.connection = child.connection
        child.connection.handler = script
        var ending: ChildProcess.Ending?
        child.onEnd = { ending = $0 }
        #expect(child.connection.isLoopback)
        let message = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        script.send(message)
        rig.turns(20_000) { script.received.count == message.count }
        #expect(script.received == message)
        child.connection.close(afterFlush: true)
        rig.turns { ending != nil }
        #expect(ending == .exited(0))
        #expect(child.ending == .exited(0))
        #expect(script.reasons == [.local])
    }

    @Test("a program that ends is heard to its last byte, with its code")
    func lastWords() throws {
        let rig = try Rig()
        let child = try ChildProcess.spawn(
            on: rig.loop, ["sh", "-c", "head -c 200000 /dev/zero; exit 7"])
        let script = Script()
        script.connection = child.connection
        child.connection.handler = script
        rig.turns(20_000) { child.ending != nil && script.reasons.count == 1 }
        #expect(child.ending == .exited(7))
        #expect(script.received.count == 200_000)
        #expect(script.reasons == [.peerFinished])
    }

    @Test("writing to a program that has ended closes the connection, without SIGPIPE")
    func brokenPipe() throws {
        let rig = try Rig()
        let child = try ChildProcess.spawn(on: rig.loop, ["sh", "-c", "exec <&-; sleep 60"])
        let script = Script()
        script.connection = child.connection
        child.connection.handler = script
        rig.turns(20_000) {
            script.send([1])
            return script.reasons == [.reset]
        }
        child.signal(SIGKILL)
        rig.turns { child.ending == .signalled(SIGKILL) }
    }

    @Test("a program that does not exist is an error with its name")
    func missing() throws {
        let rig = try Rig()
        #expect(throws: ReactorError.notRunnable(program: "tend-no-such", errno: ENOENT)) {
            try ChildProcess.spawn(on: rig.loop, ["tend-no-such"])
        }
        #expect(throws: ReactorError.notRunnable(program: "", errno: ENOENT)) {
            try ChildProcess.spawn(on: rig.loop, [])
        }
    }
}
