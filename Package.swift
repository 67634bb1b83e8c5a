// swift-tools-version: 6.2
import PackageDescription

// The floors of the house, lowest first. A target depends on lower floors only; TidyTests reads
// the imports and holds that. There are no package dependencies and the only system library is
// libz.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func house(_ name: String, _ needs: [String] = [], at path: String? = nil) -> Target {
    .target(
        name: name, dependencies: needs.map { .byName(name: $0) }, path: path,
        swiftSettings: strict)
}

func program(_ name: String, _ needs: [String], at path: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: needs.map { .byName(name: $0) }, path: path,
        swiftSettings: strict, linkerSettings: [.unsafeFlags(["-static-stdlib"])])
}

func tests(_ name: String, _ needs: [String]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: (needs + ["TestSupport"]).map { .byName(name: $0) },
        swiftSettings: strict)
}

let package = Package(
    name: "tend",
    targets: [
        // Floor 1: headers, the codec, civil time, the seams to the world.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CZlib"),
        house("Seams", ["CLinux"]),
        house("Codec", ["CZlib"]),
        house("CivilTime"),

        // Floor 2: sockets, the journal, Tend's messages and methods.
        house("Reactor", ["CLinux", "Seams"]),
        house("Storage", ["CLinux", "CZlib", "Seams"]),
        house("Contracts", ["Codec"]),

        // Floor 3: the seeds; sessions and calls.
        house("Catalogue", ["Contracts"]),
        house("RPC", ["CZlib", "Seams", "Codec", "Reactor"]),

        // Floor 4: recover, apply, hold replies, drain.
        house(
            "Host",
            [
                "CLinux", "Seams", "Codec", "Reactor", "Storage", "Contracts", "Catalogue", "RPC",
            ]),

        // Floor 5: decide and apply; verbs; load.
        house("Gateway", ["Seams", "Codec", "Reactor", "Contracts", "RPC", "Host"]),
        house(
            "ProfileService",
            ["Seams", "Reactor", "Storage", "Codec", "CivilTime", "Contracts", "RPC", "Host"]),
        house(
            "PromptService",
            [
                "Seams", "Codec", "Reactor", "Storage", "Contracts", "Catalogue", "RPC", "Host",
            ]),
        house(
            "ReminderService",
            [
                "Seams", "Codec", "CivilTime", "Reactor", "Storage", "Contracts", "Catalogue",
                "RPC", "Host",
            ]),
        house(
            "TendClient",
            ["CLinux", "Seams", "Codec", "CivilTime", "Reactor", "Contracts", "RPC"]),
        house(
            "LoadKit",
            ["CLinux", "Seams", "Codec", "Reactor", "Contracts", "RPC", "Storage", "Host"]),

        // Floor 6: wiring only.
        program("tend-gateway", ["Gateway"]),
        program("tend-profile", ["CivilTime", "Contracts", "ProfileService", "Host"]),
        program(
            "tend-prompt", ["Seams", "Contracts", "PromptService", "Host"]),
        program(
            "tend-reminder",
            ["Seams", "Catalogue", "CivilTime", "Contracts", "ReminderService", "Host"]),
        program("tend", ["Seams", "TendClient"]),
        program("tend-load", ["Seams", "LoadKit"]),
        program(
            "tend-bench",
            ["Seams", "Codec", "Reactor", "Contracts", "RPC", "Host", "Gateway", "LoadKit"]),

        // Tests, and what they share.
        house(
            "TestSupport",
            [
                "CLinux", "CZlib", "Seams", "Codec", "CivilTime", "Reactor", "Storage",
                "Contracts", "RPC", "Host",
            ], at: "Tests/TestSupport"),
        house(
            "HuntKit",
            [
                "Seams", "Codec", "CivilTime", "Reactor", "Storage", "Contracts", "RPC", "Host",
                "Gateway", "ProfileService", "PromptService", "Catalogue", "ReminderService",
                "TestSupport",
            ], at: "Tests/HuntKit"),
        program("tend-hunt", ["HuntKit"], at: "Tests/tend-hunt"),
        tests("Codec", ["Codec"]),
        tests("CivilTime", ["CivilTime"]),
        tests("Reactor", ["Reactor", "Seams", "CLinux"]),
        tests("Storage", ["Storage", "Seams"]),
        tests("Contracts", ["Contracts", "Codec"]),
        tests("Catalogue", ["Catalogue", "Contracts"]),
        tests("RPC", ["RPC", "Codec", "Reactor", "Seams", "CZlib"]),
        tests("Host", ["Host", "Contracts", "RPC", "Reactor", "Codec", "Storage", "Seams"]),
        tests(
            "Gateway",
            [
                "Gateway", "ProfileService", "PromptService", "Catalogue", "CivilTime",
                "Contracts", "RPC", "Codec", "Host", "Reactor", "Storage", "Seams",
            ]),
        tests(
            "ProfileService",
            [
                "ProfileService", "CivilTime", "Contracts", "Host", "RPC", "Reactor", "Codec",
                "Seams", "Storage",
            ]),
        tests(
            "PromptService",
            [
                "PromptService", "Catalogue", "Contracts", "Host", "RPC", "Codec", "Seams",
                "Reactor",
            ]),
        tests(
            "ReminderService",
            [
                "ReminderService", "CivilTime", "Catalogue", "Contracts", "Host", "RPC", "Codec",
                "Seams",
            ]),
        tests("TendClient", ["TendClient", "Contracts", "CivilTime", "Codec", "RPC", "Seams"]),
        tests("LoadKit", ["LoadKit", "Host"]),
        tests(
            "Simulation",
            [
                "CivilTime",
                "Gateway", "ProfileService", "PromptService", "Catalogue", "ReminderService",
                "Contracts", "RPC", "Host", "Reactor", "Storage", "Codec", "Seams", "HuntKit",
            ]),
        tests(
            "EndToEnd",
            ["CLinux", "Seams", "Codec", "Reactor", "Contracts", "RPC", "TendClient", "HuntKit"]),
        tests("Tidy", ["Contracts", "Codec"]),
    ]
)
