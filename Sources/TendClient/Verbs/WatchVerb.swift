import Contracts

/// `tend watch`: shows what becomes due, as it becomes due.
package enum WatchVerb {
    package static let verb = Verb(
        "watch", in: .reminders,
        flags: [.value("zone"), .value("exec"), .alone("notify"), .value("count")],
        endsOnSignal: true, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = WatchReminders()
        request.zone = arguments.value("zone") ?? ""
        let count = try arguments.value("count").map(count)
        // Asked first, so that a wrong identity or address ends the verb before it begins.
        let me = try await client.me()
        let watch = Watch(request: request, homeZone: me.person.zone, countMax: count)
        if let command = arguments.value("exec") {
            watch.command = try ExecCommand(
                command, loop: client.loop, environment: client.environment,
                outputToErrors: client.invocation.json)
        }
        if arguments.has("notify") { watch.notifier = Notifier.find(client.environment) }
        if arguments.has("notify"), watch.notifier == nil { client.remark(.watchNoNotifier) }
        if !client.invocation.json { client.remark(.watchBegins) }
        let watching = Task(executorPreference: client.loop) { try await watch.run(client) }
        client.onSignal = { watching.cancel() }
        try await watching.value
        return .done
    }

    package static func count(_ text: String) throws(Failure) -> Int {
        guard let count = Int(text), count > 0 else { throw Failure(.usage, .countInvalid) }
        return count
    }
}
