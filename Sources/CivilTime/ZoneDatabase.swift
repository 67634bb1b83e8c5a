/// The time zones of this machine by IANA identifier, read on first use and kept.
///
/// Loop-confined. It reads through one closure, from a name relative to a zoneinfo folder to bytes:
/// production passes `ZoneFolder.system().read`, a test a dictionary in memory.
public final class ZoneDatabase {
    /// What `reload()` found.
    public struct Changes: Equatable, Sendable {
        /// Zones in use whose rules are others now, sorted: what was computed from them is stale.
        public var changed: [String] = []

        /// Zones in use that are gone or unreadable now, sorted. The last known rules stay in force.
        public var kept: [String] = []

        /// Nothing changed.
        public init() {}
    }

    private let read: (String) -> [UInt8]?
    private var zones: [String: TimeZoneData] = [:]
    private var names: ZoneNames?
    private var knownVersion: String?

    /// A database over a reader, which gets names such as "Europe/Berlin" and "tzdata.zi".
    public init(reading read: @escaping (String) -> [UInt8]?) {
        self.read = read
    }

    /// The zone of that identifier. Aliases such as US/Pacific are accepted, even where only the
    /// table of links still has them, and keep the name they were asked for. Case matters.
    public func zone(_ id: String) throws(ZoneError) -> TimeZoneData {
        if let known = zones[id] { return known }
        let zone = try load(id)
        if zones.count < Limits.zonesCachedMax { zones[id] = zone }
        return zone
    }

    /// Up to `Limits.zoneSuggestionsMax` identifiers near a mistyped one, best first; empty when the
    /// machine has no list of zones.
    public func suggestions(for text: String) -> [String] {
        knownNames().nearest(to: text)
    }

    /// Every identifier, sorted; empty when the machine has no list of zones.
    public var ids: [String] { knownNames().ids }

    /// The release of the data, such as "2025b"; where no file says it, a hash of the zones' files,
    /// which changes when any of them does.
    public var version: String {
        if let knownVersion { return knownVersion }
        let version = readVersion()
        knownVersion = version
        return version
    }

    /// Reads every zone in use again, for after an update of the system's data. Costs one small file
    /// per zone in use.
    public func reload() -> Changes {
        names = nil
        knownVersion = nil
        var changes = Changes()
        for (id, known) in zones {
            guard let fresh = try? load(id) else {
                changes.kept.append(id)
                continue
            }
            guard fresh.fingerprint != known.fingerprint else { continue }
            zones[id] = fresh
            changes.changed.append(id)
        }
        changes.changed.sort()
        changes.kept.sort()
        return changes
    }

    private func load(_ id: String) throws(ZoneError) -> TimeZoneData {
        guard ZoneID.isWellFormed(id) else { throw .malformedID }
        guard !ZoneID.isLocal(id), let bytes = read(id) ?? knownNames().links[id].flatMap(read)
        else { throw .unknown(id: id) }
        do {
            return try TimeZoneData(tzif: bytes, id: id)
        } catch {
            // A table or a text in the folder is no zone at all.
            throw error.fault == .notTZif ? .unknown(id: id) : .unreadable(id: id, error)
        }
    }

    private func knownNames() -> ZoneNames {
        if let names { return names }
        let read =
            self.read("tzdata.zi").map(ZoneNames.init(compiling:))
            ?? ZoneNames(table: self.read("zone1970.tab") ?? self.read("zone.tab") ?? [])
        names = read
        return read
    }

    private func readVersion() -> String {
        let line = { (bytes: [UInt8]) in
            String(decoding: bytes.prefix { $0 > 0x1F && $0 < 0x7F }.prefix(48), as: UTF8.self)
        }
        let mark = "# version "
        if let first = read("tzdata.zi").map(line), first.hasPrefix(mark), first.count > mark.count
        {
            return String(first.dropFirst(mark.count))
        }
        if let first = read("+VERSION").map(line), !first.isEmpty { return first }

        let listed = knownNames().ids
        let hash = (listed.isEmpty ? ZoneDatabase.landmarks : listed)
            .reduce(fnv1a([])) { hash, id in fnv1a(read(id) ?? [], seed: hash) }
        return "files-" + String(hash, radix: 16)
    }

    /// Zones with eventful rules, to tell one release from another where no list is installed.
    private static let landmarks = [
        "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Edmonton",
        "America/Mexico_City", "America/New_York", "America/Santiago", "America/Vancouver",
        "Asia/Gaza", "Asia/Tehran", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Apia",
    ]
}
