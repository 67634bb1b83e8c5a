extension Words {
    /// What each verb of reminders says of itself.
    static let englishReminderVerbs: [String: VerbWords] = [
        "remind add": VerbWords(
            shape: "NOTE WHEN... [--zone ZONE]", summary: "make a reminder",
            text: """
                NOTE is a short label in quotes, or - to read the words from standard input, which keeps
                them out of your shell's history. WHEN is one of

                    every sunday 19:00             every monday thursday 7:30
                    every day 8:30                 every weekday 8:30
                    every 2 weeks on sunday wednesday 19:00
                    tomorrow 9:00                  sunday 19:00
                    2027-03-09 14:30               in 20 minutes

                Times are of your own zone unless you name another; a reminder at 19:00 stays at 19:00
                when the clocks change. What was understood is said back.
                """,
            examples: [
                "tend remind add \"Film night\" every sunday 19:00",
                "tend remind add \"Stretch\" every day 8:30",
                "tend remind add \"Walk\" every 2 weeks on sunday wednesday 19:00",
                "tend remind add \"Call Cleo\" tomorrow 9:00 --zone America/New_York",
                "tend remind add \"Tea is ready\" in 20 minutes",
                "echo \"Ask how the interview went\" | tend remind add - 2027-03-09 14:30",
            ]),
        "remind list": VerbWords(
            shape: "[--all]", summary: "what is ahead",
            text: """
                Lists your reminders, soonest first. The letters stand for them until the next list:
                tend remind done a. With --json each page of the reply is one line.
                """,
            examples: ["tend remind list", "tend remind list --all"]),
        "remind show": VerbWords(
            shape: "LETTER", summary: "one reminder in full",
            text: """
                LETTER is from tend remind list or tend watch. An id, as --json prints it, works in its
                place here and in the other verbs.
                """,
            examples: ["tend remind show a"]),
        "remind snooze": VerbWords(
            shape: "LETTER LENGTH", summary: "put off what is due",
            text: """
                LENGTH is 10m, 2h or 1d from now. In a script, say --occurrence JSON in place of LETTER.
                """,
            examples: ["tend remind snooze a 10m"]),
        "remind done": VerbWords(
            shape: "LETTER", summary: "say that what is due is done",
            text: """
                Nobody has to: what stays unanswered goes by itself. In a script, say --occurrence JSON
                in place of LETTER, with what tend --json watch printed as "occurrence".
                """,
            examples: ["tend remind done a"]),
        "remind skip": VerbWords(
            shape: "LETTER", summary: "let what is due go, this time",
            text: "A reminder that repeats comes again at its next time.",
            examples: ["tend remind skip a"]),
        "remind cancel": VerbWords(
            shape: "LETTER", summary: "end a reminder for good",
            text: "It never comes again. What happened to it stays in tend remind audit.",
            examples: ["tend remind cancel a"]),
        "remind audit": VerbWords(
            shape: "LETTER", summary: "what happened to a reminder",
            text: "Shows the newest lines of its ledger: when it was sent, shown, put off, done.",
            examples: ["tend remind audit a"]),
    ]
}
