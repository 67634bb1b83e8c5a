import Contracts

/// `tend pass`: lets a question go. Nobody else can tell it from not answering.
enum PassVerb {
    static let verb = Verb("pass", in: .daily, arity: 0...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = QuestionID()
        request.id = try await client.question(arguments[0], .pass).id
        let passed = try await client.call(Questions.pass, request)
        try client.reply(passed) { [client.words.text(.saidPassed)] }
        return .done
    }
}
