import Contracts

/// What follows `tend with`.
package enum WithWish: Equatable, Sendable {
    /// All ties.
    case list
    /// One tie.
    case look(String)
    /// How far to go, for one topic or for all.
    case far(String, Topic, Int32)
    /// Leaving.
    case leave(String)

    /// Reads the arguments. Throws a usage failure that says what there is.
    package init(_ arguments: Arguments, _ words: Words) throws(Failure) {
        let plain = arguments.plain
        let isLeave = plain.count == 2 && plain[1].lowercased() == "leave"
        for flag in ["quiet", "yes"] where arguments.has(flag) && !isLeave {
            let name = plain.first.map(Printable.typed) ?? words.text(.exampleName)
            throw Failure(.usage, .withFlag, ["flag": "--" + flag, "name": name])
        }
        guard let name = plain.first else {
            self = .list
            return
        }
        let typed = ["name": Printable.typed(name)]
        guard plain.count > 1 else {
            self = .look(name)
            return
        }
        switch plain[1].lowercased() {
        case "far": self = try WithWish.far(name, plain.dropFirst(2), words)
        case "never":
            guard plain.count == 3 else { throw Failure(.usage, .withNever, typed) }
            let topic = try words.topic(plain[2])
            guard topic != .any else { throw Failure(.usage, .withNeverAny, typed) }
            self = .far(name, topic, 0)
        case "leave":
            guard plain.count == 2 else {
                throw Failure(
                    .usage, .argumentUnexpected, ["verb": WithVerb.verb.name, "word": plain[2]])
            }
            self = .leave(name)
        default:
            throw Failure(.usage, .withUnknown, ["word": Printable.line(plain[1])])
        }
    }

    private static func far(
        _ name: String, _ rest: ArraySlice<String>, _ words: Words
    ) throws(Failure) -> WithWish {
        let unclear = Failure(.usage, .withFar, ["name": Printable.typed(name)])
        guard let last = rest.last else { throw unclear }
        switch rest.count {
        case 1: return .far(name, .any, try words.level(last))
        case 2:
            return .far(name, try words.topic(rest[rest.startIndex]), try words.level(last))
        default: throw unclear
        }
    }
}
