import CivilTime
import Contracts

/// `tend devices`: the devices that speak for the person.
package enum DevicesVerb {
    package static let verb = Verb("devices", in: .joining, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let me = try await client.me()
        if !client.invocation.json {
            try client.changeLetters { $0.devices = me.devices.map(\.id) }
        }
        try client.reply(me) { lines(me, client.times(nowMs: me.nowMs)) }
        return .done
    }

    package static func lines(_ me: Me, _ times: Times) -> [String] {
        let words = times.words
        var lines = me.devices.indices.map { index in
            let device = me.devices[index]
            return words.text(
                device.thisOne ? .deviceThis : .deviceRow,
                [
                    "letter": Letters.letter(index), "name": Printable.line(device.name),
                    "date": times.local(device.joinedAtMs, in: me.person.zone)
                        .map { times.date($0.date) }
                        ?? times.moment(device.joinedAtMs, in: me.person.zone),
                ])
        }
        if let other = me.devices.firstIndex(where: { !$0.thisOne }) {
            lines.append(words.text(.devicesOne, ["letter": Letters.letter(other)]))
        }
        return lines
    }
}
