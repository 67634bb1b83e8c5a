import CivilTime
import Codec
import Contracts
import Host
import RPC
import ReminderService
import TestSupport
import Testing

/// The power goes at every disk operation of a service that is being called: what it answered is
/// there when the power is back, and a repeated call happens once.
@Suite struct ServicePowerCutTests {
    /// A call to make and its key, the same in every attempt.
    private struct Order {
        let request: CreateReminder
        let key: IdempotencyKey
    }

    private let ana: (person: UInt64, device: UInt64) = (7, 70)

    @Test(
        "what was answered survives a power cut before any operation, and a retry is no second call",
        arguments: [SimulatedDisk.Kept.nothing, .everything, .some(seed: 5)])
    func everywhere(kept: SimulatedDisk.Kept) throws {
        let orders = orders()
        var number = 1
        var cuts = 0
        while true {
            let disk = SimulatedDisk()
            disk.cutPower(at: number)
            let answered = run(orders, on: disk)
            if answered.count == orders.count && disk.operations < number { break }
            cuts += 1
            try check(orders, answered, disk.afterPowerCut(keeping: kept), "cut at \(number)")
            number += 1
        }
        #expect(cuts > 20)
    }

    /// Six times three calls at once; the notes of those that were answered.
    private func run(_ orders: [Order], on disk: SimulatedDisk) -> [String: UInt64] {
        guard let service = try? PoweredService(disk) else { return [:] }
        var answered: [String: UInt64] = [:]
        for start in stride(from: 0, to: orders.count, by: 3) {
            let calls = orders[start..<start + 3].map {
                service.rig.begin(Reminders.create, $0.request, as: ana, key: $0.key)
            }
            service.rig.turn {
                service.rig.failure != nil || calls.allSatisfy { $0.result != nil }
            }
            for call in calls {
                if let made = try? call.result?.get() { answered[made.note] = made.id }
            }
            if service.rig.failure != nil { break }
        }
        return answered
    }

    private func check(
        _ orders: [Order], _ answered: [String: UInt64], _ disk: SimulatedDisk, _ place: Comment
    ) throws {
        let service = try PoweredService(disk)
        let found = try list(service)
        for (note, id) in answered { #expect(found[note] == id, place) }
        var made: [String: UInt64] = [:]
        for order in orders {
            let result = service.rig.call(
                Reminders.create, order.request, as: ana, key: order.key)
            made[order.request.note] = try #require(result, place).get().id
        }
        for (note, id) in found { #expect(made[note] == id, place) }
        #expect(try list(service) == made, place)
    }

    /// Ids by note; a note that is there twice is a failure.
    private func list(_ service: PoweredService) throws -> [String: UInt64] {
        var request = ListReminders()
        request.includeEnded = true
        let page = try #require(service.rig.call(Reminders.list, request, as: ana)).get()
        #expect(page.nextCursor.isEmpty)
        return Dictionary(page.reminders.map { ($0.note, $0.id) }) { first, _ in
            Issue.record("one call made two reminders")
            return first
        }
    }

    private func orders() -> [Order] {
        var random = SeededRandom(seed: 8)
        let wallMs = HandTime().wallMs
        return (0..<18).map { number in
            var request = CreateReminder()
            request.note = "note \(number)"
            request.schedule.kind = .absolute
            request.schedule.atMs = wallMs + 3_600_000
            return Order(
                request: request, key: IdempotencyKey(wallMs: wallMs, random: &random))
        }
    }
}

/// The Reminder service on a disk.
private final class PoweredService {
    let rig: ServiceRig<ReminderBook>
    private let handlers: ReminderHandlers?

    init(_ disk: SimulatedDisk) throws {
        var made: ReminderHandlers?
        rig = try ServiceRig(
            initial: ReminderBook(), events: ReminderHandlers.events, disk: disk
        ) {
            made = ReminderHandlers(
                host: $0, zones: ZoneDatabase { _ in nil }, random: .seeded(3),
                gate: .alone(loop: $0.loop, time: $0.time))
        }
        handlers = made
    }
}
