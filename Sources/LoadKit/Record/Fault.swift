/// What a load can find wrong.
public enum Fault: String, CaseIterable, Sendable {
    /// Acknowledged, due, and never delivered.
    case missing
    /// Delivered before it was due.
    case early
    /// Delivered, but nobody ever asked for it.
    case unknown
    /// Its words or its due time are not those that were sent.
    case changed
    /// Delivered to somebody else.
    case astray
    /// One creation became two reminders.
    case doubled
    /// Delivered again after its report as shown had been acknowledged.
    case again
    /// Not delivered when it was due, but only when the watchers asked anew at the end.
    case left

    /// What that means.
    public var sentence: String {
        switch self {
        case .missing: "acknowledged and due, but never delivered"
        case .early: "delivered before it was due"
        case .unknown: "delivered, but never created"
        case .changed: "not the words or the due time that were sent"
        case .astray: "delivered to another person"
        case .doubled: "created once, but there are two of it"
        case .again: "delivered again after its report was acknowledged"
        case .left: "delivered only when the watchers asked anew at the end"
        }
    }
}

/// How often a fault was found, and the first few.
public struct FaultCount: Equatable, Sendable {
    /// Examples kept of each.
    public static let examplesMax = 5
    /// How often.
    public private(set) var count = 0
    /// The first few, in words.
    public private(set) var examples: [String] = []

    /// Counts one more.
    mutating func add(_ example: @autoclosure () -> String) {
        count += 1
        if examples.count < FaultCount.examplesMax { examples.append(example()) }
    }
}
