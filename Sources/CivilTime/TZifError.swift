/// Why a time zone file was refused, and at which byte.
public struct TZifError: Error, Equatable, Sendable {
    /// What was wrong.
    public enum Fault: Equatable, Sendable {
        /// The file does not begin with "TZif".
        case notTZif
        /// Only the 32-bit data of version 1, which end in 2038.
        case versionOne
        /// Leap seconds ("right/" data): its times are not Unix times.
        case leapSeconds
        /// The file ends inside the named part.
        case truncated
        /// More bytes than `Limits.tzifBytesMax`, or bytes after the footer.
        case tooLong
        /// A header whose counts contradict each other.
        case counts
        /// Transition times that do not ascend.
        case order
        /// A transition that names a local time type the file does not have.
        case typeIndex
        /// An offset from UTC outside RFC 9636's -25 to 26 hours.
        case offset
        /// A daylight saving mark other than 0 and 1.
        case daylightMark
        /// An abbreviation that is not 1 to `Limits.abbreviationBytesMax` visible ASCII characters.
        case abbreviation
        /// A footer that is no POSIX TZ string as RFC 9636 section 3.3.1 extends it.
        case footer
    }

    /// What was wrong.
    public let fault: Fault

    /// Bytes from the start of the file to where it was noticed.
    public let offset: Int

    /// That fault at that byte.
    public init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }
}
