extension Words {
    /// Times, reminders and watching.
    static let englishReminders: [WordID: String] = [
        .listOfSeveral: "{items} and {last}",
        .listComma: ", ",
        .dateThisYear: "{weekday} {day} {month}",
        .dateOtherYear: "{weekday} {day} {month} {year}",
        .dateAndTime: "{date} at {time}",
        .dateInUTC: "{date} UTC",
        .dateInZone: "{date}, {zone}",
        .zoneTime: "{place} time",
        .zoneFloating: "wherever you are",
        .lengthAWhile: "a little",
        .lengthSeconds: "{n} {n|second|seconds}",
        .lengthMinutes: "{n} {n|minute|minutes}",
        .lengthHours: "{n} {n|hour|hours}",
        .lengthDays: "{n} {n|day|days}",
        .scheduleDay: "Every day at {time}, {zone}",
        .scheduleDays: "Every {n} days at {time}, {zone}",
        .scheduleWeek: "Every {days} at {time}, {zone}",
        .scheduleWeeks: "Every {n} weeks on {days} at {time}, {zone}",
        .scheduleWorkdays: "Monday to Friday at {time}, {zone}",
        .scheduleOnce: "Once, on {date} at {time}, {zone}",
        .scheduleNext: "{schedule}; next on {date}",
        .scheduleNextOther: "{schedule}; next on {date} at {time}",
        .scheduleOver: "{schedule}; nothing more is ahead",
        .timeMissing:
            "At what time? Write it at the end, as in: tend remind add \"Film night\" every sunday"
            + " 19:00",
        .timeUnknown:
            "\"{word}\" does not name a time here. Write for example: every sunday 19:00, tomorrow"
            + " 9:00, in 20 minutes",
        .timeUnknownNear:
            "\"{word}\" does not name a time here. Did you mean {nearest}?",
        .timeUnitUnknown:
            "\"{word}\" is no length of time here. Write for example: in 20 minutes, in 2 hours, in"
            + " 3 days",
        .timeRuleMissing:
            "Nothing repeats by months or years yet. Days and weeks do, as in: every 4 weeks on"
            + " sunday 19:00",
        .timeBad: "\"{word}\" is no time of day. Write it as 19:00 or 8:30.",
        .timeDateBad: "There is no day {word}. A day is written as 2027-03-09.",
        .timeDayMissing:
            "On which day? Write for example: today {time}, tomorrow {time}, every sunday {time}",
        .timeTooFar: "That is further ahead than the calendar reaches. Choose an earlier time.",
        .timeIntervalBad: "\"{word}\" is not a number from 1 to 999.",
        .timeExtra:
            "\"{word}\" is one time of day too many. Put the words of the note in quotes.",
        .zoneUnknown: "There is no time zone \"{zone}\". Write a place as in Europe/Berlin.",
        .zoneUnknownNear: "There is no time zone \"{zone}\". Did you mean {nearest}?",
        .zonesMissing:
            "This machine has no data about time zones, so {zone} cannot be read. Install the"
            + " package tzdata.",

        .noteEmpty: "The note is empty. Write a few words to be reminded of.",
        .noteTooLong:
            "The note is too long: at most {limit} {limit|byte|bytes} fit. Make it shorter.",
        .argumentNotText:
            "What you typed holds bytes that are not UTF-8 text. Set the terminal to UTF-8 and type it"
            + " again.",
        .inputNotText:
            "Standard input is not UTF-8 text. Save it as UTF-8 and try again.",
        .outputFailed: "What there was to say could not be written: {problem}. Make room for it.",
        .outputMissing:
            "Standard output is closed, so nothing was done. Where nobody is to read it, add:"
            + " > /dev/null",
        .inputTooLong:
            "Standard input is too long: at most {limit} {limit|byte|bytes} fit. Make it shorter.",
        .inputFailed: "Standard input could not be read: {problem}.",
        .reminderMade: "{note}. {schedule}.",
        .reminderMoved:
            "The clocks go forward on {date} and pass over {wished}, so it comes at {time} that day.",
        .remindersNone:
            "No reminders yet. Make one: tend remind add \"Film night\" every sunday 19:00",
        .remindersOver: "No reminder is open. What is over: tend remind list --all",
        .reminderRow: "{letter}  {when}  {note} ({state})",
        .reminderRowPlain: "{letter}  {when}  {note}",
        .rowDue: "due now",
        .rowShown: "shown",
        .rowSnoozed: "put off until then",
        .rowDone: "done",
        .rowSkipped: "let go",
        .rowLapsed: "its time has passed",
        .rowCancelled: "ended",
        .rowNever: "nothing ahead",
        .showWhen: "When   {schedule}",
        .showNext: "Next   {date}",
        .showState: "Now    {state}",
        .stateScheduled: "waiting for its time",
        .stateDue: "due since {date}",
        .stateShown: "shown for {date}",
        .stateSnoozed: "put off until {date}",
        .stateDone: "done",
        .stateSkipped: "let go",
        .stateLapsed: "its time has passed",
        .stateCancelled: "ended",
        .saidDone: "Done: {note}.",
        .saidSkipped: "Let go: {note}.",
        .saidCancelled: "Ended: {note}. It will not come again.",
        .saidSnoozed: "Put off until {date}: {note}.",
        .saidNext: "Next on {date}.",
        .letterUnknown:
            "Nothing on the screen carries the letter {letter}. Look again with: tend {list}",
        .letterNone: "No letters are given out yet. First say: tend {list}",
        .letterOther:
            "The letter {letter} stands for something else just now. Look again with: tend {list}",
        .letterBad:
            "\"{word}\" is neither a letter from the screen nor an id. Look again with: tend"
            + " {list}",
        .nothingOpen:
            "\"{note}\" is not due, so there is nothing to answer. To end it for good: tend remind"
            + " cancel",
        .targetMissing: "Which one? Say its letter, as in: tend remind done a",
        .occurrenceTwice:
            "\"{word}\" and --occurrence both name what is meant. Leave one of them away.",
        .occurrenceBad:
            "--occurrence needs the \"occurrence\" of a delivery as JSON, as tend --json watch"
            + " prints it: {problem}",
        .auditRow: "{at}  {what} (for {occurrence})",
        .auditNone: "Nothing has happened to it yet.",
        .auditSent: "sent",
        .auditSentAgain: "sent again, time {n}",
        .auditShown: "shown",
        .auditSnoozed: "put off",
        .auditDone: "done",
        .auditSkipped: "let go",
        .auditMissed: "not sent, as a newer one was",
        .auditLapsed: "its time passed unseen",

        .watchBegins: "Watching. Ctrl-C ends it.",
        .watchLost: "Tend does not answer for the moment; watching goes on when it does.",
        .watchBack: "Tend answers again.",
        .watchDelivery: "{letter}  {date}  {note}",
        .watchLate: "This comes after its time.",
        .watchSnoozed: "Put off until {date}.",
        .watchMissed:
            "{n} earlier {n|one was|ones were} missed and will not come again.",
        .watchNoNotifier:
            "This machine has no notify-send, so nothing pops up; reminders show here.",
        .watchExecFailed:
            "The command of --exec ended with {code}, so the reminder counts as not shown and"
            + " comes again.",
        .notification: "Tend has something for you",
    ]
}
