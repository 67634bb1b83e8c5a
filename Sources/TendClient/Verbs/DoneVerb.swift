import Contracts

/// `tend done`: says of what was due that it is done; the same as `tend remind done`.
enum DoneVerb {
    static let verb = Verb(
        "done", in: .daily, flags: [.value("occurrence")], arity: 0...1
    ) { client, arguments in
        try await RemindDoneVerb.answer(client, arguments, Reminders.done, .saidDone)
    }
}
