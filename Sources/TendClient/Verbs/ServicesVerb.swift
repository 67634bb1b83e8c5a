import Contracts

/// `tend services`: the methods the caller may use.
enum ServicesVerb {
    static let verb = Verb("services", in: .engine, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let list = try await client.call(Door.list, ListMethods(), as: .whoeverIsThere)
        try client.reply(list) {
            list.names.map { Printable.clean($0) } + ["", client.words.text(.methodsHint)]
        }
        return .done
    }
}
