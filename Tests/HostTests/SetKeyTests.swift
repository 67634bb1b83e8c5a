import Glibc
import Host
import TestSupport
import Testing

private let digits = String(repeating: "0f", count: 32)

@Test("a private file of 64 digits is a key, and matches only itself")
func goodKey() throws {
    let folder = TemporaryFolder()
    folder.write(digits + "\n", to: "key")
    let key = try SetKey(path: folder.path + "/key")
    #expect(key.bytes == [UInt8](repeating: 15, count: 32))
    #expect(key.matches([UInt8](repeating: 15, count: 32)))
    #expect(!key.matches([UInt8](repeating: 15, count: 31)))
    #expect(!key.matches([UInt8](repeating: 14, count: 32)))
}

@Test(
    "a key file that others can read, or that holds something else, is refused with what to do",
    arguments: [
        (digits, mode_t(0o640), "chmod 600"), (digits, mode_t(0o604), "chmod 600"),
        ("", mode_t(0o600), "64 hexadecimal"), (digits + "ff", mode_t(0o600), "64 hexadecimal"),
        (String(repeating: "g", count: 64), mode_t(0o600), "64 hexadecimal"),
    ])
func badKeys(text: String, mode: mode_t, advice: String) {
    let folder = TemporaryFolder()
    folder.write(text, to: "key", mode: mode)
    do {
        _ = try SetKey(path: folder.path + "/key")
        Issue.record("the key was taken")
    } catch {
        #expect(error.sentence.contains(advice))
    }
}

@Test("a missing key file says who makes one")
func missingKey() {
    let folder = TemporaryFolder()
    do {
        _ = try SetKey(path: folder.path + "/key")
        Issue.record("a key was found")
    } catch {
        let sentence = "The key file \(folder.path)/key is missing; deploy/up makes one."
        #expect(error.sentence == sentence)
    }
}
