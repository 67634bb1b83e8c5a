import Host
import Seams
import TestSupport
import Testing

@Test("the manual wall stands until it is advanced, and another process reads the new time")
func manualWall() throws {
    let folder = TemporaryFolder()
    folder.write("1800000000000\n", to: "clock")
    let mine = try ManualWall(path: folder.path + "/clock")
    let theirs = try ManualWall(path: folder.path + "/clock")
    try mine.advance(toMs: 1_800_000_000_500)
    #expect(theirs.wallMs == 1_800_000_000_000)
    try theirs.reload()
    #expect(theirs.wallMs == 1_800_000_000_500)
    #expect(theirs.timeSource(monotonic: .system).wallMs() == 1_800_000_000_500)
}

@Test("the manual wall does not go back")
func manualWallForward() throws {
    let folder = TemporaryFolder()
    folder.write("1800000000000\n", to: "clock")
    let wall = try ManualWall(path: folder.path + "/clock")
    #expect(throws: ManualWall.Unusable.self) { try wall.advance(toMs: 1_799_999_999_999) }
    // Nor beyond what the next start would read.
    for toMs: Int64 in [253_402_300_799_001, .max] {
        #expect(throws: ManualWall.Unusable.self) { try wall.advance(toMs: toMs) }
    }
    #expect(try ManualWall(path: folder.path + "/clock").wallMs == 1_800_000_000_000)
    folder.write("1700000000000\n", to: "clock")
    #expect(throws: ManualWall.Unusable.self) { try wall.reload() }
    #expect(wall.wallMs == 1_800_000_000_000)
}

@Test(
    "a clock file that holds no time is refused",
    arguments: ["", "soon\n", "-5\n", "9999999999999999\n"])
func badClocks(text: String) {
    let folder = TemporaryFolder()
    folder.write(text, to: "clock")
    #expect(throws: ManualWall.Unusable.self) { try ManualWall(path: folder.path + "/clock") }
}
