import Codec
import Contracts

/// `tend today`: all that concerns a person today, in one call.
package enum TodayVerb {
    package static let verb = Verb("today", in: .daily, run: run)

    static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let reply = try await client.call(Today.get, TodayRequest())
        if client.invocation.json {
            try client.print(reply.json())
            return .done
        }
        let page = TodayPage(
            reply, times: client.times(nowMs: reply.nowMs),
            zone: Machine.zone(client.environment) ?? "", yeses: client.givenYeses())
        try client.changeLetters { $0.things = page.things }
        for line in page.lines { try client.print(line) }
        return .done
    }
}
