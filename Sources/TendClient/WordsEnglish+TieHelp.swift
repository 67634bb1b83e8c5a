extension Words {
    /// What each verb of ties and invitations says of itself.
    static let englishTieVerbs: [String: VerbWords] = [
        "with": VerbWords(
            shape: "[NAME [far [TOPIC] LEVEL | never TOPIC | leave [--quiet] [--yes]]]",
            summary: "your ties, and how far you go in each",
            text: """
                Alone it lists your ties. With a name it shows how far you go, and time together. Only
                you see how far you go, and nobody is told when you change it.

                LEVEL is 1 easy, 2 personal, 3 feelings, 4 tender, 5 bare. TOPIC is everyday, play,
                appreciation, feelings, memories, hopes, worries, trust, repair, future or physical;
                without one all but physical are meant. A lower level holds at once, everywhere.

                leave ends the tie for all of its people; with --quiet nothing of it stays on the screen.
                """,
            examples: [
                "tend with", "tend with ben", "tend with ben far 3",
                "tend with ben far worries tender",
                "tend with ben never memories", "tend with ben leave --yes",
            ]),
        "invite": VerbWords(
            shape: "[partner | friend | family | chosen-family | other] [--no-wait] [--yes]",
            summary: "invite somebody",
            text: """
                Makes a code for one other person, good for 24 hours, and waits until they said yes;
                then it shows what you both agree to and asks whether it is them. The tie exists when
                both of you have said yes. Ctrl-C or --no-wait leaves it for later: tend invite list.
                With --yes nobody is asked. With --json the code is in the reply, and nothing is waited
                for.
                """,
            examples: ["tend invite friend --no-wait"]),
        "invite list": VerbWords(
            shape: "", summary: "your invitations",
            text: "Lists those that are open or wait for you to confirm them, with letters.",
            examples: ["tend invite list"]),
        "invite confirm": VerbWords(
            shape: "LETTER [--yes]", summary: "say that it is who you meant",
            text: "Shows what you both agree to and asks. LETTER is from tend invite list.",
            examples: ["tend invite confirm a --yes"]),
        "invite cancel": VerbWords(
            shape: "LETTER", summary: "take an invitation back",
            text: "LETTER is from tend invite list.", examples: ["tend invite cancel a"]),
        "accept": VerbWords(
            shape: "CODE [--yes]", summary: "say yes to an invitation",
            text: """
                Shows who invites you and what it means, and asks. It begins when whoever invited you
                has confirmed that it is you. With --yes nothing is asked.
                """,
            examples: ["tend accept CODE --yes"]),
    ]
}
