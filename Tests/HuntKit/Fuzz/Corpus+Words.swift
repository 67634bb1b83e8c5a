import Catalogue
import Codec
import Contracts

extension Corpus {
    /// A request of Prompt, or of anything that names a tie.
    func words(_ method: MethodInfo, _ mutator: inout Mutator<SampleRandom>) -> [UInt8] {
        switch method.requestType {
        case "TieID":
            var request = TieID()
            request.id =
                method.id == Ties.leave.info.id ? madeTie(&mutator) : tie(&mutator)
            return request.encoded()
        case "SealAnswer":
            var request = SealAnswer()
            request.questionID = question(&mutator)
            request.text = mutator.chance(80) ? "The window seat." : ""
            if mutator.chance(40) { request.choices = [Int32(mutator.below(3))] }
            return request.encoded()
        case "SendShare":
            var request = SendShare()
            request.tieID = tie(&mutator)
            request.kind = ShareKind.allCases[mutator.below(ShareKind.allCases.count)]
            request.level = Int32(1 + mutator.below(5))
            request.text = "It went well."
            return request.encoded()
        case "ShareID":
            var request = ShareID()
            request.id = share(&mutator)
            return request.encoded()
        default:
            var request = QuestionID()
            request.id = question(&mutator)
            return request.encoded()
        }
    }

    /// What Profile says of a tie whose people go so far.
    func fact(_ tie: UInt64, levels: [Int32], state: TieState = .active) -> Fact {
        var about = TieFact()
        about.tieID = tie
        about.kind = .friend
        about.state = state
        about.sinceMs = 1_803_970_000_000
        about.members = zip([1, 2, 3].prefix(tie == 1 ? 2 : 3), levels).map { person, level in
            var member = MemberFact()
            member.personID = UInt64(person)
            member.ceilings = [Int32](repeating: level, count: Limits.topicsMax)
            return member
        }
        var fact = Fact()
        fact.tie = about
        return fact
    }

    /// A fact as Profile could send it next. The first ties never end, so that there is always
    /// something to say in them.
    func fact(_ mutator: inout Mutator<SampleRandom>) -> Fact {
        switch mutator.below(4) {
        case 0:
            var fact = Fact()
            fact.revokedDeviceID = 90 + UInt64(mutator.below(4))
            return fact
        case 1:
            var person = PersonFact()
            person.personID = UInt64(1 + mutator.below(3))
            person.zone = mutator.chance(50) ? "Europe/Berlin" : "America/New_York"
            var window = QuietWindow()
            window.startMinute = Int32(mutator.below(1440))
            window.endMinute = Int32(mutator.below(1440))
            person.quiet = [window]
            var fact = Fact()
            fact.person = person
            return fact
        case 2:
            return fact(
                3 + UInt64(mutator.below(40)), levels: [3, 3, 3],
                state: mutator.chance(50) ? .active : .ended)
        default:
            let levels = (0..<3).map { _ in Int32(1 + mutator.below(5)) }
            return fact(ties[mutator.below(ties.count)], levels: levels)
        }
    }
}

/// Questions of every type, level and topic.
func huntCatalogue() -> Catalogue {
    var prompts: [Prompt] = []
    let types: [PromptType] = [.written, .single, .multi, .scale, .thisOrThat, .spoken]
    for level in 1...Limits.levelMax {
        for topic in Topic.allCases where topic != .any {
            for (number, type) in types.enumerated() {
                let hasOptions = type != .written && type != .spoken
                prompts.append(
                    Prompt(
                        id: "l\(level)-\(topic)-\(number)", level: level, topic: topic,
                        kinds: Set(TieKind.allCases), type: type,
                        text: "What about \(topic) \(number)?",
                        half: level >= 3 ? "What, gently, about \(topic) \(number)?" : nil,
                        options: hasOptions ? ["this", "that"] : []))
            }
        }
    }
    let walk = TimeIdea(
        id: "walk", title: "a walk", minutes: 60, cost: 0, place: .outside, isNew: false,
        people: .any, isRitual: false)
    return Catalogue(prompts: prompts, ideas: [walk])
}
