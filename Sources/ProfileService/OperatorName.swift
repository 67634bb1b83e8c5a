import Contracts

/// What the consent sheet calls whoever runs the server.
public enum OperatorName {
    /// Where nobody said.
    public static let unsaid = "the owner of this machine"

    /// A name from a command line, without what does not belong in one line, no longer than a name.
    public static func clean(_ given: String?) -> String {
        var name = ""
        for character in given ?? "" {
            let isPlain = character.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
                // Of the invisible ones only those that join letters and signs.
                case .format: scalar.value == 0x200C || scalar.value == 0x200D
                default: true
                }
            }
            guard isPlain else { continue }
            guard name.utf8.count + character.utf8.count <= Contracts.Limits.nameBytesMax else {
                break
            }
            name.append(character)
        }
        return name.contains { !$0.isWhitespace } ? name : unsaid
    }
}
