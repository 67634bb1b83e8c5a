import Glibc

/// What this machine says about itself.
package enum Machine {
    /// Its name, to call a device by; empty when it has none.
    package static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 128)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(
            decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The zone it lives in: `TZ`, else where /etc/localtime leads, else /etc/timezone; nil when
    /// none of them names a place.
    package static func zone(_ environment: [String: String]) -> String? {
        let named = environment["TZ"].map { $0.hasPrefix(":") ? String($0.dropFirst()) : $0 }
        if let zone = named.flatMap(place) { return zone }
        var target = [CChar](repeating: 0, count: 1024)
        let count = readlink("/etc/localtime", &target, target.count)
        if count > 0 {
            let path = String(
                decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let zone = place(path) { return zone }
        }
        let text = try? PrivateFolder.read(path: "/etc/timezone", isSecret: false)
        return text.flatMap { bytes in
            place(String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self))
        }
    }

    /// The id of a zone in its own words or in a path through a zoneinfo folder.
    package static func place(_ text: String) -> String? {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if let folder = parts.lastIndex(of: "zoneinfo") {
            parts = Array(parts[(folder + 1)...])
        } else if text.hasPrefix("/") {
            return nil
        }
        let id = parts.joined(separator: "/")
        // `UTC` and `Etc/UTC` are places enough; `CET-1CEST` is not.
        return parts.count > 1 || id == "UTC" ? id : nil
    }
}
