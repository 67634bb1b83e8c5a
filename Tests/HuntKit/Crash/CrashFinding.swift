/// What a crash hunt found, and the line that looks for it again.
public struct CrashFinding: Error, CustomStringConvertible {
    /// What was wrong.
    public let what: String
    /// Where in the hunt.
    public let place: CrashPlace

    /// A sentence, and the line to type.
    public var description: String {
        "\(place.step), \(place.fault): \(what)\nlook again: \(place.line)"
    }
}

/// Where a hunt is.
public struct CrashPlace: Sendable {
    /// The seed of the hunt.
    public let seed: UInt64
    /// The number of the run of the script.
    public let cycle: Int
    /// The step's name.
    public var step: String
    /// Who was killed, and when.
    public var fault: CrashFault

    /// The line that repeats this run of the script.
    public var line: String { "tend-hunt crash --seed \(seed) --cycle \(cycle)" }
}

/// One process killed, so long after a request has left.
public struct CrashFault: Sendable, CustomStringConvertible {
    /// `profile`, `reminder` or `gateway`.
    public let part: String
    /// How long after the request, microseconds.
    public let delayUs: UInt32

    /// As a finding says it.
    public var description: String { "\(part) killed after \(delayUs) us" }
}
