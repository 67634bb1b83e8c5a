import CivilTime

/// Local times as they stand in occurrence ids and deliveries: always with seconds,
/// `2027-03-07T19:00:00`, and with a `Z` where an absolute reminder's UTC time is meant.
enum LocalTime {
    /// The text of a nominal local time, in seconds since 1970-01-01T00:00:00 on its clock.
    static func text(_ localSeconds: Int64, isUTC: Bool = false) -> String {
        text(CivilDateTime(secondNumber: localSeconds) ?? .first, isUTC: isUTC)
    }

    /// What the clocks of a zone show at an instant.
    static func text(atMs: Int64, in zone: TimeZoneData) -> String {
        text(zone.localDateTime(atUnixSeconds: atMs.flooredSeconds))
    }

    private static func text(_ local: CivilDateTime, isUTC: Bool = false) -> String {
        let (year, month, day) = local.date.parts
        let time = local.time
        return String(unsafeUninitializedCapacity: 20) { buffer in
            var count = 0
            func put(_ byte: UInt8) {
                buffer[count] = byte
                count += 1
            }
            func put(twoDigits number: Int) {
                put(0x30 + UInt8(truncatingIfNeeded: number / 10 % 10))
                put(0x30 + UInt8(truncatingIfNeeded: number % 10))
            }
            put(twoDigits: year / 100)
            put(twoDigits: year)
            put(UInt8(ascii: "-"))
            put(twoDigits: month)
            put(UInt8(ascii: "-"))
            put(twoDigits: day)
            put(UInt8(ascii: "T"))
            put(twoDigits: time.hour)
            put(UInt8(ascii: ":"))
            put(twoDigits: time.minute)
            put(UInt8(ascii: ":"))
            put(twoDigits: time.second)
            if isUTC { put(UInt8(ascii: "Z")) }
            return count
        }
    }
}
