import CivilTime
import Testing

@Suite("Dates and times of day")
struct CivilDateTests {
    @Test(
        "known days have their day number and weekday",
        arguments: [
            ("1970-01-01", 0, Weekday.thursday),
            ("1969-12-31", -1, .wednesday),
            ("2000-02-29", 11_016, .tuesday),
            ("2027-03-07", 20_884, .sunday),
            ("0001-01-01", -719_162, .monday),
            ("9999-12-31", 2_932_896, .friday),
        ])
    func knownDays(text: String, number: Int, weekday: Weekday) {
        #expect(Int(day(text).dayNumber) == number)
        #expect(day(text).weekday == weekday)
        #expect(CivilDate(dayNumber: number)?.description == text)
    }

    @Test("every day of the calendar follows the one before it")
    func everyDay() {
        var (year, month, dayOfMonth) = (1, 1, 1)
        var weekday = 1
        var wrong = 0
        for number in Int(CivilDate.first.dayNumber)...Int(CivilDate.last.dayNumber) {
            guard let date = CivilDate(dayNumber: number) else { wrong += 1; continue }
            let same = CivilDate(year: year, month: month, day: dayOfMonth) == date
            if !same || date.parts != (year, month, dayOfMonth) || date.weekday.rawValue != weekday
            {
                wrong += 1
            }
            weekday = weekday % 7 + 1
            dayOfMonth += 1
            if dayOfMonth > CivilDate.daysInMonth(month, of: year) {
                (dayOfMonth, month) = (1, month + 1)
            }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(wrong == 0)
        #expect(year == 10_000)
    }

    @Test(
        "days that do not exist are refused",
        arguments: [
            (2027, 2, 29), (2100, 2, 29), (2027, 4, 31), (2027, 0, 1), (2027, 13, 1), (2027, 1, 0),
            (0, 1, 1), (10_000, 1, 1), (.max, 1, 1), (2027, .min, 1), (2027, 1, .max),
        ])
    func noSuchDay(year: Int, month: Int, dayOfMonth: Int) {
        #expect(CivilDate(year: year, month: month, day: dayOfMonth) == nil)
    }

    @Test("adding days stays in the calendar or says no")
    func adding() {
        #expect(day("2028-02-28").adding(days: 1) == day("2028-02-29"))
        #expect(day("2027-03-01").adding(days: -1) == day("2027-02-28"))
        #expect(CivilDate.last.adding(days: 1) == nil)
        #expect(CivilDate.first.adding(days: -1) == nil)
        #expect(CivilDate.last.adding(days: .max) == nil)
        #expect(CivilDate.first.adding(days: .min) == nil)
        #expect(CivilDate.first.adding(days: 3_652_058) == .last)
    }

    @Test(
        "strict text is read and written back the same",
        arguments: [
            "2027-03-07T19:00", "2027-03-07T00:00", "0001-01-01T23:59:59", "9999-12-31T07:05:09",
        ])
    func text(text: String) {
        #expect(CivilDateTime(text)?.description == text)
        #expect(CivilDate(String(text.prefix(10)))?.description == String(text.prefix(10)))
        #expect(
            CivilTimeOfDay(String(text.dropFirst(11)))?.description == String(text.dropFirst(11)))
    }

    @Test(
        "any other text is refused",
        arguments: [
            "", "2027", "2027-3-7", "2027-03-07 ", " 2027-03-07", "2027-03-07T", "2027-03-07T19",
            "2027-03-07T19:0", "2027-03-07T24:00", "2027-03-07T19:60", "2027-03-07T19:00:60",
            "2027-03-07T19:00:00Z", "2027-03-07T19:00:00.5", "2027-03-07t19:00", "2027-03-07 19:00",
            "2027-02-29T19:00", "+027-03-07T19:00", "-001-03-07T19:00", "2027-03-07T-1:00",
            "２０２７-03-07T19:00", "12027-03-07T19:00", "2027-03-07T19:00:0\u{301}",
            "2027-03-07T19:00\0", String(repeating: "9", count: 10_000),
        ])
    func refusedText(text: String) {
        #expect(CivilDateTime(text) == nil)
        #expect(CivilDate(text) == nil || text == "2027-03-07")
        #expect(CivilTimeOfDay(text) == nil)
    }

    @Test("times of day keep to the day")
    func timeOfDay() {
        #expect(CivilTimeOfDay(hour: 19, minute: 0)?.secondOfDay == 68_400)
        #expect(CivilTimeOfDay(hour: 24, minute: 0) == nil)
        #expect(CivilTimeOfDay(hour: 23, minute: 59, second: 60) == nil)
        #expect(CivilTimeOfDay(hour: -1, minute: 0) == nil)
        #expect(CivilTimeOfDay(secondOfDay: 86_399)?.description == "23:59:59")
        #expect(CivilTimeOfDay(secondOfDay: 86_400) == nil)
        #expect(CivilTimeOfDay(secondOfDay: -1) == nil)
    }

    @Test("seconds of a clock and date-times are the same thing")
    func secondNumbers() {
        #expect(CivilDateTime(secondNumber: -1) == local("1969-12-31T23:59:59"))
        #expect(CivilDateTime(secondNumber: CivilDateTime.last.secondNumber) == .last)
        #expect(CivilDateTime(secondNumber: CivilDateTime.last.secondNumber + 1) == nil)
        #expect(CivilDateTime(secondNumber: CivilDateTime.first.secondNumber - 1) == nil)
        #expect(CivilDateTime(secondNumber: .max) == nil)
        #expect(local("2027-03-07T18:59:59") < local("2027-03-07T19:00"))
    }

    @Test("sets of weekdays hold the days put in, Monday first")
    func weekdaySets() {
        let days: WeekdaySet = [.sunday, .tuesday]
        #expect(days.days == [.tuesday, .sunday])
        #expect(days.contains(Weekday.sunday) && !days.contains(Weekday.monday))
        #expect(WeekdaySet(rawValue: 0xFF) == .everyDay)
        #expect(WeekdaySet.workdays.union(.weekend) == .everyDay)
        #expect(Weekday.sunday.days(after: .monday) == 6)
        #expect(Weekday.monday.days(after: .sunday) == 1)
    }
}
