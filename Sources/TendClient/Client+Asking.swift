import Contracts
import Glibc

// Questions that a person answers with yes or no, at a terminal.
extension Client {
    /// Asks, and waits for yes or no without holding up the loop. Nil when the input ends first. Ctrl-C
    /// ends the verb with `stopped`.
    private func ask(
        _ id: WordID, _ values: [String: String], stopped: WordID
    ) async throws -> Bool? {
        // What was typed before the question was there is no answer to it.
        tcflush(STDIN_FILENO, TCIFLUSH)
        remark(id, values)
        let before = onSignal
        onSignal = { self.interrupt(Failure(.refused, stopped, values)) }
        defer { onSignal = before }
        while let line = try await readLine() {
            if let answer = words.yesOrNo(line) { return answer }
            remark(.askAgain)
        }
        return nil
    }

    /// Whether yes was said: with `--yes`, or at the terminal. Throws a usage failure where nobody can
    /// be asked. `stopped` is what is said of Ctrl-C instead of an answer: that nothing was done.
    func agrees(
        _ arguments: Arguments, _ id: WordID, _ values: [String: String], stopped: WordID
    ) async throws -> Bool? {
        if arguments.has("yes") { return true }
        guard isAtTerminal, !invocation.json else { throw Failure(.usage, .yesNeeded) }
        return try await ask(id, values, stopped: stopped)
    }

    /// A line from the terminal, which hands over whole lines; nil at its end.
    private func readLine() async throws -> String? {
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            if poll(&waiting, 1, 0) == 0 {
                await sleep(us: Client.lookUs)
                if Task.isCancelled { return nil }
                continue
            }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            if count <= 0 { return nil }
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    /// How often the terminal is looked at.
    private static let lookUs: Int64 = 50_000
}

extension Words {
    /// What a line says, nil when it is neither.
    package func yesOrNo(_ line: String) -> Bool? {
        let said = line.lowercased().filter { !$0.isWhitespace }
        let spellings = { (id: WordID) in
            text(id).split(separator: " ").contains { $0 == said }
        }
        if spellings(.spellingsYes) { return true }
        return spellings(.spellingsNo) ? false : nil
    }
}
