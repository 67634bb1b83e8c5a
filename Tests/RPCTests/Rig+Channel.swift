import Codec
import RPC
import Reactor
import Synchronization
import Testing

/// What a task on the loop ended with. Touched on the loop's thread only, which is the test's.
final class Outcome<T: Sendable>: @unchecked Sendable {
    var result: Result<T, any Error>?
    var task: Task<Void, Never>?

    var error: RPCError? {
        guard case .failure(let error) = result else { return nil }
        return error as? RPCError
    }
}

/// Counts attempts to connect.
final class Dials: Sendable {
    private let made = Atomic<Int>(0)

    var count: Int { made.load(ordering: .relaxed) }

    func add() { made.add(1, ordering: .relaxed) }
}

// Asynchronous code on the rig's loop: it runs while the test makes turns.
extension Rig {
    static let flaky = Method<Blob, Blob>("tend.v1.Test/Flaky", .open)

    /// An asynchronous channel to the server.
    func face() -> Channel {
        let core = ChannelCore(loop: loop, to: address, auth: nil, random: seeded(7))
        return Channel(core, random: seeded(8))
    }

    /// One whose every attempt to connect is refused, and counted.
    func face(refusing dials: Dials) -> Channel {
        let core = ChannelCore(loop: loop, auth: nil, random: seeded(7)) { [loop] done in
            dials.add()
            loop.after(us: 0) { done(.failure(.refused(.loopback(port: 9)))) }
        }
        return Channel(core, random: seeded(8))
    }

    /// Begins a task on the loop.
    func start<T: Sendable>(
        _ work: @escaping @Sendable () async throws -> T
    ) -> Outcome<T> {
        let outcome = Outcome<T>()
        outcome.task = Task(executorPreference: loop) {
            do {
                outcome.result = .success(try await work())
            } catch {
                outcome.result = .failure(error)
            }
        }
        return outcome
    }

    /// Makes turns until a task has ended, while time goes on by 50 ms a turn.
    func finish<T: Sendable>(_ outcome: Outcome<T>, at place: SourceLocation = #_sourceLocation) {
        turns(
            until: {
                if outcome.result != nil { return true }
                clock.advance(us: 50_000)
                return false
            }, at: place)
    }

    /// Offers items to the first stream as room comes.
    func push(_ items: [Blob], thenEnd: Bool) {
        let sink = sinks[0]
        var next = 0
        let offer = {
            while next < items.count {
                guard sink.offer(items[next]) == .taken else { return }
                next += 1
            }
            if thenEnd { sink.end() }
        }
        sink.onRoom(offer)
        offer()
    }
}

extension ItemSequence where R: Sendable {
    /// All items until the end.
    func collect() async throws -> [R] {
        var all: [R] = []
        for try await item in self { all.append(item) }
        return all
    }
}
