import Testing

@Test("the top of the repository holds what is agreed and nothing else")
func topLevelIsFixed() {
    let found = Set(SourceTree.names(in: "").filter { !$0.hasPrefix(".") })
    // What deploy/up makes lies in var, which git ignores.
    #expect(found.subtracting(["var"]) == House.top)
}

@Test("every module has tests of its own name, and every test folder mirrors a module")
func testsMirrorModules() {
    let modules = SourceTree.names(in: "Sources").filter {
        let floor = House.floors[$0] ?? 6
        #expect(House.floors[$0] != nil, "Sources/\($0) stands on no floor")
        return (1...5).contains(floor)
    }
    let folders = Set(SourceTree.names(in: "Tests"))
    for module in modules where module != "Seams" {
        #expect(folders.contains(module + "Tests"), "Tests/\(module)Tests is missing")
    }
    for folder in folders.subtracting(House.spanningTests) {
        #expect(
            folder.hasSuffix("Tests") && modules.contains(String(folder.dropLast(5))),
            "Tests/\(folder) mirrors no module")
    }
}

@Test("a target's folder is its own: every folder of Sources and Tests is a target")
func foldersAreTargets() {
    let declared = Set(House.targets.map(\.name) + ["CLinux", "CZlib", "Mutants"])
    for folder in SourceTree.names(in: "Sources") + SourceTree.names(in: "Tests") {
        #expect(declared.contains(folder), "\(folder) is no target of Package.swift")
    }
}

@Test("a script starts with the right line, stops at the first failure and may be run")
func scriptsAreScripts() {
    #expect(!SourceTree.scripts.isEmpty)
    for script in SourceTree.scripts {
        if script.name.hasSuffix(".sh") {
            #expect(script.text.hasPrefix("# shellcheck shell="), "\(script.path) is sourced")
            #expect(!SourceTree.isExecutable(script.path), "\(script.path) is not to be run")
            continue
        }
        let first = script.lines.first ?? ""
        #expect(
            first == "#!/bin/sh" || first == "#!/usr/bin/env bash",
            "\(script.path) starts with \(first)")
        #expect(script.lines.contains("set -eu"), "\(script.path) does not say set -eu")
        #expect(SourceTree.isExecutable(script.path), "\(script.path) may not be run")
    }
}

@Test("a script ends only processes it started: none is looked for by name")
func scriptsEndOnlyTheirOwn() {
    for script in SourceTree.scripts {
        for word in ["p" + "kill", "kill" + "all", "p" + "grep", "pid" + "of", "fu" + "ser"] {
            #expect(!script.text.contains(word), "\(script.path) says \(word)")
        }
    }
}

@Test("every deploy command explains itself with an example")
func commandsExplainThemselves() {
    for script in SourceTree.scripts
    where script.path.hasPrefix("deploy/") && !script.name.hasSuffix(".sh") {
        let help = Command([SourceTree.root + "/" + script.path, "--help"])
        let hasExample = help.output.contains("\n    \(script.path)")
        #expect(help.code == 0, "\(script.path) --help fails")
        #expect(hasExample, "\(script.path) --help has no example")
    }
}

@Test("a broken build kept as a patch still applies")
func mutantsApply() {
    for patch in SourceTree.files(in: "Tests/Mutants", endings: [".patch"]) {
        let check = Command(["git", "apply", "--check", patch.path])
        #expect(check.code == 0, "\(patch.path): \(check.output)")
    }
}
