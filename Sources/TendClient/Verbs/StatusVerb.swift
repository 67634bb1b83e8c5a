import Contracts

/// `tend status`: how the gateway and the parts behind it are.
package enum StatusVerb {
    package static let verb = Verb("status", in: .engine, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let report = try await client.call(Door.health, HealthRequest(), as: .nobody)
        try client.reply(report) { lines(report, client.words) }
        return isWell(report) ? .done : .refused
    }

    package static func isWell(_ report: HealthReport) -> Bool {
        !report.parts.isEmpty && report.parts.allSatisfy { $0.serving == .serving }
    }

    package static func lines(_ report: HealthReport, _ words: Words) -> [String] {
        let parts = report.parts.map { Printable.clean($0.part) }
        let states = report.parts.map { state($0.serving, words) }
        let partWidth = parts.map(\.count).max() ?? 0
        let stateWidth = states.map(\.count).max() ?? 0
        let rows = report.parts.indices.map { index in
            Printable.trimmed(
                words.text(
                    .healthRow,
                    [
                        "part": Printable.padded(parts[index], to: partWidth),
                        "state": Printable.padded(states[index], to: stateWidth),
                        "version": Printable.clean(report.parts[index].version),
                    ]))
        }
        return [words.text(isWell(report) ? .healthWell : .healthPartly)] + rows
    }

    private static func state(_ serving: Serving, _ words: Words) -> String {
        switch serving {
        case .unreachable: words.text(.healthUnreachable)
        case .serving: words.text(.healthServing)
        case .readOnly: words.text(.healthReadOnly)
        case .draining: words.text(.healthDraining)
        }
    }
}
