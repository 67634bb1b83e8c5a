import Contracts

/// `tend describe`: how a method is called, in the proto language and as an example.
package enum DescribeVerb {
    package static let verb = Verb("describe", in: .engine, arity: 0...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let names = try await client.call(Door.list, ListMethods(), as: .whoeverIsThere).names
        let wanted = try arguments[0].map { try MethodName.find($0, in: names) }
        for name in wanted.map({ [$0] }) ?? names {
            var request = DescribeMethod()
            request.name = name
            let description = try await client.call(Door.describe, request, as: .whoeverIsThere)
            try client.reply(description) { lines(description, client.words) }
        }
        return .done
    }

    package static func lines(_ description: MethodDescription, _ words: Words) -> [String] {
        [
            Printable.clean(description.proto, lines: true),
            words.text(.describeExample, ["method": Printable.clean(description.name)]),
            Printable.clean(description.exampleJSON, lines: true),
        ]
    }
}
