import Contracts
import TendClient
import TestSupport
import Testing

private let code = "7K3MQ9TX2A"

/// A yes to Ana, given an hour ago.
private func given() -> GivenYeses {
    var yeses = GivenYeses()
    yeses.add(to: "Ana", code: code, atMs: Fixture.nowMs - Evening.hourMs)
    return yeses
}

private func ana(since ms: Int64) -> Tie {
    var tie = Evening.tie(5, "Ana")
    tie.sinceMs = ms
    return tie
}

@Test("a yes waits until a tie began, or as long as the server keeps it")
func yesWaits() {
    let yeses = given()
    let atMs = Fixture.nowMs - Evening.hourMs
    let waiting = { (ties: [Tie], nowMs: Int64) in yeses.waiting(beside: ties, nowMs: nowMs) }
    #expect(waiting([], Fixture.nowMs) == ["Ana"])
    #expect(waiting([Evening.ben, ana(since: atMs - 1)], Fixture.nowMs) == ["Ana"])
    #expect(waiting([ana(since: atMs)], Fixture.nowMs) == [])
    var ended = ana(since: atMs + 1)
    ended.state = .ended
    #expect(waiting([ended], Fixture.nowMs) == [])
    #expect(waiting([], atMs + 7 * Evening.dayMs - 1) == ["Ana"])
    #expect(waiting([], atMs + 7 * Evening.dayMs) == [])
    #expect(waiting([], atMs - 1) == [])
}

@Test("the same code is one yes, the first, and only so many are kept")
func yesIsKeptOnce() {
    var yeses = given()
    yeses.add(to: "Ana", code: code, atMs: Fixture.nowMs)
    #expect(yeses == given())
    #expect(yeses.yes(code: code)?.name == "Ana")
    #expect(yeses.yes(code: "7K3MQ9TX2B") == nil)
    for number in 0..<100 {
        yeses.add(to: "Ben", code: String(number), atMs: Fixture.nowMs)
    }
    #expect(yeses.yeses.count == GivenYeses.countMax)
    #expect(yeses.yes(code: code) == nil)
    yeses.add(to: "Cleo", code: code, atMs: Fixture.nowMs + 8 * Evening.dayMs)
    #expect(yeses.yeses.map(\.name) == ["Cleo"])
}

@Test("yeses lie beside the identity without the code in them, and go with it")
func yesesOnDisk() throws {
    let place = TemporaryFolder()
    let store = IdentityStore(folder: PrivateFolder(path: place.path + "/tend"))
    #expect(try store.yeses("me") == GivenYeses())
    try store.save(given(), for: "me")
    #expect(try store.yeses("me") == given())
    let text = try #require(try store.folder.read("me.yeses"))
    #expect(!String(decoding: text, as: UTF8.self).contains(code))
    #expect(store.names.isEmpty)
    try store.remove("me")
    #expect(try store.yeses("me") == GivenYeses())
}

@Test("the page says to whom a yes was given, and whom there is to invite only without one")
func yesOnThePage() {
    var reply = Evening.nothing()
    reply.ties = TieList()
    let page = { (yeses: GivenYeses) in
        TodayPage(reply, times: Fixture.times(), zone: Evening.berlin, yeses: yeses).lines
    }
    #expect(
        page(given()).dropFirst(2) == [
            "You said yes to Ana; it begins when it is confirmed.", "Nothing asks for you today.",
        ])
    reply.ties?.ties = [Evening.ben]
    #expect(page(given())[2] == "You said yes to Ana; it begins when it is confirmed.")
    reply.ties?.ties = [ana(since: Fixture.nowMs)]
    #expect(page(given())[2] == "Nothing asks for you today.")
    // Where Profile does not answer it is not known whether it has begun.
    reply.ties = nil
    #expect(!page(given()).contains { $0.contains("Ana;") })
    reply.ties = TieList()
    var long = GivenYeses()
    for number in 0..<20 {
        long.add(to: "Somebody \(number)", code: "\(number)", atMs: Fixture.nowMs)
    }
    #expect(page(long).allSatisfy { Columns.width($0) <= Columns.page })
}

@Test("a yes that led to a tie says so, and one given elsewhere is told by its names")
func yesAgain() {
    var ended = Evening.ben
    ended.state = .ended
    #expect(AcceptVerb.came(of: Evening.ben) == .saidAlreadyTied)
    #expect(AcceptVerb.came(of: ended) == .saidTieOver)
    var sheet = ConsentSheet()
    sheet.inviterName = "Ben"
    sheet.kind = .friend
    #expect(AcceptVerb.isTied(sheet, among: [Evening.cleo, Evening.ben]))
    #expect(!AcceptVerb.isTied(sheet, among: [Evening.cleo, ended]))
    #expect(!AcceptVerb.isTied(sheet, among: [Evening.tie(4, "Ben", "Cleo")]))
    sheet.kind = .partner
    #expect(!AcceptVerb.isTied(sheet, among: [Evening.ben]))
}
