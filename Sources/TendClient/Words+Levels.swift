import Codec
import Contracts

// Levels, topics and kinds of ties, as they are typed and said.
extension Words {
    /// What a level is called.
    package func level(_ level: Int32) -> String {
        let ids: [WordID] = [
            .levelNever, .levelEasy, .levelPersonal, .levelFeelings, .levelTender, .levelBare,
        ]
        return ids.indices.contains(Int(level)) ? text(ids[Int(level)]) : String(level)
    }

    /// The level that somebody typed, a number or its word.
    package func level(_ typed: String) throws(Failure) -> Int32 {
        let small = typed.lowercased()
        for level in 1...Limits.levelMax {
            if small == self.level(level) || small == String(level) { return level }
        }
        throw Failure(.usage, .levelBad, ["word": Printable.line(typed)])
    }

    /// What a topic is called.
    package func topic(_ topic: Topic) -> String {
        let id: WordID =
            switch topic {
            case .any: .topicAny
            case .everyday: .topicEveryday
            case .play: .topicPlay
            case .appreciation: .topicAppreciation
            case .feelings: .topicFeelings
            case .memories: .topicMemories
            case .hopes: .topicHopes
            case .worries: .topicWorries
            case .trust: .topicTrust
            case .repair: .topicRepair
            case .future: .topicFuture
            case .physical: .topicPhysical
            }
        return text(id)
    }

    /// The topic that somebody typed: any word of its name but the smallest. Help and refusals name
    /// the word that JSON has.
    package func topic(_ typed: String) throws(Failure) -> Topic {
        let small = typed.lowercased()
        let named: [(Topic, [String])] = Topic.allCases.map { topic in
            let words = self.topic(topic).split(separator: " ").map(String.init)
            return (topic, words.filter { $0.count > 3 })
        }
        for (topic, names) in named where names.contains(small) || self.topic(topic) == small {
            return topic
        }
        let all = named.flatMap(\.1)
        if let nearest = Nearest.match(typed, in: all) {
            throw Failure(
                .usage, .topicUnknownNear,
                ["word": Printable.line(typed), "nearest": nearest])
        }
        throw Failure(
            .usage, .topicUnknown,
            [
                "word": Printable.line(typed),
                "topics": named.compactMap { topic, names in
                    names.first { $0 == topic.caseName } ?? names.first
                }.joined(separator: text(.listComma)),
            ])
    }

    /// What people are to each other, `as friends`.
    package func kind(_ kind: TieKind) -> String {
        switch kind {
        case .other: text(.kindOther)
        case .partner: text(.kindPartner)
        case .friend: text(.kindFriend)
        case .family: text(.kindFamily)
        case .chosenFamily: text(.kindChosenFamily)
        }
    }

    /// The kind that somebody typed.
    package func kind(_ typed: String?) throws(Failure) -> TieKind {
        guard let typed else { return .other }
        let spellings: [(TieKind, WordID)] = [
            (.partner, .spellingPartner), (.friend, .spellingFriend), (.family, .spellingFamily),
            (.chosenFamily, .spellingChosenFamily), (.other, .spellingOther),
        ]
        let small = typed.lowercased()
        for (kind, id) in spellings where text(id) == small { return kind }
        throw Failure(
            .usage, .kindUnknown,
            [
                "word": Printable.line(typed),
                "kinds": spellings.map { text($0.1) }.joined(separator: text(.listComma)),
            ])
    }
}
