import Contracts
import Glibc
import TendClient
import Testing

/// A folder for one test, removed with what is in it when the test is over.
final class ScratchFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/tend-client-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { remove(path) }

    private func remove(_ path: String) {
        for name in PrivateFolder(path: path).names() where name != "." && name != ".." {
            remove(path + "/" + name)
        }
        if rmdir(path) != 0 { unlink(path) }
    }

    func mode(_ name: String) -> UInt32 {
        var about = stat()
        return stat(path + "/" + name, &about) == 0 ? about.st_mode & 0o777 : 0
    }
}

private func identity(_ device: UInt64 = 5) -> Identity {
    var identity = Identity()
    identity.deviceID = device
    identity.deviceSecret = (0..<32).map { UInt8($0) }
    identity.name = "Ana"
    identity.gateway = "127.0.0.1:7401"
    return identity
}

@Test("an identity is its owner's alone, in a folder that is too, and comes back as it was")
func permissions() throws {
    let scratch = try ScratchFolder()
    let store = try IdentityStore(environment: ["XDG_DATA_HOME": scratch.path + "/a"])
    try store.save(identity(), as: "me")
    #expect(scratch.mode("a") == 0o700)
    #expect(scratch.mode("a/tend") == 0o700)
    #expect(scratch.mode("a/tend/me.identity") == 0o600)
    #expect(try store.identity("me") == identity())
    #expect(store.names == ["me"])
    #expect(try store.choose(nil) == "me")
}

@Test("without XDG_DATA_HOME the folder is under HOME, and without both there is none")
func storePlaces() throws {
    let scratch = try ScratchFolder()
    let store = try IdentityStore(environment: ["HOME": scratch.path, "XDG_DATA_HOME": "x"])
    #expect(store.folder.path == scratch.path + "/.local/share/tend")
    #expect(throws: Failure(.usage, .folderUnknown)) { try IdentityStore(environment: [:]) }
}

@Test("a folder that others could enter is closed to them")
func folderIsClosed() throws {
    let scratch = try ScratchFolder()
    #expect(mkdir(scratch.path + "/tend", 0o755) == 0)
    try IdentityStore(environment: ["XDG_DATA_HOME": scratch.path]).save(identity(), as: "me")
    #expect(scratch.mode("tend") == 0o700)
}

@Test("an identity that others can read is refused with what to do")
func readableIsRefused() throws {
    let scratch = try ScratchFolder()
    let store = IdentityStore(folder: PrivateFolder(path: scratch.path))
    try store.save(identity(), as: "me")
    let path = scratch.path + "/me.identity"
    #expect(chmod(path, 0o640) == 0)
    #expect(throws: Failure(.usage, .fileNotPrivate, ["path": path])) {
        try store.identity("me")
    }
}

@Test("a damaged identity is refused and not overwritten")
func damaged() throws {
    let scratch = try ScratchFolder()
    let store = IdentityStore(folder: PrivateFolder(path: scratch.path))
    for text in ["", "{", "{}", "null", "{\"device_id\": \"5\"}", "\u{0}"] {
        try store.folder.write("me.identity", Array(text.utf8))
        #expect(
            throws: Failure(.usage, .identityDamaged, ["path": scratch.path + "/me.identity"])
        ) { try store.identity("me") }
    }
    #expect(store.names == ["me"])
}

@Test("which identity speaks: the one asked for, the default, the only one")
func choosing() throws {
    let scratch = try ScratchFolder()
    let store = IdentityStore(folder: PrivateFolder(path: scratch.path))
    #expect(try store.choose(nil) == nil)
    try store.save(identity(), as: "ana")
    #expect(try store.choose(nil) == "ana")
    try store.save(identity(), as: "ben")
    #expect(throws: Failure(.usage, .identitySeveral, ["names": "ana, ben"])) {
        try store.choose(nil)
    }
    #expect(try store.choose("ben") == "ben")
    #expect(throws: Failure(.usage, .identityNamedMissing, ["name": "cleo"])) {
        try store.choose("cleo")
    }
    try store.save(identity(), as: "me")
    #expect(try store.choose(nil) == "me")
    for bad in ["", "../me", "Me", "a b", "é", String(repeating: "a", count: 33)] {
        #expect(throws: Failure(.usage, .identityNameBad, ["name": bad])) {
            try store.choose(bad)
        }
    }
}

@Test("a join under way is kept until it has become an identity")
func pendingJoins() throws {
    let scratch = try ScratchFolder()
    let store = IdentityStore(folder: PrivateFolder(path: scratch.path))
    #expect(try store.pendingJoin("me") == nil)
    var pending = PendingJoin()
    pending.code = "7K3MQ9TX2A"
    pending.deviceSecret = identity().deviceSecret
    try store.save(pending, for: "me")
    #expect(try store.pendingJoin("me") == pending)
    #expect(store.names.isEmpty)
    #expect(scratch.mode("me.joining") == 0o600)
    try store.save(identity(), as: "me")
    #expect(try store.pendingJoin("me") == nil)
    try store.remove("me")
    #expect(store.folder.names().filter { !$0.hasPrefix(".") }.isEmpty)
}

@Test("an identity that is set aside frees its name and is not lost")
func setAside() throws {
    let scratch = try ScratchFolder()
    let store = IdentityStore(folder: PrivateFolder(path: scratch.path))
    try store.save(identity(), as: "me")
    try store.save(Letters(), for: "me")
    try store.setAside("me")
    #expect(store.names.isEmpty)
    #expect(scratch.mode("me.signed-out") == 0o600)
    #expect(scratch.mode("me.letters") == 0)
}

@Test("letters are kept beside the identity, and damaged ones are none")
func keptLetters() throws {
    let scratch = try ScratchFolder()
    let store = IdentityStore(folder: PrivateFolder(path: scratch.path))
    #expect(try store.letters("me") == Letters())
    var letters = Letters()
    letters.list([Fixture.filmNight(), Fixture.dentist()])
    letters.devices = [1, UInt64.max]
    try store.folder.make()
    try store.save(letters, for: "me")
    #expect(try store.letters("me") == letters)
    #expect(scratch.mode("me.letters") == 0o600)
    try store.folder.write("me.letters", [0xFF])
    #expect(try store.letters("me") == Letters())
}
