import Contracts
import ProfileService
import RPC
import TestSupport
import Testing

@Suite struct QuietTests {
    private func set(
        _ profile: ProfileRig, _ who: Who, _ windows: [(Int32, Int32)]
    ) -> Result<Me, RPCError>? {
        var request = SetQuiet()
        request.windows = windows.map { start, end in
            var window = QuietWindow()
            window.startMinute = start
            window.endMinute = end
            return window
        }
        return profile.rig.call(People.setQuiet, request, as: who)
    }

    @Test("quiet hours are kept, take each other's place, and are known after a restart")
    func kept() throws {
        let disk = SimulatedDisk()
        let time = HandTime()
        let profile = try ProfileRig(disk: disk, time: time)
        let ana = try profile.person("Ana")
        let me = try #require(set(profile, ana, [(1320, 420), (0, 1439)])).get()
        #expect(me.quiet.map(\.startMinute) == [1320, 0])
        _ = try #require(set(profile, ana, [(1320, 420)])).get()
        let after = try ProfileRig(disk: disk.afterPowerCut(keeping: .nothing), time: time)
        let again = try #require(after.rig.call(People.me, MeRequest(), as: ana)).get()
        #expect(again.quiet.map(\.endMinute) == [420])
        #expect(try #require(set(after, ana, [])).get().quiet.isEmpty)
    }

    @Test(
        "a window that is none is refused, and the others with it",
        arguments: [
            [(0, 0)], [(-1, 10)], [(10, 1440)], [(10, 20), (.max, 3)], [(5, .min)],
        ] as [[(Int32, Int32)]])
    func wrong(windows: [(Int32, Int32)]) throws {
        let profile = try ProfileRig()
        let ana = try profile.person("Ana")
        _ = try #require(set(profile, ana, [(60, 120)])).get()
        #expect(reason(set(profile, ana, windows)) == .fieldInvalid)
        let me = try #require(profile.rig.call(People.me, MeRequest(), as: ana)).get()
        #expect(me.quiet.map(\.startMinute) == [60])
    }

    @Test("nine windows are too many")
    func tooMany() throws {
        let profile = try ProfileRig()
        let ana = try profile.person("Ana")
        let nine = (0..<9).map { (Int32($0), Int32(100)) }
        #expect(reason(set(profile, ana, nine)) == .tooMany)
        _ = try #require(set(profile, ana, Array(nine.dropLast()))).get()
    }
}

@Suite struct OperatorNameTests {
    @Test(
        "a name for the consent sheet is one line of at most 128 bytes, or the plain words",
        arguments: [
            (nil, OperatorName.unsaid), ("", OperatorName.unsaid), (" \t\n", OperatorName.unsaid),
            ("Olga", "Olga"), ("Ol\u{7}g\u{1B}a", "Olga"), ("Olga\nBen", "OlgaBen"),
            ("a\u{202E}b", "ab"), ("\u{2028}x", "x"),
            (String(repeating: "ä", count: 100), String(repeating: "ä", count: 64)),
        ] as [(String?, String)])
    func clean(given: String?, expected: String) {
        #expect(OperatorName.clean(given) == expected)
    }
}
