import CivilTime
import Contracts

/// `tend quiet add`: one more time of day in which nothing rings.
package enum QuietAddVerb {
    package static let verb = Verb("quiet", "add", in: .time, arity: 2...2, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let window = try window(arguments[0] ?? "", arguments[1] ?? "")
        let before = try await client.me()
        var request = SetQuiet()
        request.windows = before.quiet.filter { !$0.isSame(as: window) } + [window]
        guard request.windows.count <= Limits.quietWindowsMax else {
            throw Failure(
                .refused, .reasonTooMany, ["limit": String(Limits.quietWindowsMax)])
        }
        let me = try await client.call(People.setQuiet, request)
        let times = client.times(nowMs: me.nowMs)
        try client.reply(me) { [times.words.text(.quietAdded, ["window": times.window(window)])] }
        try client.changeLetters { $0.quiet = me.quiet }
        return .done
    }

    /// The window between two times of day.
    package static func window(_ start: String, _ end: String) throws(Failure) -> QuietWindow {
        var window = QuietWindow()
        window.startMinute = try minute(start)
        window.endMinute = try minute(end)
        guard window.startMinute != window.endMinute else { throw Failure(.usage, .quietEmpty) }
        return window
    }

    /// `22:00` or `7:00` in minutes after midnight.
    private static func minute(_ text: String) throws(Failure) -> Int32 {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { part in
            (1...2).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard parts.count == 2, isDigits, parts[1].utf8.count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]), let time = CivilTimeOfDay(hour: hour, minute: minute)
        else { throw Failure(.usage, .timeBad, ["word": text]) }
        return Int32(time.hour * 60 + time.minute)
    }
}

/// `tend quiet list`: when nothing rings.
package enum QuietListVerb {
    package static let verb = Verb("quiet", "list", in: .time, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let me = try await client.me()
        try client.reply(me) { lines(me.quiet, client.times(nowMs: me.nowMs)) }
        try client.changeLetters { $0.quiet = me.quiet }
        return .done
    }

    package static func lines(_ quiet: [QuietWindow], _ times: Times) -> [String] {
        if quiet.isEmpty { return [times.words.text(.quietNone)] }
        return quiet.enumerated().map { index, window in
            times.words.text(
                .quietRow,
                ["letter": Letters.letter(index), "window": times.window(window)])
        }
    }
}

/// `tend quiet remove`: it may ring then again.
package enum QuietRemoveVerb {
    package static let verb = Verb("quiet", "remove", in: .time, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let letters = try client.letters()
        let word = arguments[0] ?? ""
        let place = try letters.place(
            word, of: letters.quiet.count, list: QuietListVerb.verb.name)
        let window = letters.quiet[place]
        var request = SetQuiet()
        request.windows = try await client.me().quiet.filter { !$0.isSame(as: window) }
        let me = try await client.call(People.setQuiet, request)
        let times = client.times(nowMs: me.nowMs)
        try client.reply(me) {
            [times.words.text(.quietRemoved, ["window": times.window(window)])]
        }
        try client.changeLetters { $0.quiet = me.quiet }
        return .done
    }
}

extension QuietWindow {
    fileprivate func isSame(as other: QuietWindow) -> Bool {
        startMinute == other.startMinute && endMinute == other.endMinute
    }
}
