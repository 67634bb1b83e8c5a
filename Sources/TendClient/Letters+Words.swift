// What a word on the command line stands for.
extension Letters {
    /// The reminder that a word means: a letter, or an id as JSON prints it.
    package func reminder(_ word: String) throws(Failure) -> LetteredThing {
        try thing(word, .reminder, list: RemindListVerb.verb.name)
    }

    /// The thing of a kind that a word means; `list` is the verb that gives letters to its kind.
    package func thing(
        _ word: String, _ kind: ThingKind, list: String
    ) throws(Failure) -> LetteredThing {
        if let id = Letters.id(word) { return LetteredThing(kind, id) }
        let thing = things[try place(word, of: things.count, list: list)]
        guard thing.kind == kind else {
            throw Failure(.usage, .letterOther, ["letter": word, "list": list])
        }
        return thing
    }

    /// What a letter stands for, if it is one that is on the screen.
    package func thing(_ word: String) -> LetteredThing? {
        guard let index = Letters.index(word.lowercased()), index < things.count else { return nil }
        return things[index]
    }

    /// The device that a word means.
    package func device(_ word: String) throws(Failure) -> UInt64 {
        if let id = Letters.id(word) { return id }
        return devices[try place(word, of: devices.count, list: DevicesVerb.verb.name)]
    }

    /// The id that a word spells as JSON prints it, with or without a mark before it.
    package static func id(_ word: String) -> UInt64? {
        UInt64(word.hasPrefix("#") ? String(word.dropFirst()) : word)
    }

    /// The place of a letter in a list of `count`.
    package func place(_ word: String, of count: Int, list: String) throws(Failure) -> Int {
        guard let index = Letters.index(word.lowercased()) else {
            throw Failure(.usage, .letterBad, ["word": word, "list": list])
        }
        guard count > 0 else { throw Failure(.usage, .letterNone, ["list": list]) }
        guard index < count else {
            throw Failure(.usage, .letterUnknown, ["letter": word, "list": list])
        }
        return index
    }
}
