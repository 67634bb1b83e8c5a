extension Words {
    /// What each verb says of itself.
    static let englishVerbs: [String: VerbWords] = [
        "me": VerbWords(
            shape: "[--name NAME] [--zone ZONE] [--language TAG]",
            summary: "your name, time zone and language",
            text: """
                Shows what Tend knows of you, and changes what you name. A reminder keeps the zone it
                was made in.
                """,
            examples: ["tend me", "tend me --zone America/New_York"]),
        "watch": VerbWords(
            shape: "[--zone ZONE] [--exec COMMAND] [--notify] [--count N]",
            summary: "be told when something is due",
            text: """
                Shows each reminder when it is due, once, and tells the server that you have seen it.
                When the gateway goes away it waits and goes on by itself. Ctrl-C ends it.

                With --exec a command shows it instead: it gets the words on its standard input and
                TEND_REMINDER, TEND_OCCURRENCE (as JSON), TEND_DUE_AT_MS, TEND_LOCAL_TIME, TEND_ZONE,
                TEND_ATTEMPT, TEND_LATE, TEND_MISSED and TEND_SNOOZED_UNTIL_MS in its environment. Only
                when it ends with 0 does the reminder count as seen; else it comes again. With --json
                each delivery is one line.
                """,
            examples: [
                "tend watch --count 1", "tend watch --exec 'cat >> reminders.txt' --count 1",
            ]),
        "join": VerbWords(
            shape: "CODE --name NAME [--zone ZONE] [--language TAG] [--device NAME]",
            summary: "join with a code",
            text: """
                Makes you known to Tend with a code from whoever runs it, or, with a code of your own
                from tend devices add, adds this device; then only the code is needed. A code is good
                for one join within 24 hours. If the answer was lost, say the same again.

                The secret that speaks for you stays in a file only you can read, one for each --as.
                """,
            examples: ["tend join CODE --name Ana --zone Europe/Berlin"]),
        "devices": VerbWords(
            shape: "", summary: "the devices that speak for you",
            text: "Lists your devices. Each has a letter, for tend devices revoke.",
            examples: ["tend devices"]),
        "devices add": VerbWords(
            shape: "", summary: "make a code for one more device",
            text: """
                Makes a code with which another device joins as you: there, say tend join CODE. With
                --json the code is in the reply.
                """,
            examples: ["tend devices add"]),
        "devices revoke": VerbWords(
            shape: "LETTER [--yes]", summary: "sign a device out",
            text: """
                Ends a device at once: from the answer on it reads and writes nothing. LETTER is from
                tend devices; its id, as --json prints it, works too. Your only device is signed out
                with --yes alone, because there is no way back from that.
                """,
            examples: ["tend devices revoke b"]),
        "status": VerbWords(
            shape: "", summary: "whether Tend is well",
            text: """
                Says how the gateway and the parts behind it are. The exit code is 1 when one of them is
                not serving.
                """,
            examples: ["tend status"]),
        "services": VerbWords(
            shape: "", summary: "the methods there are for you",
            text: "Lists the methods that the gateway has for you, in the order of their services.",
            examples: ["tend services"]),
        "describe": VerbWords(
            shape: "[METHOD]", summary: "how a method is called",
            text: """
                Shows a method's messages in the proto3 language and a request as JSON. The end of a
                name is enough. Without METHOD it shows all of them.
                """,
            examples: [
                "tend describe tend.v1.Reminders/Create", "tend describe reminders/list",
            ]),
        "call": VerbWords(
            shape: "METHOD", summary: "call a method with JSON",
            text: """
                Reads the request from standard input as JSON, nothing meaning {}, and prints each reply
                as one line of JSON. Numbers of 64 bits are strings, bytes are base64.
                """,
            examples: [
                "echo '{}' | tend call tend.v1.Door/Health",
                "echo '{\"include_ended\": true}' | tend call reminders/list",
            ]),
        "help": VerbWords(
            shape: "[VERB | all]", summary: "this list; tend help all shows the rest",
            text: "Lists the verbs of daily life, all of them, or explains one.",
            examples: ["tend help", "tend help all", "tend help remind add"]),
    ].merging(englishReminderVerbs) { first, _ in first }
        .merging(englishEveningVerbs) { first, _ in first }
        .merging(englishTieVerbs) { first, _ in first }

    /// What each flag means.
    static let englishFlags: [String: String] = [
        "json": "print each reply as one line of JSON",
        "as": "which identity speaks, if several live on this machine (or TEND_AS)",
        "gateway": "where the gateway is, 127.0.0.1:7400 (or TEND_GATEWAY)",
        "via": "reach the gateway over this command's standard input and output,\n"
            + "as with 'ssh -W localhost:7400 host' (or TEND_VIA)",
        "key": "speak as the operator, with the key in this file",
        "plaintext": "reach a gateway on another machine with nothing to protect the way",
        "help": "explain a verb",
        "name": "what others call you",
        "zone": "where you live, as in Europe/Berlin",
        "language": "what you read, as in en",
        "device": "what to call this device; its host name unless said",
        "remind add zone": "the zone of the time; yours unless said",
        "watch zone": "tell every time in this zone; each reminder's own unless said",
        "yes": "sign out even the only device",
        "version": "say which version this is",
        "all": "also those that are done, let go, or ended",
        "occurrence": "which one, as the \"occurrence\" of a delivery in JSON, instead of LETTER",
        "exec": "run this command for each reminder, instead of printing it",
        "notify": "also pop up a neutral note through notify-send; it names nothing",
        "count": "end after that many",
        "draft": "take the words that are kept, or came back",
        "withdraw": "take a sealed answer back",
        "good-news": "it is good news",
        "thanks": "it is thanks",
        "level": "how deep it goes for you, 1 to 5; 2 unless said",
        "cost": "at most so much: 0 for nothing, up to 3",
        "apart": "only what works at a distance",
        "no-wait": "do not wait for the other's yes",
        "yes": "say yes without being asked",
        "quiet": "leave nothing of it on the screen",
    ]
}
