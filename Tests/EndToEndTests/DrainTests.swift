import Contracts
import Glibc
import HuntKit
import RPC
import TestSupport
import Testing

/// Stopping while people write: what is under way is finished, what was answered stays.
@Suite struct DrainTests {
    @Test(
        "a part that is stopped under load ends with 0 and a seal, and loses nothing answered",
        arguments: Installation.parts)
    func drain(part: String) throws {
        let stage = try Stage()
        let load = Load(stage)
        try load.run(count: 100)
        let stopped = try #require(stage.installation.processes[part])
        stopped.send(SIGTERM)
        try load.run(count: 100) {
            let end = stopped.finish(seconds: 15)
            #expect(end.code == 0)
            #expect(end.errors.hasSuffix("tend-\(part): draining\ntend-\(part): stopped\n"))
            #expect(stage.installation.start(part))
        }
        #expect(try load.notes() == load.answered)
        let again = try #require(stage.installation.processes[part])
        again.send(SIGTERM)
        let words = again.finish().errors
        #expect(!words.contains("unclean"), "\(words)")
        #expect(part == "gateway" || words.contains("recovered"), "\(words)")
    }
}

/// Reminders made by one device, several at a time.
private final class Load {
    private(set) var answered: Set<String> = []
    private let stage: Stage
    private var made = 0
    private var random = SeededRandom(seed: 4)

    init(_ stage: Stage) { self.stage = stage }

    /// One reminder to make; the same key in every attempt.
    private struct Order {
        let request: CreateReminder
        let key: IdempotencyKey
    }

    private func order() -> Order {
        made += 1
        var request = CreateReminder()
        request.note = "note \(made)"
        request.schedule.kind = .absolute
        request.schedule.atMs = 1_803_978_000_000 + 3_600_000
        let madeAtMs = 1_803_978_000_000 + Int64(made)
        return Order(
            request: request, key: IdempotencyKey(wallMs: madeAtMs, random: &random))
    }

    private func send(_ order: Order) -> PendingCall {
        stage.ana.send(Reminders.create, order.request, key: order.key)
    }

    /// Makes so many, 16 at a time. `stopped` is called once, when the part that was stopped is seen
    /// to be gone, or at the end; what failed is then asked for again.
    func run(count: Int, stopped: () throws -> Void = {}) throws {
        var flights: [(Order, PendingCall)] = []
        var failed: [Order] = []
        var left = count
        while left > 0 || !flights.isEmpty {
            while left > 0, flights.count < 16, failed.isEmpty {
                let order = order()
                flights.append((order, send(order)))
                left -= 1
            }
            stage.ana.wait { flights.contains { $0.1.outcome != nil } }
            for (order, call) in flights {
                switch call.outcome {
                case .success: answered.insert(order.request.note)
                case .failure(let error):
                    #expect(error.code == .unavailable, "\(error)")
                    failed.append(order)
                case nil: break
                }
            }
            flights.removeAll { $0.1.outcome != nil }
            if !failed.isEmpty && flights.isEmpty { break }
        }
        try stopped()
        for order in failed {
            _ = try stage.ana.call(Reminders.create, order.request, key: order.key)
            answered.insert(order.request.note)
        }
        if left > 0 { try run(count: left) }
    }

    /// Every note there is, each of which must be there once.
    func notes() throws -> Set<String> {
        var notes: Set<String> = []
        var request = ListReminders()
        repeat {
            let page = try stage.ana.call(Reminders.list, request)
            for reminder in page.reminders {
                #expect(notes.insert(reminder.note).inserted, "\(reminder.note) is there twice")
            }
            request.cursor = page.nextCursor
        } while !request.cursor.isEmpty
        return notes
    }
}
