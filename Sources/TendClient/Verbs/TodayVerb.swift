import Codec
import Contracts

/// `tend today`: all that concerns a person today, in one call, or how to join.
package enum TodayVerb {
    package static let verb = Verb("today", in: .daily, run: run)

    static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        // Before joining there is no day yet; a script is told so as by every other verb.
        if try !client.invocation.json && !client.isOperator && client.identityName() == nil {
            try client.print(client.words.text(.nextNotJoined))
            return .done
        }
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
