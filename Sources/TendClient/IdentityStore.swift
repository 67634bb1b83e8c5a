import Codec

/// The identities of one user of this machine, each a file `NAME.identity` in a private folder,
/// with what belongs to it beside: a join under way, the letters on the screen, yeses given.
///
/// Plain value; every call blocks for the disk.
package struct IdentityStore: Sendable {
    /// The folder, `$XDG_DATA_HOME/tend` or `$HOME/.local/share/tend`.
    package let folder: PrivateFolder

    /// The name of an identity when none is given.
    package static let defaultName = "me"
    private static let ending = ".identity"

    /// The store in that folder.
    package init(folder: PrivateFolder) {
        self.folder = folder
    }

    /// The store that the environment names.
    package init(environment: [String: String]) throws(Failure) {
        let place = { (name: String) in
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        if let data = place("XDG_DATA_HOME") {
            folder = PrivateFolder(path: data + "/tend")
        } else if let home = place("HOME") {
            folder = PrivateFolder(path: home + "/.local/share/tend")
        } else {
            throw Failure(.usage, .folderUnknown)
        }
    }

    /// The names of the identities here, sorted.
    package var names: [String] {
        folder.names().filter { $0.hasSuffix(IdentityStore.ending) }
            .map { String($0.dropLast(IdentityStore.ending.count)) }
    }

    /// Refuses a name that could not be a file's: up to 32 small letters, digits, `-` and `_`.
    package static func check(_ name: String) throws(Failure) {
        let isGood = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
        guard isGood, (1...32).contains(name.utf8.count) else {
            throw Failure(.usage, .identityNameBad, ["name": name])
        }
    }

    /// Which identity speaks: the one asked for, else the default one, else the only one; nil when
    /// there is none at all.
    package func choose(_ asked: String?) throws(Failure) -> String? {
        let names = names
        if let asked {
            try IdentityStore.check(asked)
            guard names.contains(asked) else {
                throw Failure(.usage, .identityNamedMissing, ["name": asked])
            }
            return asked
        }
        if names.contains(IdentityStore.defaultName) { return IdentityStore.defaultName }
        guard names.count <= 1 else {
            throw Failure(.usage, .identitySeveral, ["names": names.joined(separator: ", ")])
        }
        return names.first
    }

    /// The identity of that name.
    package func identity(_ name: String) throws(Failure) -> Identity {
        let file = name + IdentityStore.ending
        guard let bytes = try onDisk({ () throws(FileFault) in try folder.read(file) }) else {
            throw Failure(.usage, .identityNamedMissing, ["name": name])
        }
        guard let text = String(validating: bytes, as: UTF8.self),
            let identity = try? Identity(json: text)
        else {
            throw Failure(.usage, .identityDamaged, ["path": folder.path(of: file)])
        }
        return identity
    }

    /// Writes an identity and forgets the join that led to it.
    package func save(_ identity: Identity, as name: String) throws(Failure) {
        try write(identity, name + IdentityStore.ending)
        try removeFile(name + ".joining")
    }

    /// Removes an identity and what belongs to it.
    package func remove(_ name: String) throws(Failure) {
        try removeFile(name + IdentityStore.ending)
        try removeFile(name + ".letters")
        try removeFile(name + ".yeses")
    }

    /// Sets aside an identity that the gateway no longer knows, so that its name is free.
    package func setAside(_ name: String) throws(Failure) {
        let file = name + IdentityStore.ending
        try onDisk { () throws(FileFault) in
            try folder.rename(file, to: name + ".signed-out")
        }
        try removeFile(name + ".letters")
        try removeFile(name + ".yeses")
    }

    /// The join under way for that name, if there is one that can be read.
    package func pendingJoin(_ name: String) throws(Failure) -> PendingJoin? {
        try read(PendingJoin.self, name + ".joining")
    }

    /// Keeps a join before it is sent.
    package func save(_ join: PendingJoin, for name: String) throws(Failure) {
        try write(join, name + ".joining")
    }

    /// Forgets a join that was refused for good.
    package func forgetJoin(_ name: String) throws(Failure) {
        try removeFile(name + ".joining")
    }

    /// The letters on the screen of that identity; none when the file is missing or damaged.
    package func letters(_ name: String) throws(Failure) -> Letters {
        try read(Letters.self, name + ".letters") ?? Letters()
    }

    /// Keeps the letters that are on the screen now. A crash may lose them, as it loses the screen.
    package func save(_ letters: Letters, for name: String) throws(Failure) {
        try write(letters, name + ".letters", durable: false)
    }

    /// The yeses given by that identity; none when the file is missing or damaged.
    package func yeses(_ name: String) throws(Failure) -> GivenYeses {
        try read(GivenYeses.self, name + ".yeses") ?? GivenYeses()
    }

    /// Keeps the yeses given.
    package func save(_ yeses: GivenYeses, for name: String) throws(Failure) {
        try write(yeses, name + ".yeses")
    }

    private func read<M: Message>(_ type: M.Type, _ file: String) throws(Failure) -> M? {
        let bytes = try onDisk { () throws(FileFault) in try folder.read(file) }
        return bytes.flatMap { String(validating: $0, as: UTF8.self) }
            .flatMap { try? M(json: $0) }
    }

    private func write(
        _ message: some Message, _ file: String, durable: Bool = true
    ) throws(Failure) {
        let bytes = Array((message.json() + "\n").utf8)
        try onDisk { () throws(FileFault) in
            try folder.make()
            try folder.write(file, bytes, durable: durable)
        }
    }

    private func removeFile(_ file: String) throws(Failure) {
        try onDisk { () throws(FileFault) in try folder.remove(file) }
    }

    private func onDisk<R>(_ work: () throws(FileFault) -> R) throws(Failure) -> R {
        do {
            return try work()
        } catch {
            throw error.failure
        }
    }
}
