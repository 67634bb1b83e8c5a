/// Something to do together: a ritual to come back to, or an activity for some day.
public struct TimeIdea: Equatable, Sendable {
    /// Where it is done.
    public enum Place: String, CaseIterable, Sendable {
        /// At home.
        case home
        /// In the open.
        case outside
        /// Somewhere one goes.
        case out
        /// At a distance, by call.
        case apart
    }

    /// How many it suits.
    public enum People: String, CaseIterable, Sendable {
        /// Two.
        case two
        /// More than two.
        case several
        /// Any number.
        case any
    }

    /// Its name for ever.
    public let id: String
    /// What it is.
    public let title: String
    /// About how long it takes.
    public let minutes: UInt32
    /// 0 for nothing, 1 little, 2 some, 3 much.
    public let cost: Int32
    /// Where it is done.
    public let place: Place
    /// Whether it is something most people seldom do.
    public let isNew: Bool
    /// How many it suits.
    public let people: People
    /// Whether it is meant to be done again and again.
    public let isRitual: Bool

    /// An idea of these parts, which nobody has looked over.
    public init(
        id: String, title: String, minutes: UInt32, cost: Int32, place: Place, isNew: Bool,
        people: People, isRitual: Bool
    ) {
        self.id = id
        self.title = title
        self.minutes = minutes
        self.cost = cost
        self.place = place
        self.isNew = isNew
        self.people = people
        self.isRitual = isRitual
    }
}
