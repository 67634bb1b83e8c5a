import Codec
import Contracts
import Gateway
import Host
import RPC
import TestSupport
import Testing

private func failure<R>(_ result: Result<R, RPCError>?) -> RPCError? {
    guard case .failure(let error) = result else { return nil }
    return error
}

private func reason(_ error: RPCError?) -> Reason? {
    (try? Refusal(decoding: error?.details ?? []))?.reason
}

@Test("a person joins through the gateway and is recognised afterwards")
func joinsAndIsKnown() throws {
    let house = try House()
    let ana = try house.ana()
    let me = try #require(house.call(house.client(ana), People.me, MeRequest())).get()
    #expect(me.person.name == "Ana")
    #expect(me.devices.map(\.thisOne) == [true])
}

@Test("a day that is more than one message holds comes without its longest lists, and says so")
func longDay() {
    var day = TodayReply()
    day.parts = ["profile", "prompt", "reminder"].map { part in
        var health = PartHealth()
        health.part = part
        health.serving = .serving
        return health
    }
    day.offers = OfferList()
    day.reminders = ReminderPage()
    day.questions = QuestionList()
    var whole = day
    whole.fit(bytes: 65_000)
    #expect(whole.encoded() == day.encoded())
    var offer = TimeOffer()
    offer.title = String(repeating: "x", count: 200)
    day.offers?.offers = Array(repeating: offer, count: 40)
    var question = Question()
    question.text = String(repeating: "x", count: 400)
    day.questions?.open = Array(repeating: question, count: 16)
    day.fit(bytes: 10_000)
    #expect(day.encodedSize <= 10_000)
    #expect(day.reminders == nil && day.offers == nil && day.questions != nil)
    #expect(day.parts.map(\.serving) == [.serving, .serving, .unreachable])
    day.fit(bytes: 100)
    #expect(
        day.questions == nil && day.parts.map(\.serving) == [.serving, .unreachable, .unreachable])
}

@Test("what nobody in particular may not do is refused with what is missing")
func anonymousCallers() throws {
    let house = try House()
    let error = failure(house.call(house.client(nil), People.me, MeRequest()))
    #expect(error?.code == .unauthenticated)
    #expect(reason(error) == .deviceUnknown)
}

@Test("a wrong secret, an unknown device and a wrong key do not get past HELLO")
func wrongHellos() throws {
    let house = try House()
    let ana = try house.ana()
    var wrongKey = Auth()
    wrongKey.setKey = [UInt8](repeating: 1, count: 32)
    for auth in [house.device(ana.deviceID, secret: 6), house.device(77, secret: 5), wrongKey] {
        let error = failure(house.call(house.client(auth), Door.health, HealthRequest()))
        #expect(error?.code == .unauthenticated, "\(String(describing: error))")
    }
}

@Test("an internal or admin method from outside is byte for byte an unknown one")
func invisibleMethods() throws {
    let house = try House()
    let ana = try house.ana()
    for auth in [nil, ana] {
        let channel = house.client(auth)
        let hidden = TendServices.all.flatMap { $0.methods }
            .filter { $0.exposure == .internalOnly || $0.exposure == .admin }.map(\.id)
        #expect(hidden.count >= 5)
        var answers: Set<[UInt8]> = []
        for method in hidden + [0xDEAD_BEEF] {
            var meta = Meta()
            meta.method = method
            answers.insert(try #require(house.rawEnd(channel, meta)))
        }
        #expect(answers.count == 1)
        let list = try #require(house.call(channel, Door.list, ListMethods())).get()
        #expect(!list.names.contains { $0.contains("Admin") || $0.contains("Facts") })
        #expect(list.names.contains("tend.v1.Devices/Join"))
    }
}

@Test("an actor that a client claims for itself is not believed")
func claimedActors() throws {
    let house = try House()
    let ana = try house.ana()
    var meta = ChannelCore.meta(People.me)
    meta.actorPerson = 1
    meta.actorDevice = ana.deviceID
    let end = try #require(house.rawEnd(house.client(nil), meta))
    #expect(try EndMeta(decoding: end).code == StatusCode.unauthenticated.rawValue)
}

@Test("a service that is away is named, without its address")
func awayService() throws {
    let house = try House()
    let ana = try house.ana()
    let error = failure(house.call(house.client(ana), Reminders.list, ListReminders()))
    #expect(error?.code == .unavailable)
    #expect(reason(error) == .serviceDown)
    #expect(error?.message.contains("127.") == false)
    let report = try #require(house.call(house.client(nil), Door.health, HealthRequest())).get()
    #expect(report.parts.map(\.part) == ["gateway", "profile", "reminder"])
    #expect(report.parts.map(\.serving) == [.serving, .serving, .unreachable])
}

@Test("a revoked device is cut off before the reply, and does not get in again")
func revokedDevice() throws {
    let house = try House()
    let ana = try house.ana()
    let channel = house.client(ana)
    var add = CreateCode()
    add.code = "DEV1CE0001"
    _ = try #require(house.call(channel, Devices.createCode, add)).get()
    var request = Join()
    request.code = add.code
    request.deviceSecret = [UInt8](repeating: 8, count: 32)
    let phone = try #require(house.call(house.client(nil), Devices.join, request)).get()
    let phoneChannel = house.client(house.device(phone.device.id, secret: 8))
    _ = try #require(house.call(phoneChannel, People.me, MeRequest())).get()
    var revoke = RevokeDevice()
    revoke.deviceID = phone.device.id
    _ = try #require(house.call(channel, Devices.revoke, revoke)).get()
    let error = failure(house.call(phoneChannel, People.me, MeRequest()))
    #expect(error?.code == .unauthenticated || error?.code == .unavailable)
    let again = house.client(house.device(phone.device.id, secret: 8))
    #expect(failure(house.call(again, People.me, MeRequest()))?.code == .unauthenticated)
    _ = try #require(house.call(channel, People.me, MeRequest())).get()
}

@Test("a device that revokes itself hears that it is out, and nothing else from then on")
func revokesItself() throws {
    let house = try House()
    let ana = try house.ana()
    let channel = house.client(ana)
    let other = house.client(ana)
    _ = try #require(house.call(other, People.me, MeRequest())).get()
    var revoke = RevokeDevice()
    revoke.deviceID = ana.deviceID
    // The services behind Profile are not there: their leases run out.
    house.time.advance(ms: FactGate.leaseMs)
    let me = try #require(house.call(channel, Devices.revoke, revoke)).get()
    #expect(me.person.name == "Ana" && me.devices.isEmpty)
    for shut in [channel, other, house.client(ana)] {
        let error = failure(house.call(shut, People.me, MeRequest()))
        #expect(error?.code == .unauthenticated, "\(String(describing: error))")
    }
}

@Test("a method is described with its messages and an example")
func described() throws {
    let house = try House()
    var request = DescribeMethod()
    request.name = "tend.v1.Devices/Join"
    let text = try #require(house.call(house.client(nil), Door.describe, request)).get()
    #expect(text.proto.contains("message Join {"))
    #expect(text.proto.contains("rpc Join(.tend.v1.Join) returns (.tend.v1.Joined);"))
    #expect(text.exampleJSON.hasPrefix("{\"code\":\"\",\"name\":\"\","))
    _ = try Join(json: text.exampleJSON)
    request.name = "tend.v1.Codes/Create"
    #expect(failure(house.call(house.client(nil), Door.describe, request))?.code == .notFound)
}

@Test("the manual clock's method does not exist without a manual clock, for the operator either")
func noManualClock() throws {
    let house = try House()
    let error = failure(house.call(house.operatorClient(), Admin.advanceClock, AdvanceClock()))
    #expect(error?.code == .unimplemented)
}

@Test("a secret of another length is nobody's, and Profile is not asked")
func secretOfAnotherLength() throws {
    let house = try House()
    var auth = try house.ana()
    for count in [0, 1, 31, 33, 64] {
        auth.deviceSecret = [UInt8](repeating: 5, count: count)
        let error = failure(house.call(house.client(auth), People.me, MeRequest()))
        #expect(error?.code == .unauthenticated, "\(count) bytes: \(String(describing: error))")
    }
}
