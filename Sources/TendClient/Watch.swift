import Codec
import Contracts
import RPC
import Reactor
import Seams

/// One `tend watch` under way: shows each occurrence once, over all reconnects, and reports it
/// shown. Confined to the client's loop.
package final class Watch {
    /// The command that shows a reminder instead of the screen, if there is one.
    var command: ExecCommand?
    /// What pops up a neutral note, if it was asked for and there is one.
    var notifier: Notifier?

    private let request: WatchReminders
    private let homeZone: String
    private let countMax: Int?
    private var book: TieBook?
    private var count = 0
    private var seen = SeenOccurrences()
    private var reports = ShownReports()
    private var pace = WatchPace()

    init(request: WatchReminders, homeZone: String, countMax: Int?) {
        self.request = request
        self.homeZone = homeZone
        self.countMax = countMax
    }

    /// Watches until the count is reached, the task is cancelled, or the server refuses for good.
    /// What was shown is reported before it returns, as far as that goes within a few seconds.
    func run(_ client: isolated Client) async throws {
        do {
            while !isFinished, !Task.isCancelled {
                let beganUs = client.loop.nowUs
                do {
                    try await follow(client)
                } catch let error as RPCError where Watch.passes(error) {}
                pace.ended(afterUs: client.loop.nowUs - beganUs)
                if !isFinished, !Task.isCancelled { try await waitForGateway(client) }
            }
        } catch let error as RPCError where error.code == .cancelled && Task.isCancelled {
            // The person ended it, which is no failure.
        } catch {
            await reports.flush(client)
            throw error
        }
        await reports.flush(client)
    }

    private var isFinished: Bool { countMax.map { count >= $0 } ?? false }

    /// Whether to try again after an error: the way is broken, not the request.
    package static func passes(_ error: RPCError) -> Bool {
        switch error.code {
        case .unavailable, .deadlineExceeded, .resourceExhausted, .aborted: true
        default: false
        }
    }

    /// One stream, to its end.
    private func follow(_ client: isolated Client) async throws {
        for try await delivery in try await client.stream(Reminders.watch, request) {
            pace.heard()
            try await take(delivery, client)
            if isFinished || Task.isCancelled { return }
        }
    }

    /// Says once that the gateway is gone, and returns when Tend can send reminders again.
    private func waitForGateway(_ client: isolated Client) async throws {
        var hasSaid = false
        while !Task.isCancelled {
            await client.sleep(us: pace.nextWaitUs(draw: client.random.next()))
            if Task.isCancelled { return }
            do {
                let report = try await client.call(
                    Door.health, HealthRequest(), timeoutUs: Watch.probeUs)
                if report.parts.allSatisfy({ $0.part != "reminder" || $0.serving != .unreachable })
                {
                    if hasSaid { client.remark(.watchBack) }
                    return
                }
            } catch let error as RPCError where Watch.passes(error) {}
            if !hasSaid { client.remark(.watchLost) }
            hasSaid = true
        }
    }

    /// How long the gateway may take to say how it is.
    private static let probeUs: Int64 = 5_000_000

    private func take(_ delivery: Delivery, _ client: isolated Client) async throws {
        // One sent again was shown before and its report may be lost: it is reported again.
        if !seen.contains(delivery.occurrence) {
            guard try await show(delivery, client) else { return }
            seen.insert(delivery.occurrence)
            count += 1
            notifier?.notify(client.words.text(.notification))
        }
        reports.add(delivery.occurrence, client)
    }

    /// With whom it is, asked once, and again for a tie that is not known yet.
    private func names(_ tieID: UInt64, _ client: isolated Client) async -> String? {
        if tieID == 0 { return nil }
        if let names = book?.names(tieID) { return names }
        book = await client.tiesForNames()
        return book?.names(tieID)
    }

    /// Whether it reached the person.
    private func show(_ delivery: Delivery, _ client: isolated Client) async throws -> Bool {
        if client.invocation.json { try client.print(delivery.json()) }
        if let command {
            let code = await command.run(delivery)
            if code != 0 { client.remark(.watchExecFailed, ["code": String(code)]) }
            return code == 0
        }
        if client.invocation.json { return true }
        var letter = ""
        try client.changeLetters { letter = $0.letter(for: delivery.occurrence) }
        // It is now, whatever the clock here says: its year goes without saying.
        let text = ReminderText(
            times: client.times(nowMs: delivery.dueAtMs), homeZone: homeZone)
        let names = await names(delivery.tieID, client)
        for line in text.delivery(delivery, letter: letter, with: names) {
            try client.print(line)
        }
        return true
    }
}

/// The occurrences shown lately, so that one sent again is not shown again.
package struct SeenOccurrences {
    private var keys: Set<String> = []
    private var order: [String] = []
    private var oldest = 0

    /// How many are remembered; redelivery ends long before.
    package static let max = 4096

    package init() {}

    package func contains(_ occurrence: OccurrenceID) -> Bool { keys.contains(key(occurrence)) }

    package mutating func insert(_ occurrence: OccurrenceID) {
        let key = key(occurrence)
        guard keys.insert(key).inserted else { return }
        if order.count < SeenOccurrences.max {
            order.append(key)
        } else {
            keys.remove(order[oldest])
            order[oldest] = key
            oldest = (oldest + 1) % SeenOccurrences.max
        }
    }

    private func key(_ id: OccurrenceID) -> String {
        "\(id.reminderID)/\(id.localTime)/\(id.revision)"
    }
}
