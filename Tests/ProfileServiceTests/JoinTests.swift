import Codec
import Contracts
import ProfileService
import RPC
import TestSupport
import Testing

@Test("a person joins with a code once, and the same device may ask again")
func joining() throws {
    let profile = try ProfileRig()
    _ = try #require(profile.code("ABCDE-FGH12")).get()
    let first = try #require(profile.join("abcde fgh12")).get()
    #expect(first.person.name == "Ana")
    #expect(first.person.zone == "Europe/Berlin")
    #expect(first.person.language == "en")
    #expect(first.device.thisOne)
    let again = try #require(profile.join("ABCDEFGH12")).get()
    #expect(again.device.id == first.device.id)
    #expect(again.person.id == first.person.id)
    #expect(reason(profile.join("ABCDEFGH12", secret: 2)) == .codeUsed)
}

@Test("wrong, malformed and expired codes are told apart")
func wrongCodes() throws {
    let profile = try ProfileRig()
    #expect(reason(profile.join("0000000000")) == .codeWrong)
    #expect(reason(profile.join("short")) == .codeMalformed)
    _ = try #require(profile.code("ABCDEFGH12")).get()
    profile.rig.time.stepWall(toMs: profile.rig.time.wallMs + 24 * 3_600_000)
    #expect(reason(profile.join("ABCDEFGH12")) == .codeExpired)
}

@Test(
    "a person without a name or with an unknown zone does not join, and the code stays good",
    arguments: [
        ("", "Europe/Berlin", Reason.fieldMissing), ("  ", "Europe/Berlin", .fieldMissing),
        ("A\u{7}na", "Europe/Berlin", .fieldInvalid), ("Ana", "", .fieldMissing),
        ("\u{200D}\u{200B}", "Europe/Berlin", .fieldMissing),
        ("Ana", "Europe/Bremen", .zoneUnknown),
    ])
func incomplete(name: String, zone: String, expected: Reason) throws {
    let profile = try ProfileRig()
    _ = try #require(profile.code("ABCDEFGH12")).get()
    #expect(reason(profile.join("ABCDEFGH12", name: name, zone: zone)) == expected)
    _ = try #require(profile.join("ABCDEFGH12")).get()
}

@Test(
    "a name, of a person or a device, with signs that do not show is refused",
    arguments: [
        "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2069}",
        "\u{200B}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{FEFF}", "\u{61C}", "\u{AD}", "\u{0}",
        "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\n", "\u{E000}",
        "\u{FFFF}", "\u{E0041}",
    ])
func unseenSigns(sign: String) throws {
    let profile = try ProfileRig()
    _ = try #require(profile.code("ABCDEFGH12")).get()
    for name in ["An" + sign + "a", sign + "Ana", "Ana" + sign] {
        #expect(reason(profile.join("ABCDEFGH12", name: name)) == .fieldInvalid)
        #expect(reason(profile.join("ABCDEFGH12", deviceName: name)) == .fieldInvalid)
    }
    let joined = try #require(profile.join("ABCDEFGH12")).get()
    var change = UpdateMe()
    change.name = "An" + sign + "a"
    let caller = (joined.person.id, joined.device.id)
    #expect(reason(profile.rig.call(People.update, change, as: caller)) == .fieldInvalid)
}

@Test(
    "names of every script are taken as they are",
    arguments: [
        "Ana", "José María", "Ana Lucía 🌻", "علی\u{200C}رضا", "李小龙", "Ναταλία", "O’Neill",
        "👩\u{200D}❤\u{FE0F}\u{200D}👩", "नमिता",
    ])
func names(name: String) throws {
    let profile = try ProfileRig()
    _ = try #require(profile.code("ABCDEFGH12")).get()
    let joined = try #require(profile.join("ABCDEFGH12", name: name, deviceName: name)).get()
    #expect(joined.person.name == name && joined.device.name == name)
}

@Test(
    "a language is a tag, or it is refused and the code stays good",
    arguments: [
        ("en", true), ("de", true), ("pt-BR", true), ("zh-Hans-CN", true), ("de-CH-1996", true),
        ("nds", true), ("de_DE", false), ("d", false), ("german", false), ("en-", false),
        ("-en", false), ("en--US", false), ("e1", false), ("en-toolongpart", false),
        ("en us", false), ("日本", false), ("\u{202E}en", false),
    ])
func languages(tag: String, isGood: Bool) throws {
    let profile = try ProfileRig()
    _ = try #require(profile.code("ABCDEFGH12")).get()
    let first = profile.join("ABCDEFGH12", language: tag)
    if isGood {
        #expect(try #require(first).get().person.language == tag)
    } else {
        #expect(reason(first) == .fieldInvalid)
    }
    let joined = try #require(profile.join("ABCDEFGH12")).get()
    var change = UpdateMe()
    change.language = tag
    let changed = profile.rig.call(
        People.update, change, as: (joined.person.id, joined.device.id))
    #expect(isGood ? reason(changed) == nil : reason(changed) == .fieldInvalid)
}

@Test("many wrong codes slow everybody down for a second")
func brake() throws {
    let profile = try ProfileRig()
    _ = try #require(profile.code("ABCDEFGH12")).get()
    for _ in 0..<10 { #expect(reason(profile.join("0000000000")) == .codeWrong) }
    #expect(reason(profile.join("ABCDEFGH12")) == .tooManyTries)
    profile.rig.time.advance(ms: 1000)
    _ = try #require(profile.join("ABCDEFGH12")).get()
}

@Test("a device code adds a device to its maker, and a newer one takes its place")
func deviceCodes() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    for code in ["DEV1CE0001", "DEV1CE0002"] {
        var request = CreateCode()
        request.code = code
        _ = try #require(profile.rig.call(Devices.createCode, request, as: ana)).get()
    }
    #expect(reason(profile.join("DEV1CE0001", secret: 3)) == .codeExpired)
    let phone = try #require(profile.join("DEV1CE0002", name: "", zone: "", secret: 3)).get()
    #expect(phone.person.id == ana.person)
    let me = try #require(profile.rig.call(People.me, MeRequest(), as: ana)).get()
    #expect(me.devices.map(\.id) == [ana.device, phone.device.id])
}

@Test("the operator's codes that expired unused make room for new ones")
func expiredCodes() throws {
    let profile = try ProfileRig()
    for number in 0..<ProfileService.Limits.operatorCodesMax {
        profile.rig.time.advance(ms: 1)
        _ = try #require(profile.code(numbered(number))).get()
    }
    #expect(reason(profile.code("ABCDEFGH12")) == .tooMany)
    profile.rig.time.stepWall(toMs: profile.rig.time.wallMs + ProfileService.Limits.codeMs)
    _ = try #require(profile.code("ABCDEFGH12")).get()
    _ = try #require(profile.join("ABCDEFGH12")).get()
}

@Test("somebody who makes thousands of codes voids nobody else's open one")
func manyCodes() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    _ = try #require(profile.code("ABCDEFGH12")).get()
    for batch in 0..<11 {
        var calls: [RigCall<CodeCreated>] = []
        for number in 0..<1000 {
            profile.rig.time.advance(ms: 1)
            var request = CreateCode()
            request.code = numbered(batch * 1000 + number)
            calls.append(profile.rig.begin(Devices.createCode, request, as: ana))
        }
        profile.rig.turn(2000) { calls.allSatisfy { $0.result != nil } }
        _ = try #require(calls.last?.result).get()
    }
    #expect(reason(profile.join(numbered(0), secret: 2)) == .codeWrong)
    #expect(reason(profile.join(numbered(10_500), secret: 2)) == .codeExpired)
    _ = try #require(profile.join("ABCDEFGH12", secret: 3)).get()
}

private func numbered(_ number: Int) -> String {
    let digits = String(number)
    return "C0DE" + String(repeating: "0", count: 6 - digits.count) + digits
}
