extension Words {
    /// What a refusal says, by its reason, else by its status code.
    static let englishRefusals: [WordID: String] = [
        .reasonUnspecified: "The request was refused without a reason. Try again later.",
        .reasonNotThere:
            "There is no such thing here, or it is over. Look again with: tend today",
        .reasonCodeWrong: "There is no such code. Read it once more, or ask for a new one.",
        .reasonCodeExpired:
            "This code is not good any more: its time is over, or it was taken back. Ask for a new"
            + " one.",
        .reasonCodeUsed: "Somebody has already joined with this code. Ask for a new one.",
        .reasonTooManyTries: "There were many wrong codes lately. Wait {wait}, then try again.",
        .reasonCodeMalformed:
            "This is not a code: a code has ten letters and digits. Read it once more.",
        .reasonDeviceUnknown:
            "This device is not signed in any more. With a new code, say: tend join CODE",
        .reasonZoneUnknown:
            "The server knows no such time zone. Write a place as in Europe/Berlin.",
        .reasonFieldMissing: "{field} is missing. Add it and try again.",
        .reasonTooLong:
            "{field} is too long: at most {limit} {limit|byte|bytes} fit. Make it shorter.",
        .reasonNotUTF8: "{field} is not UTF-8 text. Save it as UTF-8 and try again.",
        .reasonFieldInvalid: "{field} is not one that the server can use. Change it and try again.",
        .reasonNameInvalid:
            "{field} must be one line of text. Leave out line breaks and signs that do not print.",
        .reasonLanguageInvalid:
            "That is no tag of a language. Write one such as en, de or pt-BR.",
        .reasonTimePast: "That time has passed. Choose one that lies ahead.",
        .reasonNeverDue: "That would never come. Choose a time that does.",
        .reasonTooMany:
            "There is room for {limit} and no more. Let one go first, then try again.",
        .reasonKeyReused: "This was sent before with other words. Say it anew.",
        .reasonKeyTooOld: "This was sent too long ago to be repeated. Say it anew.",
        .reasonKeyMissing: "The request came without a key. Use a tend of the gateway's version.",
        .reasonDiskFull:
            "The server's disk is full, so nothing new can be kept; reading works. Tell whoever"
            + " runs it.",
        .reasonServiceDown:
            "{part} does not answer just now. Nothing is lost; try again in a moment.",
        .reasonOccurrenceOver:
            "That one is over: a newer one or a change came first. Look again with: tend remind"
            + " list",
        .reasonMalformed:
            "The server could not read the request. Use a tend of the gateway's version.",
        .reasonClockBackwards: "A clock cannot go back. Name a later time.",
        .reasonMessageTooLarge:
            "The request is too large: at most {limit} {limit|byte|bytes} fit. Make it smaller.",
        .reasonOwnInvite:
            "That is an invitation of your own. Give the code to whom you mean it for.",
        .reasonSheetChanged:
            "What you would agree to has changed since it was shown. Say the same again and read it"
            + " anew.",
        .reasonAlreadyTied: "You two have a tie already. Look at it with: tend with",
        .reasonLevelOutOfRange:
            "There is no such level. They go from 1, easy, to {limit}, bare.",
        .reasonQuestionOver:
            "This question has closed. What you wrote for it is yours alone; see what there is with:"
            + " tend today",
        .reasonConsentUnconfirmed:
            "Tend cannot make sure just now what everybody has opened, so nothing goes out. Try"
            + " again in a moment.",
        .reasonNothingToAsk:
            "No other question fits just now. There will be one another day.",
        .reasonChoiceInvalid:
            "That is none of the choices, or too many of them. Look again with: tend today",
        .reasonOfferOver:
            "This offer is over. Look again with: tend ritual list",

        .statusCancelled: "The request was given up. Try again.",
        .statusInvalid: "The server does not accept the request as it is. Check it and try again.",
        .statusNotFound: "There is no such thing here, or it is over.",
        .statusDenied: "You may not do this. If you should, ask whoever runs the server.",
        .statusExhausted: "The server has a lot to do just now. Try again in a moment.",
        .statusExhaustedWait: "The server has a lot to do just now. Try again in {wait}.",
        .statusPrecondition: "This does not go now. Look how things stand, then try again.",
        .statusUnimplemented:
            "The gateway has no such method for you. tend services lists those it has.",
        .statusInternal:
            "Something is wrong on the server. Tell whoever runs it; its log has more.",
        .statusUnavailable: "The server cannot answer just now. Try again in a moment.",
        .statusUnauthenticated:
            "The gateway wants to know who you are. With a code, say: tend join CODE",
        .statusOther: "It did not work, and the server does not say why. Try again later.",

        .fieldName: "The name",
        .fieldZone: "The time zone",
        .fieldLanguage: "The language",
        .fieldNote: "The note",
        .fieldCode: "The code",
        .fieldDeviceName: "The device's name",
        .fieldWeekdays: "The list of weekdays",
        .fieldInterval: "The number of days or weeks",
        .fieldTime: "The time",
        .fieldSnooze: "The length of the pause",
        .fieldDevice: "The device",
        .fieldReminder: "The reminder",
        .fieldText: "What you wrote",
        .fieldChoices: "The choice",
        .fieldTitle: "What it is called",
        .fieldLevel: "The level",
        .fieldTopic: "The topic",
        .fieldKind: "What you are to each other",
        .fieldQuiet: "The list of quiet hours",
        .fieldThing: "What is meant",
        .partGateway: "The gateway",
        .partProfile: "The part that knows people (profile)",
        .partReminder: "The part that keeps reminders (reminder)",
        .partPrompt: "The part that asks questions (prompt)",
    ]
}
