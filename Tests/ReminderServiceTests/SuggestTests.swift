import Catalogue
import Contracts
import RPC
import ReminderService
import TestSupport
import Testing

private let ideas: [TimeIdea] = (0..<40).map { (number: Int) -> TimeIdea in
    let places: [TimeIdea.Place] = [.apart, .home, .out]
    return TimeIdea(
        id: "idea-\(number)", title: "idea \(number)", minutes: 30, cost: Int32(number % 4),
        place: places[number % 3], isNew: number % 5 == 0, people: .any, isRitual: false)
}

private func suggest(
    cost: Int32 = 0, count: UInt32 = 0, apart: Bool = false, from all: [TimeIdea] = ideas,
    _ random: inout SeededRandom
) throws -> [Idea] {
    var request = SuggestTime()
    request.costMax = cost
    request.count = count
    request.apart = apart
    return try Suggestion.ideas(request, from: all, random: &random).ideas
}

@Test("ideas cost no more than asked for, come once each, and a third of them are new")
func ideasOffered() throws {
    var random = SeededRandom(seed: 4)
    for cost: Int32 in 0...3 {
        for count: UInt32 in 0...20 {
            let found = try suggest(cost: cost, count: count, &random)
            let fitting = ideas.filter { $0.cost <= cost }
            let asked = count == 0 ? 3 : Int(count)
            #expect(found.count == min(asked, fitting.count))
            #expect(found.allSatisfy { $0.cost <= cost })
            #expect(Set(found.map(\.title)).count == found.count)
            let new = min((asked + 2) / 3, fitting.count { $0.isNew })
            #expect(found.count { $0.isNew } >= new)
        }
    }
}

@Test("ideas for people apart all work at a distance, and where none does there are none")
func ideasApart() throws {
    var random = SeededRandom(seed: 4)
    let far = Set(ideas.filter { $0.place == .apart }.map(\.title))
    let found = try suggest(cost: 3, count: 20, apart: true, &random)
    #expect(found.count == far.count)
    #expect(Set(found.map(\.title)) == far)
    let near = ideas.filter { $0.place != .apart }
    #expect(try suggest(cost: 3, apart: true, from: near, &random).isEmpty)
    #expect(try suggest(from: [], &random).isEmpty)
}

@Test("ideas differ from one time to the next, and all come up in time")
func ideasDiffer() throws {
    var random = SeededRandom(seed: 4)
    var seen: Set<String> = []
    var replies: Set<[String]> = []
    for _ in 0..<100 {
        let titles = try suggest(cost: 3, &random).map(\.title)
        seen.formUnion(titles)
        replies.insert(titles)
    }
    #expect(seen.count == ideas.count)
    #expect(replies.count > 90)
}

@Test("a cost or a number that there is not is refused with the largest there is")
func ideasRefused() {
    var random = SeededRandom(seed: 4)
    for cost: Int32 in [-1, 4, .min, .max] {
        #expect(
            refusal { _ = try suggest(cost: cost, &random) }
                == Why(.fieldInvalid, field: "cost_max", limit: 3))
    }
    for count: UInt32 in [21, .max] {
        #expect(
            refusal { _ = try suggest(count: count, &random) }
                == Why(.fieldInvalid, field: "count", limit: 20))
    }
}
