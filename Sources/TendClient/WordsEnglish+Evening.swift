extension Words {
    /// The page of today, questions, answers and shares.
    static let englishEvening: [WordID: String] = [
        .partMorning: "morning",
        .partAfternoon: "afternoon",
        .partEvening: "evening",
        .partNight: "night",
        .nearToday: "today",
        .nearTomorrow: "tomorrow",
        .nearTime: "{day} {time}",
        .sinceMorning: "this morning",
        .sinceAfternoon: "this afternoon",
        .sinceEvening: "this evening",
        .sinceNight: "tonight",
        .sinceYesterday: "yesterday",
        .sinceDay: "on {day}",

        .todayWho: "{name}, {place}",
        .todayDay: "{weekday} {part}, {day} {month}",
        .todayRow: "  {letter}  {what}",
        .todayTimed: "{day} {time}   ",
        .todayVerb: "tend {verb}",
        .todayToRead: "To read",
        .todayTogether: "Time together",
        .todayOwn: "Only you see this",
        .todayQuiet: "Nothing will ring before {time}.",
        .todayAccepted: "{name} says yes to your invitation",
        .todayReturned: "Your words are yours again: {question}",
        .todayRevealedBoth: "{with}, both answers: {question}",
        .todayRevealedAll: "{with}, every answer: {question}",
        .todayAlone: "Nobody is here with you yet. To invite somebody: tend invite",
        .todaySaidYes: "You said yes to {names}; it begins when it is confirmed.",
        .todayInvited: "An invitation of yours is open: tend invite list",
        .todayAll: "That is all for today.",
        .todayMore: "There is more than fits here: {verbs}",
        .todayMoreLater: "There is more than fits here; it comes up when there is room.",
        .todayEmpty: "Nothing asks for you today.",
        .todayEmptyElse: "Nothing else asks for you today.",
        .missingTies: "your ties",
        .missingQuestions: "questions",
        .missingReminders: "reminders",
        .missingSome: "{parts} cannot be reached just now; the rest is here.",
        .missingAll: "Nothing behind the door can be reached just now. Try again in a moment.",
        .howRead: "tend read {letter}",
        .howConfirm: "tend invite confirm {letter}",
        .howDone: "tend done {letter}",
        .howDraft: "tend answer {letter} --draft",
        .howNothing: "",

        .withNames: "With {names}",
        .withSomebody: "With somebody of yours",
        .somebody: "Somebody",
        .openUntil: "open until {time}",
        .optionRow: "{n} {option}",
        .scaleEnds: "from 1, {low}, to 7, {high}",
        .scaleChosen: "{n} ({ends})",
        .howWrite: "Write: tend answer{target}     Not this one: tend pass{target}",
        .howSpoken: "Once you have talked: tend answer{target}     Not this one: tend pass{target}",
        .howScale: "From 1 to 7: tend answer{target} 4     Not this one: tend pass{target}",
        .howChoose: "Choose: tend answer{target} 1     Not this one: tend pass{target}",
        .howChooseSome:
            "Choose one or more: tend answer{target} 1 2     Not this one: tend pass{target}",
        .howSealed:
            "Sealed. To change it: tend answer{target}     To take it back: add --withdraw",
        .sealedUntilBoth: "What you write stays sealed until you have both answered.",
        .sealedUntilAll: "What you write stays sealed until you have all answered.",
        .answerAloud: "(said aloud)",
        .authorYou: "You",
        .authorUnknown: "One of you",
        .questionsNone: "No question waits for you just now. There may be one with: tend prompt",
        .questionsSeveral:
            "Several questions are open. Say which by its letter from tend today, as in: tend answer"
            + " a",
        .sealedNone:
            "None of your answers is sealed and still yours to take back. See: tend today",
        .choiceOfWords:
            "This question is answered in words. Say tend answer and write, or pipe them in.",
        .choiceScale: "Say a number {options}, as in: tend answer {target}4",
        .choiceOne: "Choose one by its number, {options}, as in: tend answer {target}1",
        .choiceSome: "Choose one or more by number, {options}, as in: tend answer {target}1 2",
        .saidSealedBoth: "Sealed. Each of you can read both answers when you have both answered.",
        .saidSealedAll: "Sealed. Each of you can read every answer when you have all answered.",
        .saidRevealedBoth:
            "You have both answered. Read both answers: tend read {letter}",
        .saidRevealedAll:
            "You have all answered. Read every answer: tend read {letter}",
        .saidWithdrawn: "Taken back. The question stays open; nobody saw what you wrote.",
        .saidPassed: "Let go. Nobody is told.",
        .saidShared: "Sent to {names}. It is delivered when it is welcome.",
        .sharedThought: "{name} shared a thought {when}",
        .sharedGoodNews: "{name} shared something good {when}",
        .sharedThanks: "{name} said thanks {when}",
        .shareTwoKinds: "It can be good news or thanks. Leave one of the two flags away.",
        .whyNothing: "Nothing is on record about how it was chosen. Any question may be passed.",
        .whyLevelFits: "Each of you has opened this topic this far, or further.",
        .whyStepIsSmall: "It is at most a small step on from what you all answered lately.",
        .whyKindFits: "It suits what you are to each other.",
        .whyNotAskedBefore: "It has not been asked among you before.",
        .whyLeastRecent: "Everything that fits was asked before; this was the longest ago.",
        .whyTurnOfLevel: "It is the turn of one like this in the month's mix of light and deep.",
        .whyLighterAfterDeep: "The one before went deep, so this one is lighter.",
        .whyGentlerWords: "It is the gentler wording of a deeper question.",

        .wordsNotHere:
            "Words are not taken from the command line, because your shell would keep them. Leave them"
            + " away and write in the editor, or pipe them in.",
        .wordsEmpty: "Nothing was saved, so nothing was sent. Say the same again to write.",
        .wordsTooLong:
            "What you wrote is too long: at most {limit} {limit|byte|bytes} fit. Make it shorter.",
        .wordsKept: "What you wrote is kept here as a draft: tend {again} --draft",
        .interrupted: "Ended before it was done. Look how things stand with: tend today",
        .editorWritten:
            "Write above or below, save and close. Lines that stand here now are left out.",
        .editorSpoken:
            "A note is yours to write or not. Save and close; lines that stand here now are left out.",
        .editorShare:
            "For {names}. Write, save and close. This line is left out.",
        .editorEnded:
            "The editor ended with {code}, so nothing was sent: {command}. Set EDITOR to another, or"
            + " pipe the words in.",
        .editorNotText: "What the editor saved is not UTF-8 text. Save it as UTF-8 and try again.",
        .draftsNone: "No words of yours are kept for that. See what there is with: tend today",
        .draftsSeveral:
            "Several words of yours came back. Say which by its letter from tend today, as in: tend"
            + " answer a --draft",
        .draftsSeveralKept:
            "Several drafts are kept. Say which by its letter from tend today, or read them in"
            + " {folder}",
        .draftWhich:
            "Several questions are open. Say for which one your words are, by its letter from tend"
            + " today, as in: tend answer a --draft",
        .draftShown: "The question has closed. This is yours alone.",
        .draftKept: "The question has closed. Your words are yours alone and kept in {path}",
        .draftUnnamed:
            "No question is open for this just now. Your words are yours alone and kept in {path}",
        .askAgain: "Type yes or no.",
        .yesNeeded:
            "This needs a yes, and nobody can be asked here. Read what it means, then add --yes.",
        .spellingsYes: "yes y",
        .spellingsNo: "no n",
    ]
}
