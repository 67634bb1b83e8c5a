import Contracts
import Glibc
import RPC
import Reactor

// Words that are too much one's own for a command line: from standard input or an editor.
extension Client {
    /// What somebody wrote, and why it may not go out as it is.
    struct Written {
        var words = ""
        var problem: Failure?
    }

    /// Whether a person sits at standard input.
    var isAtTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// What words are for, and how long and how empty they may be.
    struct WordsWanted {
        /// What is shown in the editor beside the words.
        var asked: [String]
        var purpose: Drafts.Purpose
        /// The word that was typed for what they are for.
        var typed = ""
        var bytesMax: Int
        /// Whether none at all will do.
        var mayBeEmpty = false
        /// Whether the draft goes out as it is where nobody sits at a terminal.
        var usesDraft = false
        /// How the draft is brought back, for the sentence that says so.
        var again: String
        /// The same once what the words were for is over; as before where it is nil.
        var againOver: String?
    }

    /// Gets words and lets `send` send them. Words that could not go out are kept as a draft; those
    /// that did are forgotten.
    func send<R>(
        _ wanted: WordsWanted, _ send: (String) async throws -> R
    ) async throws -> R {
        let drafts = try drafts()
        let place = drafts?.place(of: wanted.purpose, typed: wanted.typed) ?? wanted.purpose
        let kept = try drafts?.words(place)
        // Words that are piped in are written without a look at those that are kept.
        let seen = isAtTerminal || wanted.usesDraft ? kept : nil
        let written = try await write(wanted, draft: kept ?? "")
        do {
            if let problem = written.problem { throw problem }
            try check(written.words, wanted)
            onSignal = {
                try? drafts?.keep(written.words, wanted.purpose, seen: seen)
                self.afterword = Phrase(.wordsKept, ["again": wanted.again])
                self.interrupt()
            }
            let reply = try await send(written.words)
            onSignal = { self.interrupt() }
            // Of what was kept only that which was there to be seen when these words were written.
            if seen != nil { try drafts?.forget(place) }
            return reply
        } catch {
            guard let drafts, !written.words.isEmpty else { throw error }
            let overAgain = Client.isOver(error) ? wanted.againOver : nil
            // By its id only words are found that lie under its name.
            if written.words != kept || overAgain != nil {
                try drafts.keep(written.words, wanted.purpose, seen: seen)
            }
            if overAgain != nil, written.words == kept, place != wanted.purpose {
                try drafts.forget(place)
            }
            afterword = Phrase(.wordsKept, ["again": overAgain ?? wanted.again])
            throw error
        }
    }

    /// What words are for cannot be asked now: those on standard input are kept all the same, for the
    /// next time.
    func keepInput(_ purpose: Drafts.Purpose, again: String) async throws {
        guard !isAtTerminal, let drafts = try drafts(), let words = try? await readInput(),
            !words.isEmpty
        else { return }
        try drafts.keep(words, purpose)
        afterword = Phrase(.wordsKept, ["again": again])
    }

    /// The drafts of who speaks; none for the operator.
    func drafts() throws(Failure) -> Drafts? {
        guard !isOperator, let name = try identityName() else { return nil }
        return Drafts(try store(), of: name)
    }

    /// Whether what words were for is over, so that only its id leads back to them.
    private static func isOver(_ error: any Error) -> Bool {
        guard let error = error as? RPCError else { return false }
        return error.code == .notFound || Refusal(of: error)?.reason == .questionOver
    }

    private func check(_ words: String, _ wanted: WordsWanted) throws(Failure) {
        guard !words.isEmpty || wanted.mayBeEmpty else { throw Failure(.usage, .wordsEmpty) }
        guard words.utf8.count <= wanted.bytesMax else {
            throw Failure(.usage, .wordsTooLong, ["limit": String(wanted.bytesMax)])
        }
    }

    private func write(_ wanted: WordsWanted, draft: String) async throws -> Written {
        if !isAtTerminal {
            if wanted.usesDraft, !draft.isEmpty { return Written(words: draft) }
            return Written(words: try await readInput())
        }
        return try await edit(draft, asked: wanted.asked)
    }
}

// Standard input.
extension Client {
    /// All of standard input, without holding up the loop, so that Ctrl-C ends it and half of what was
    /// to come is not taken for the whole.
    private func readInput() async throws -> String {
        let worker = try newWorker()
        let bytes = await withUnsafeContinuation {
            (done: UnsafeContinuation<Result<[UInt8], FileFault>?, Never>) in
            let waiting = Waiting(done)
            onSignal = { waiting.end(nil) }
            worker.submit({ Client.allOfInput() }, then: { waiting.end($0) })
        }
        guard let bytes else { throw Failure(.refused, .interrupted) }
        onSignal = { self.interrupt() }
        switch bytes {
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(.usage, .inputNotText)
            }
            return Editor.tidy(text)
        case .failure(.tooLarge):
            throw Failure(
                .usage, .inputTooLong, ["limit": String(PrivateFolder.fileBytesMax)])
        case .failure(let fault):
            throw Failure(.usage, .inputFailed, ["problem": fault.problem])
        }
    }

    private static func allOfInput() -> Result<[UInt8], FileFault> {
        do throws(FileFault) {
            return .success(
                try FileBytes.read(STDIN_FILENO, path: "-", max: PrivateFolder.fileBytesMax))
        } catch {
            return .failure(error)
        }
    }

    private func newWorker() throws(Failure) -> Worker {
        do throws(ReactorError) {
            return try Worker(loop: loop)
        } catch {
            throw Failure(.usage, .loopFailed, ["problem": String(cString: strerror(EAGAIN))])
        }
    }

    /// A continuation that is resumed once, by whichever comes first. Confined to the loop.
    private final class Waiting<Value> {
        private var done: UnsafeContinuation<Value?, Never>?

        init(_ done: UnsafeContinuation<Value?, Never>) { self.done = done }

        func end(_ value: sending Value?) {
            done?.resume(returning: value)
            done = nil
        }
    }
}

// The editor.
extension Client {
    private func edit(_ draft: String, asked: [String]) async throws -> Written {
        let editor = Editor(environment: environment)
        let scratch: ScratchFolder
        do throws(FileFault) {
            scratch = try ScratchFolder(
                Editor.start(draft, asked: asked), environment: environment)
        } catch {
            throw error.failure
        }
        // Whatever happens next, nothing of it stays behind.
        defer { scratch.remove() }
        let before = scratch.stamp()
        let code = try await run(editor.arguments(file: scratch.file))
        onSignal = { self.interrupt() }
        var written = Written()
        do {
            let bytes = try scratch.read()
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(.usage, .editorNotText)
            }
            written.words = Editor.words(text, asked: asked)
        } catch let fault as FileFault {
            throw fault.failure
        }
        // A draft that was looked at and not saved is no word to send.
        if scratch.stamp() == before { written.problem = Failure(.usage, .wordsEmpty) }
        if code != 0 {
            written.problem = Failure(
                .refused, .editorEnded,
                ["command": Printable.line(editor.command), "code": String(code)])
        }
        return written
    }

    /// Runs an editor on the terminal, to its end. It hears Ctrl-C by itself; what else would end this
    /// program ends the editor first.
    private func run(_ arguments: [String]) async throws -> Int32 {
        let worker = try newWorker()
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        defer { if terminal >= 0 { close(terminal) } }
        var process: pid_t = 0
        let code = Spawn.start(
            arguments, environment: environment, input: terminal >= 0 ? terminal : STDIN_FILENO,
            output: terminal >= 0 ? terminal : STDOUT_FILENO, &process)
        // As a shell says that there is no such program.
        guard code == 0 else { return 127 }
        passSignals(to: process)
        let started = process
        return await withUnsafeContinuation { (done: UnsafeContinuation<Int32, Never>) in
            worker.submit({ Spawn.wait(started) }, then: { done.resume(returning: $0) })
        }
    }

    private func passSignals(to process: pid_t) {
        onSignal = {
            if self.lastSignal != SIGINT { kill(process, SIGTERM) }
            self.passSignals(to: process)
        }
    }
}
