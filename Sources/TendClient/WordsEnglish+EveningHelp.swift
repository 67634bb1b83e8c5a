extension Words {
    /// What each verb of questions, answers and shares says of itself.
    static let englishEveningVerbs: [String: VerbWords] = [
        "today": VerbWords(
            shape: "", summary: "what there is today; the same as tend alone",
            text: """
                Shows what you could answer, read or agree to today, and your own reminders. The letters
                stand for what is on the page until the next list. An empty day is a good day.
                """,
            examples: ["tend today"]),
        "answer": VerbWords(
            shape: "[NAME | LETTER] [NUMBER...] [--draft] [--withdraw]",
            summary: "answer a question, sealed until you all have",
            text: """
                Opens your editor, or takes the words from standard input; never from the command line,
                which the shell remembers. Where there is something to choose, say its number. With one
                open question nothing more is needed; else say with whom, or its letter.

                Until everybody has answered you can answer anew, or take it back with --withdraw. What
                could not be sent, or came back when a question closed, is yours: --draft.
                """,
            examples: ["echo \"The walk home in the rain\" | tend answer"]),
        "pass": VerbWords(
            shape: "[NAME | LETTER]", summary: "let a question go",
            text: "Nobody is told: for the others it is as if you had not answered yet.",
            examples: ["tend pass"]),
        "read": VerbWords(
            shape: "LETTER", summary: "read answers, or what was shared",
            text: "LETTER is from tend today. What you have read is not shown there again.",
            examples: ["tend read a"]),
        "share": VerbWords(
            shape: "[NAME] [--good-news | --thanks] [--level N] [--draft]",
            summary: "share something without being asked",
            text: """
                Opens your editor, or takes the words from standard input. It is delivered when it is
                welcome. With one tie the name may be left away.
                """,
            examples: [
                "echo \"I got the job\" | tend share ben --good-news",
                "echo \"You made my day\" | tend share ben --thanks --level 1",
            ]),
        "prompt": VerbWords(
            shape: "[NAME]", summary: "be asked a question now",
            text: """
                Shows a question that waits for you with somebody, or asks both of you a new one. It
                stays open for a day. With one tie the name may be left away.
                """,
            examples: ["tend prompt", "tend prompt ben"]),
        "prompt why": VerbWords(
            shape: "[NAME | LETTER]", summary: "why a question was chosen",
            text: "Says what led to the question. Nothing in it is about one of you alone.",
            examples: ["tend prompt why"]),
        "offer": VerbWords(
            shape: "NAME WHEN... WHAT", summary: "offer time together",
            text: """
                WHEN is as for tend remind add, in your own zone, and WHAT a word or two after it; where
                it is not clear where one ends, put -- between. It rings for each of you once all said
                yes; no is an answer like any other.
                """,
            examples: [
                "tend offer ben sunday 10:30 walk",
                "tend offer ben tomorrow 19:00 -- the next film",
            ]),
        "yes": VerbWords(
            shape: "LETTER", summary: "say yes to offered time",
            text: "LETTER is from tend today or tend ritual list.", examples: ["tend yes b"]),
        "no": VerbWords(
            shape: "LETTER", summary: "say no to offered time",
            text: "LETTER is from tend today or tend ritual list. It needs no reason.",
            examples: ["tend no b"]),
        "done": VerbWords(
            shape: "LETTER", summary: "say that what is due is done",
            text: "The same as tend remind done. Nobody has to: what stays open goes by itself.",
            examples: ["tend done c"]),
        "ritual add": VerbWords(
            shape: "NAME WHEN... WHAT", summary: "offer time that comes again",
            text: "As tend offer, with a time that repeats.",
            examples: ["tend ritual add ben every saturday 19:00 \"film night\""]),
        "ritual list": VerbWords(
            shape: "", summary: "time together, offered and agreed",
            text: "Lists what waits for a yes and what is agreed, soonest first, with letters.",
            examples: ["tend ritual list"]),
        "ritual suggest": VerbWords(
            shape: "[--cost N] [--apart]", summary: "ideas for time together",
            text: "Shows a few ideas, some of them new to most people.",
            examples: ["tend ritual suggest", "tend ritual suggest --cost 0 --apart"]),
        "ritual end": VerbWords(
            shape: "LETTER", summary: "end agreed time, or take an offer back",
            text: "It ends for all of you. LETTER is from tend ritual list.",
            examples: ["tend ritual end a"]),
        "quiet add": VerbWords(
            shape: "FROM TO", summary: "hours in which nothing rings",
            text: """
                Every day in your own zone; it may cross midnight. What comes due in between rings at
                its end.
                """,
            examples: ["tend quiet add 22:00 07:00"]),
        "quiet list": VerbWords(
            shape: "", summary: "your quiet hours",
            text: "Lists them with letters, for tend quiet remove.", examples: ["tend quiet list"]),
        "quiet remove": VerbWords(
            shape: "LETTER", summary: "end quiet hours",
            text: "LETTER is from tend quiet list.", examples: ["tend quiet remove a"]),
    ]
}
