/// The floors of the house: a target imports only what stands on a lower one.
enum House {
    /// Which floor each target stands on.
    static let floors: [String: Int] = [
        "CLinux": 0, "CZlib": 0,
        "Seams": 1, "Codec": 1, "CivilTime": 1,
        "Reactor": 2, "Storage": 2, "Contracts": 2,
        "RPC": 3, "Catalogue": 3,
        "Host": 4,
        "Gateway": 5, "ProfileService": 5, "PromptService": 5, "ReminderService": 5,
        "TendClient": 5, "LoadKit": 5,
        "tend-gateway": 6, "tend-profile": 6, "tend-prompt": 6, "tend-reminder": 6,
        "tend": 6, "tend-load": 6, "tend-bench": 6,
    ]

    /// Programs, each an executable beside the test bundle.
    static let programs = [
        "tend-gateway", "tend-profile", "tend-prompt", "tend-reminder", "tend", "tend-load",
        "tend-bench", "tend-hunt",
    ]

    /// Test targets that mirror no module because they span several.
    static let spanningTests: Set<String> = [
        "TestSupport", "HuntKit", "tend-hunt", "SimulationTests", "EndToEndTests", "TidyTests",
        "Mutants",
    ]

    /// Modules of the toolchain that anything may import.
    static let ofTheToolchain: Set<String> = ["Swift", "Glibc", "Synchronization", "Testing"]

    /// Programs that may import Foundation. None does.
    static let mayImportFoundation: Set<String> = ["tend", "tend-load", "tend-bench"]

    /// Libraries a program may need at run time: zlib, and what every Swift program on Linux has.
    static let mayNeed = [
        "libz.so", "libc.so", "libm.so", "ld-linux", "libstdc++.so", "libgcc_s.so",
    ]

    /// What lies at the top of the repository, beside names that start with a dot.
    static let top: Set<String> = [
        "Package.swift", "Sources", "Tests", "protocol", "deploy", "README.md", "seeds", "LICENSE",
    ]

    /// One target as Package.swift declares it.
    struct Target {
        /// Its name.
        let name: String
        /// What it depends on.
        let needs: [String]
    }

    /// Every target of Package.swift. The declarations are one call each: `house("Host", ["RPC"])`.
    static let targets: [Target] = {
        guard let manifest = SourceTree.read("Package.swift") else { return [] }
        let call = /(?m)^ +(house|program|tests)\(\s*"([A-Za-z-]+)"(?:,\s*\[([^\]]*)\])?/
        return manifest.matches(of: call).map { match in
            let needs = (match.3 ?? "").matches(of: /"([A-Za-z]+)"/).map { String($0.1) }
            let isTest = match.1 == "tests"
            return Target(
                name: String(match.2) + (isTest ? "Tests" : ""),
                needs: needs + (isTest ? ["TestSupport"] : []))
        }
    }()

    /// The modules a file imports, each with its line.
    static func imports(of file: SourceTree.File) -> [String] {
        let statement =
            /^(?:@[A-Za-z_()]+ +)*(?:public |internal |private |package |fileprivate )?import (?:struct |class |enum |func |protocol |var |let |typealias )?([A-Za-z_]+)/
        return file.lines.compactMap { line in
            guard let match = line.prefixMatch(of: statement) else { return nil }
            return String(match.1)
        }
    }
}
