import RPC

/// One device of one person of the load, and what it will do: watch, or create its share.
package struct LoadSeat: Sendable {
    /// Whose it is, counted from 0.
    package let person: Int
    /// Creations it makes in all.
    package let share: Int
    /// Of these, how many are due in the same second.
    package let sameSecondShare: Int
    /// What it says in HELLO, once it has joined.
    var auth = Auth()

    /// The watching devices, one for each person, by person; then the creating ones.
    package static func plan(_ options: LoadOptions) -> (watching: [LoadSeat], creating: [LoadSeat])
    {
        let people = options.people
        let watching = (0..<people).map { LoadSeat(person: $0, share: 0, sameSecondShare: 0) }
        var creating: [LoadSeat] = []
        for person in 0..<people {
            let devices = part(options.connections, person, of: people)
            let count = part(options.count, person, of: people)
            let same = part(options.sameSecond, person, of: people)
            for device in 0..<devices {
                creating.append(
                    LoadSeat(
                        person: person, share: part(count, device, of: devices),
                        sameSecondShare: part(same, device, of: devices)))
            }
        }
        return (watching, creating)
    }

    /// Part `index` of `count` things dealt out to `parts` as evenly as whole numbers allow.
    private static func part(_ count: Int, _ index: Int, of parts: Int) -> Int {
        count * (index + 1) / parts - count * index / parts
    }
}
