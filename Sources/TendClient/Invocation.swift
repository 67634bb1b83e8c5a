/// One command line, read: which verb, its arguments, and the options that hold for every verb.
package struct Invocation: Sendable {
    /// The verb, or nil when only options were given.
    package var verb: Verb?
    /// Its arguments and flags.
    package var arguments = Arguments()
    /// The first word of several verbs, where it stands alone and help was asked for: `remind --help`.
    package var group: String?
    /// Whether `--help` was among the flags.
    package var wantsHelp = false
    /// Whether `--version` was among the flags.
    package var wantsVersion = false
    /// Whether replies are printed as JSON.
    package var json = false
    /// Whether a gateway elsewhere may be spoken to without protection.
    package var plaintext = false
    /// `--as`, or TEND_AS.
    package var identity: String?
    /// `--gateway`, or TEND_GATEWAY.
    package var gateway: String?
    /// `--via`, or TEND_VIA.
    package var via: String?
    /// The file of `--key`.
    package var keyFile: String?

    /// Reads the words after `tend`. Throws a usage failure that names the nearest match.
    package init(
        _ words: [String], environment: [String: String], verbs: [Verb]
    ) throws(Failure) {
        let split = Invocation.splitVerb(words)
        if let first = Invocation.group(split, in: verbs) {
            group = first
            wantsHelp = true
            return
        }
        let verb = try Invocation.find(split.name, in: verbs)
        let taken = verb.map { $0.name.split(separator: " ").count } ?? 0
        arguments = try Invocation.sort(
            split.before + split.name.dropFirst(taken) + split.after, verb: verb)
        self.verb = verb
        wantsHelp = arguments.has("help")
        wantsVersion = arguments.has("version")
        json = arguments.has("json")
        plaintext = arguments.has("plaintext")
        let setting = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        identity = arguments.value("as") ?? setting("TEND_AS")
        via = arguments.value("via")
        gateway = arguments.value("gateway")
        // What is typed goes before what is set: a gateway on the line is not reached through a
        // command from the environment.
        if via == nil, gateway == nil { via = setting("TEND_VIA") }
        if gateway == nil { gateway = setting("TEND_GATEWAY") }
        keyFile = arguments.value("key")
        for flag in Flag.global { arguments.flags[flag.name] = nil }
        if let verb, !wantsHelp, !wantsVersion { try Invocation.checkCount(arguments, of: verb) }
    }

    private struct Split {
        var before: [String] = []
        var name: [String] = []
        var after: [String] = []
    }

    /// Parts the words at the first one that is no global flag or its value. The verb's name may
    /// take two words, so that two are kept apart.
    private static func splitVerb(_ words: [String]) -> Split {
        var split = Split()
        var index = 0
        while index < words.count, words[index].hasPrefix("-") {
            let name = String(words[index].drop { $0 == "-" })
            let takesValue = Flag.global.contains { $0.name == name && $0.takesValue }
            let end = min(index + (takesValue ? 2 : 1), words.count)
            split.before += words[index..<end]
            index = end
        }
        let name = words[index...].prefix(2).prefix { !$0.hasPrefix("-") }
        split.name = Array(name)
        split.after = Array(words[(index + name.count)...])
        return split
    }

    /// The word that several verbs begin with and none is, where nothing but help is asked for.
    private static func group(_ split: Split, in verbs: [Verb]) -> String? {
        guard let first = split.name.first, split.name.count == 1,
            !verbs.contains(where: { $0.name == first }),
            verbs.contains(where: { $0.path.first == first }),
            let arguments = try? sort(split.before + split.after, verb: nil),
            arguments.plain.isEmpty, arguments.has("help")
        else { return nil }
        return first
    }

    private static func find(_ name: [String], in verbs: [Verb]) throws(Failure) -> Verb? {
        guard let first = name.first else { return nil }
        let both = name.joined(separator: " ")
        if let verb = verbs.first(where: { $0.name == both }) { return verb }
        if let verb = verbs.first(where: { $0.name == first }) {
            // `devices ad`: the verb stands alone, but what follows was meant as part of its name.
            let longer = verbs.map(\.name).filter { $0.hasPrefix(first + " ") }
            if name.count > 1, verb.arity == 0...0, !longer.isEmpty {
                throw unknown(both, among: longer)
            }
            return verb
        }
        let longer = verbs.map(\.name).filter { $0.hasPrefix(first + " ") }
        if longer.isEmpty {
            throw unknown(first, among: verbs.compactMap(\.path.first))
        }
        if name.count == 1 {
            throw Failure(
                .usage, .verbUnfinished,
                ["verb": first, "verbs": longer.joined(separator: ", ")])
        }
        throw unknown(both, among: longer)
    }

    private static func unknown(_ name: String, among names: [String]) -> Failure {
        if let nearest = Nearest.match(name, in: names) {
            return Failure(.usage, .verbUnknownNear, ["verb": name, "nearest": nearest])
        }
        return Failure(.usage, .verbUnknown, ["verb": name])
    }

    /// The flags that have a short spelling as well.
    private static let short = ["-h": "help", "-V": "version"]

    private static func sort(_ words: [String], verb: Verb?) throws(Failure) -> Arguments {
        let known = Flag.global + (verb?.flags ?? [])
        var result = Arguments()
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            if word == "--" {
                result.dashesAt = result.plain.count
                result.plain += words[index...]
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                result.plain.append(word)
                continue
            }
            let isShort = Invocation.short[word] != nil
            var name = Invocation.short[word] ?? String(word.drop { $0 == "-" })
            var value: String?
            if let equals = name.firstIndex(of: "=") {
                value = String(name[name.index(after: equals)...])
                name = String(name[..<equals])
            }
            guard word.hasPrefix("--") || isShort,
                let flag = known.first(where: { $0.name == name })
            else { throw unknownFlag(word, name: name, known: known, verb: verb) }
            if flag.takesValue, value == nil {
                guard index < words.count else {
                    throw Failure(.usage, .flagNeedsValue, ["flag": "--" + name])
                }
                value = words[index]
                index += 1
            }
            guard flag.takesValue || value == nil else {
                throw Failure(.usage, .flagTakesNone, ["flag": "--" + name])
            }
            guard result.flags[name] == nil else {
                throw Failure(.usage, .flagTwice, ["flag": "--" + name])
            }
            if flag.takesValue, value?.isEmpty ?? true, name != "as" {
                throw Failure(.usage, .flagNeedsValue, ["flag": "--" + name])
            }
            result.flags[name] = value ?? ""
        }
        return result
    }

    private static func unknownFlag(
        _ word: String, name: String, known: [Flag], verb: Verb?
    ) -> Failure {
        let help = verb.map { $0.name + " --help" } ?? "help"
        if let nearest = Nearest.match(name, in: known.map(\.name)) {
            return Failure(
                .usage, .flagUnknownNear,
                ["flag": word, "nearest": "--" + nearest, "help": help])
        }
        return Failure(.usage, .flagUnknown, ["flag": word, "help": help])
    }

    private static func checkCount(_ arguments: Arguments, of verb: Verb) throws(Failure) {
        let count = arguments.plain.count
        if count < verb.arity.lowerBound {
            throw Failure(.usage, .argumentMissing, ["verb": verb.name])
        }
        if count > verb.arity.upperBound {
            throw Failure(
                .usage, .argumentUnexpected,
                ["verb": verb.name, "word": arguments.plain[verb.arity.upperBound]])
        }
    }
}
