import Contracts

/// `tend me`: shows or changes one's name, zone and language.
package enum MeVerb {
    package static let verb = Verb(
        "me", in: .daily, flags: [.value("name"), .value("zone"), .value("language")], run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let me: Me
        if arguments.flags.isEmpty {
            me = try await client.me()
        } else {
            var change = UpdateMe()
            change.name = arguments.value("name") ?? ""
            change.zone = arguments.value("zone") ?? ""
            change.language = arguments.value("language") ?? ""
            me = try await client.call(People.update, change)
        }
        try client.reply(me) { lines(me, client.times(nowMs: me.nowMs)) }
        return .done
    }

    /// What a person reads about themself.
    package static func lines(_ me: Me, _ times: Times) -> [String] {
        let words = times.words
        let zone = Printable.clean(me.person.zone)
        let now = me.nowMs == 0 ? nil : times.local(me.nowMs, in: me.person.zone)
        return [
            Printable.clean(me.person.name),
            words.text(
                now == nil ? .meZoneUnknownHere : .meZone,
                ["zone": zone, "now": now.map(times.moment) ?? ""]),
            words.text(.meLanguage, ["language": Printable.clean(me.person.language)]),
        ]
            + (me.quiet.isEmpty
                ? []
                : [words.text(.meQuiet, ["windows": words.list(me.quiet.map(times.window))])])
    }
}
