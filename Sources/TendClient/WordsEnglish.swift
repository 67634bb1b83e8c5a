extension Words {
    /// The catalogue in English.
    public static let english = Words(
        language: "en",
        sentences: englishCommand.merging(englishRefusals) { first, _ in first }
            .merging(englishPeople) { first, _ in first }
            .merging(englishReminders) { first, _ in first }
            .merging(englishEngine) { first, _ in first }
            .merging(englishEvening) { first, _ in first }
            .merging(englishTies) { first, _ in first }
            .merging(englishTogether) { first, _ in first },
        verbs: englishVerbs, flags: englishFlags, time: .english,
        pluralForm: { $0 == 1 ? 0 : 1 })

    /// The command line, the way to the gateway, and who is asking.
    package static let englishCommand: [WordID: String] = [
        .verbUnknown: "There is no verb \"{verb}\". Say: tend help",
        .verbUnknownNear: "There is no verb \"{verb}\". Did you mean: tend {nearest}",
        .verbUnfinished: "\"tend {verb}\" needs one more word. There are: {verbs}.",
        .flagUnknown: "There is no flag {flag} here. Say: tend {help}",
        .flagUnknownNear: "There is no flag {flag} here. Did you mean {nearest}? Say: tend {help}",
        .flagNeedsValue: "{flag} needs a value after it.",
        .flagTakesNone: "{flag} stands alone and takes no value.",
        .flagTwice: "{flag} is given twice. Say it once.",
        .argumentMissing: "Something is missing. Say: tend {verb} --help",
        .argumentUnexpected:
            "\"{word}\" is one word too many. If it belongs together with what stands before it,"
            + " put both in quotes; see tend {verb} --help",
        .countInvalid: "--count needs a whole number from 1 on, as in --count 3.",
        .durationInvalid:
            "\"{word}\" is no length of time. Write 10m, 2h or 1d, at least one minute.",
        .durationMissing: "Say for how long, as in: tend remind snooze a 10m",

        .helpUsage: "Use: tend {verb}{shape}",
        .helpFlags: "Flags",
        .helpExamples: "For example",
        .helpGlobal:
            "Every verb also takes --json, --as NAME, --gateway HOST:PORT, --via COMMAND,\n"
            + "--plaintext and --key FILE; tend help all says what they mean.",
        .helpTitle: "Tend makes time for the people you care about.",
        .helpMore:
            "Each verb explains itself: tend remind add --help\nEverything there is: tend help all",
        .helpAllMore: "Each verb explains itself: tend remind add --help",
        .helpRitual: "time that comes again: add, list, suggest, end",
        .helpQuiet: "hours in which nothing rings: add, list, remove",
        .helpRemind: "reminders of your own: add, list, show, snooze, and more",
        .version: "tend {version}",
        .groupDaily: "Every day",
        .groupJoining: "Joining",
        .groupWords: "Questions",
        .groupTime: "Time together",
        .groupReminders: "Reminders",
        .groupEngine: "Under the floor",

        .gatewayBad: "The gateway's address \"{address}\" does not work: {problem}.",
        .gatewayPlain:
            "{address} is another machine, and nothing protects the way there. Go through a"
            + " command with --via, or say --plaintext if you mean it.",
        .gatewayUnreachable:
            "The gateway at {address} does not answer. Check that it runs, or name another with"
            + " --gateway HOST:PORT.",
        .gatewayRefusesHello:
            "The gateway at {address} does not speak this client's language. Use a tend of the same"
            + " version.",
        .viaFailed:
            "No gateway answers through the command. Try it by itself: {address}",
        .connectionLost: "The connection was lost before the answer came. Try again.",
        .answerLate:
            "No answer came in time, so it is not known whether it happened. Look, then try again.",
        .loopFailed: "This machine has no room for one more program: {problem}. Close something.",
        .addressNoPort: "it needs a port, as in 127.0.0.1:7400",
        .addressBadPort: "the port must be a number from 0 to 65535",
        .addressBadHost: "the host must be a number or localhost, as in 127.0.0.1:7400",
        .addressUnbracketed: "an IPv6 address needs brackets, as in [::1]:7400",
        .addressNoPath: "unix: needs a path after it",
        .addressPathTooLong: "the path of a Unix socket has at most 107 bytes",

        .identityNameBad:
            "\"{name}\" cannot name an identity. Use up to 32 small letters, digits, - and _.",
        .identityMissing:
            "You have not joined on this machine. With a code, say: tend join CODE --name YourName",
        .identityNamedMissing:
            "There is no identity \"{name}\" on this machine. Join with --as {name}, or leave --as"
            + " and TEND_AS away.",
        .identitySeveral:
            "Several identities live on this machine: {names}. Say which one with --as NAME.",
        .identityExists:
            "There is an identity \"{name}\" on this machine already. To join as somebody else, add"
            + " --as NAME.",
        .identityDamaged:
            "The identity file {path} cannot be read as one. Restore it, or move it away and join"
            + " again with a new code.",
        .fileNotPrivate:
            "Others can read {path}, which must be yours alone. Say: chmod 600 {path}",
        .fileFailed: "{path} could not be used: {problem}. Check that it is there and is yours.",
        .folderUnknown: "There is no place for identities. Set HOME or XDG_DATA_HOME.",
        .keyFileBad:
            "{path} is not a key file: it must hold 64 hexadecimal digits and nothing else.",
        .keyRefused:
            "The gateway does not know this key. Use the key file of the same installation.",
    ]
}
