extension Words {
    /// Ties, consent and invitations.
    static let englishTies: [WordID: String] = [
        .listSemicolon: "; ",
        .tiesNone: "You have no tie yet. To invite somebody: tend invite",
        .tiesNoneNow: "You have no tie just now. To invite somebody: tend invite",
        .tieEnded: "The tie with {names} has ended. To begin anew: tend invite",
        .nobodyNamed: "Nobody here is called \"{name}\". You have ties with: {names}",
        .nobodyNamedNear: "Nobody here is called \"{name}\". Did you mean {nearest}?",
        .nameAmbiguous: "\"{name}\" can be several: {names}. Write more of the name.",
        .nameTwice: "More than one tie is with {names}. Say which by its id: {ids}",
        .nameMissing: "With whom? Add a name. You have ties with: {names}",
        .tieRow: "{names}, {kind}, since {since}",
        .tieRowEnded: "{names}, ended",
        .tieHeading: "With {names}, {kind}, since {since}",
        .kindOther: "in your own way",
        .kindPartner: "as partners",
        .kindFriend: "as friends",
        .kindFamily: "as family",
        .kindChosenFamily: "as chosen family",
        .kindUnknown: "\"{word}\" is not one of: {kinds}. Choose one, or leave it away.",
        .spellingPartner: "partner",
        .spellingFriend: "friend",
        .spellingFamily: "family",
        .spellingChosenFamily: "chosen-family",
        .spellingOther: "other",
        .levelNever: "never",
        .levelEasy: "easy",
        .levelPersonal: "personal",
        .levelFeelings: "feelings",
        .levelTender: "tender",
        .levelBare: "bare",
        .levelBad:
            "\"{word}\" is no level. Say 1 to 5, or easy, personal, feelings, tender or bare.",
        .topicAny: "everything",
        .topicEveryday: "everyday",
        .topicPlay: "play",
        .topicAppreciation: "appreciation",
        .topicFeelings: "feelings",
        .topicMemories: "memories",
        .topicHopes: "hopes",
        .topicWorries: "worries",
        .topicTrust: "trust",
        .topicRepair: "conflict and repair",
        .topicFuture: "family and future",
        .topicPhysical: "physical closeness",
        .topicUnknown: "\"{word}\" is no topic. There are: {topics}.",
        .topicUnknownNear: "\"{word}\" is no topic. Did you mean {nearest}?",
        .goesFar: "you go {parts}.",
        .goesAsFarAs: "as far as {level}",
        .goesForTopic: "for {topic} as far as {level}",
        .goesNever: "never to {topic}",
        .pillarVulnerability: "Openness",
        .pillarTime: "Time together",
        .pillarSelfCare: "Only you see this",
        .pillarUnreached: "This cannot be reached just now.",
        .pillarTimeNone: "nothing is set. To offer some: tend offer",
        .pillarTimeRow: "{when} {what}",
        .pillarTimeMore: "There is more: tend ritual list",
        .pillarSelfCareApart: "time of your own has its own list: tend remind list",
        .withFlag: "{flag} belongs to leaving, as in: tend with {name} leave {flag}",
        .withNever: "Which topic? Say one, as in: tend with {name} never worries",
        .withNeverAny: "Never to everything is leaving. For that: tend with {name} leave",
        .withFar:
            "How far? Say a level, or a topic and a level, as in: tend with {name} far worries 2",
        .withUnknown: "tend with knows nothing named \"{word}\". There are: far, never, leave.",
        .saidFar: "With {names} {far} It holds from now on.",
        .askLeave: "Leave the tie with {names}? It ends for both of you, at once. Type yes or no.",
        .askLeaveAll:
            "Leave the tie with {names}? It ends for all of you, at once. Type yes or no.",
        .saidStayed: "All stays as it is with {names}.",
        .saidLeft: "The tie with {names} has ended. What you wrote stays yours.",

        .sheetTitle: "What you both say yes to",
        .sheetWho: "{inviter} and {invitee}, {kind}.",
        .sheetOperator: "{operator} runs the server and can read what is stored there.",
        .sheetSomebody: "Whoever set it up",
        .sheetSeen:
            "You each see: the other's name; the same questions; both answers once you have both"
            + " answered; what the other shares with you; time that one of you offers.",
        .sheetUnseen:
            "Neither sees: how far the other goes, what the other lets go, drafts, reminders, other"
            + " ties, when or where the other is.",
        .sheetLeave:
            "Each of you can leave at any time, with: tend with NAME leave. It ends for both at once,"
            + " and what each wrote stays theirs.",
        .sheetNewer:
            "This invitation comes from a newer Tend than this one. Use a client of the server's"
            + " version.",
        .sheetWrong:
            "What the server sent does not match its own seal, so there is nothing to say yes to. Tell"
            + " whoever runs it.",

        .sheetUnread:
            "What you would say yes to could not be shown to the end, so nothing was said. Say the same"
            + " again and let it be shown.",
        .inviteCode:
            "Give this code to whom you mean. It is good until {until}. They say\n\n"
            + "    tend join {code} --name THEIR-NAME     and then\n"
            + "    tend accept {code}\n\nor only the second, if they have joined already.",
        .inviteWaits: "Waiting for a yes. Ctrl-C leaves the invitation open.",
        .inviteLater: "When they have said yes, confirm that it is them: tend invite list",
        .inviteStays: "The invitation stays as it is. To go on: tend invite list",
        .invitesNone: "No invitation of yours is open. To make one: tend invite",
        .inviteRowOpen: "{letter}  open until {until}, {kind}",
        .inviteRowAccepted: "{letter}  {name} said yes, {kind}",
        .inviteNotYet:
            "Nobody has said yes to it yet. Look again later with: tend invite list",
        .inviteConfirmed: "It is confirmed already. See: tend with",
        .inviteGone: "This invitation was taken back. For a new one: tend invite",
        .inviteExpired: "This invitation is older than 24 hours. For a new one: tend invite",
        .askIsItThem: "Is this your {name}? Type yes or no.",
        .saidTied: "You and {name} have a tie now. See what it brings: tend",
        .saidNotThem:
            "Then it was somebody else, and nothing came of it. To try again: tend invite",
        .saidInviteCancelled: "Taken back. The code is good for nothing now.",
        .askAccept: "Do you say yes to this with {name}? Type yes or no.",
        .saidAccepted:
            "Your yes is with {name}. Once {name} has confirmed that it is you, it begins: tend",
        .saidAlreadyTied: "You and {name} have a tie already. Look at it with: tend with",
        .saidTieOver: "The tie with {name} has ended. To begin anew: tend invite",
        .saidNotAccepted: "Nothing was said. The code stays good until its time is over.",
    ]
}
