extension TimeVocabulary {
    /// English.
    package static let english = TimeVocabulary(
        weekdaySpellings: [
            ["monday", "mon", "mondays"], ["tuesday", "tue", "tues", "tuesdays"],
            ["wednesday", "wed", "wednesdays"], ["thursday", "thu", "thur", "thurs", "thursdays"],
            ["friday", "fri", "fridays"], ["saturday", "sat", "saturdays"],
            ["sunday", "sun", "sundays"],
        ],
        weekdays: [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ],
        every: ["every", "each"], other: ["other", "second"], day: ["day", "days"],
        week: ["week", "weeks"],
        workday: ["weekday", "weekdays", "workday", "workdays"], today: ["today"],
        tomorrow: ["tomorrow"], fromNow: ["in"],
        minute: ["minute", "minutes", "min", "mins", "m"], hour: ["hour", "hours", "h"],
        longUnits: ["month", "months", "monthly", "year", "years", "yearly"], beforeNoon: ["am"],
        afterNoon: ["pm"], fillers: ["on", "at", "and", "the", "next"])
}
