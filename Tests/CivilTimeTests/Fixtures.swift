import CivilTime
import TestSupport

/// Zones written by the tests themselves, with the rules that matter to them.
enum Fixtures {
    static let newYork = zone("America/New_York", footer: "EST5EDT,M3.2.0,M11.1.0")
    static let berlin = zone("Europe/Berlin", footer: "CET-1CEST,M3.5.0,M10.5.0/3")
    static let dublin = zone("Europe/Dublin", footer: "IST-1GMT0,M10.5.0,M3.5.0/1")
    static let lordHowe = zone(
        "Australia/Lord_Howe", footer: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
    static let cairo = zone("Africa/Cairo", footer: "EET-2EEST,M4.5.5/0,M10.5.4/24")
    static let santiago = zone("America/Santiago", footer: "<-04>4<-03>,M9.1.6/24,M4.1.6/24")
    static let havana = zone("America/Havana", footer: "CST5CDT,M3.2.0/0,M11.1.0/1")
    static let kathmandu = zone("Asia/Kathmandu", footer: "<+0545>-5:45")
    static let tehran = zone("Asia/Tehran", footer: "<+0330>-3:30")
    static let nuuk = zone("America/Nuuk", footer: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")

    /// Samoa crossed the date line at the end of 2011-12-29: 2011-12-30 does not exist.
    static let apia = zone(
        "Pacific/Apia",
        TZifWriter(
            [
                .init("-11", -39_600), .init("-10", -36_000, isDST: true),
                .init("+14", 50_400, isDST: true), .init("+13", 46_800),
            ],
            [
                (at: 1_316_872_800, kind: 1), (at: 1_325_239_200, kind: 2),
                (at: 1_333_202_400, kind: 3),
            ],
            footer: "<+13>-13"))

    /// Kiritimati jumped by 24 h 40 min, so that two nominal times swap their order.
    static let kiritimati = zone(
        "Pacific/Kiritimati",
        TZifWriter(
            [.init("-1040", -38_400), .init("+14", 50_400)], [(at: 788_868_000, kind: 1)],
            footer: "<+14>-14"))

    /// Puts its clock back by a whole day, which is shown twice.
    static let repeatedDay = zone(
        "Test/Repeated",
        TZifWriter(
            [.init("+12", 43_200), .init("-12", -43_200)], [(at: 1_000_000_000, kind: 1)],
            footer: "<-12>12"))

    /// Two jumps of a day within an hour, so that 02:00 of three dates is one instant.
    static let threeDays = zone(
        "Test/ThreeDays",
        TZifWriter(
            [.init("-24", -86_400), .init("UTC", 0), .init("+24", 86_400)],
            [(at: 0, kind: 1), (at: 3600, kind: 2)]))

    /// Two jumps of half a day within an hour: 14:00 of two dates is one instant.
    static let twoHalves = zone(
        "Test/TwoHalves",
        TZifWriter(
            [.init("-12", -43_200), .init("UTC", 0), .init("+12", 43_200)],
            [(at: 0, kind: 1), (at: 3600, kind: 2)]))

    static let all = [
        newYork, berlin, dublin, lordHowe, cairo, santiago, havana, kathmandu, tehran, nuuk, apia,
        kiritimati, repeatedDay, threeDays, twoHalves, .utc,
    ]

    static func zone(_ id: String, footer: String) -> TimeZoneData {
        zone(id, TZifWriter(footer: footer))
    }

    static func zone(_ id: String, _ writer: TZifWriter) -> TimeZoneData {
        do {
            return try TimeZoneData(tzif: writer.bytes, id: id)
        } catch {
            preconditionFailure("fixture \(id): \(error)")
        }
    }
}

/// A date-time, written; the text is the test's own and right.
func local(_ text: String) -> CivilDateTime {
    guard let value = CivilDateTime(text) else { preconditionFailure("not a date-time: \(text)") }
    return value
}

/// A day, written.
func day(_ text: String) -> CivilDate {
    guard let value = CivilDate(text) else { preconditionFailure("not a date: \(text)") }
    return value
}

/// Unix seconds of a date-time in UTC, written without the `Z`.
func utc(_ text: String) -> Int64 { local(text).secondNumber }

/// Unix milliseconds of a date-time in UTC, written without the `Z`.
func utcMs(_ text: String) -> Int64 { utc(text) * 1000 }

/// An instant as a date-time in UTC.
func inUTC(ms: Int64) -> String {
    TimeZoneData.utc.localDateTime(atUnixSeconds: ms / 1000).description
}
