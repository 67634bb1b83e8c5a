/// What follows a verb on the command line, sorted into arguments and flags.
package struct Arguments: Equatable, Sendable {
    /// What is no flag, in order.
    package var plain: [String] = []
    /// The values of the flags given; a flag that stands alone has an empty one.
    package var flags: [String: String] = [:]
    /// How many arguments stand before `--`, if it was given.
    package var dashesAt: Int?

    /// The argument at that place, if there is one.
    package subscript(_ index: Int) -> String? {
        plain.indices.contains(index) ? plain[index] : nil
    }

    /// The value of a flag, if it was given.
    package func value(_ flag: String) -> String? { flags[flag] }

    /// Whether a flag was given.
    package func has(_ flag: String) -> Bool { flags[flag] != nil }
}
