/// The words of one language for days and times: those that are read and those that are printed.
package struct TimeVocabulary: Sendable {
    /// Monday to Sunday, each with every spelling that is read, in small letters.
    package let weekdaySpellings: [[String]]
    /// Monday to Sunday as printed.
    package let weekdays: [String]
    /// January to December as printed.
    package let months: [String]
    /// Begins what repeats: "every".
    package let every: [String]
    /// Every second one: "other".
    package let other: [String]
    /// One day, or several.
    package let day: [String]
    /// One week, or several.
    package let week: [String]
    /// Monday to Friday.
    package let workday: [String]
    /// This day.
    package let today: [String]
    /// The day after.
    package let tomorrow: [String]
    /// Begins a length of time from now: "in".
    package let fromNow: [String]
    /// Spellings of one and several minutes.
    package let minute: [String]
    /// Spellings of one and several hours.
    package let hour: [String]
    /// Spellings of what no rule goes by yet: months and years.
    package let longUnits: [String]
    /// A time before noon: "am".
    package let beforeNoon: [String]
    /// A time after noon: "pm".
    package let afterNoon: [String]
    /// Words that may stand anywhere and mean nothing.
    package let fillers: [String]

    /// Every word, for the nearest match of one that is none.
    package var all: [String] {
        weekdaySpellings.compactMap(\.first)
            + [every, other, day, week, workday, today, tomorrow, fromNow, minute, hour].flatMap {
                $0
            }
    }
}
