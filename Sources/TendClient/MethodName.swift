/// Finds the method that a person means: the full name, or the end of it, in any case.
package enum MethodName {
    /// The full name. Throws a usage failure that names the nearest one.
    package static func find(_ typed: String, in names: [String]) throws(Failure) -> String {
        if names.contains(typed) { return typed }
        let small = typed.lowercased()
        let meant = names.filter {
            let name = $0.lowercased()
            return name == small || name.hasSuffix("." + small) || name.hasSuffix("/" + small)
        }
        if meant.count == 1 { return meant[0] }
        // Without the package, as people type it, the distance means more.
        let short = names.map { String($0.split(separator: ".").last ?? "") }
        let last = String(typed.split(separator: ".").last ?? "")
        if let nearest = Nearest.match(last, in: short), let index = short.firstIndex(of: nearest) {
            throw Failure(
                .usage, .methodUnknownNear, ["method": typed, "nearest": names[index]])
        }
        throw Failure(.usage, .methodUnknown, ["method": typed])
    }
}
