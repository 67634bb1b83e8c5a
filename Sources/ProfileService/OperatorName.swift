import Contracts

/// What the consent sheet calls whoever runs the server.
public enum OperatorName {
    /// Where nobody said.
    public static let unsaid = "the owner of this machine"

    /// A name from a command line, without what does not belong in one line, no longer than a name.
    public static func clean(_ given: String?) -> String {
        var name = ""
        for character in given ?? "" where PlainText.isName(String(character)) {
            guard name.utf8.count + character.utf8.count <= Contracts.Limits.nameBytesMax else {
                break
            }
            name.append(character)
        }
        return PlainText.isBlank(name) ? unsaid : name
    }
}
