import Testing

@Test("Package.swift declares every target of the house and each depends on lower floors only")
func targetsDependDownwards() {
    let declared = Set(House.targets.map(\.name))
    for name in House.floors.keys where House.floors[name] != 0 {
        #expect(declared.contains(name), "Package.swift does not declare \(name)")
    }
    for target in House.targets {
        guard let floor = House.floors[target.name] else { continue }
        for need in target.needs {
            let below = House.floors[need]
            #expect(
                below.map { $0 < floor } == true,
                "\(target.name) on floor \(floor) depends on \(need)")
        }
    }
}

@Test("a target imports only what it declares, from lower floors")
func importsGoDown() {
    let needs = Dictionary(uniqueKeysWithValues: House.targets.map { ($0.name, Set($0.needs)) })
    #expect(SourceTree.swift.count > 50)
    for file in SourceTree.swift {
        guard let declared = needs[file.module] else {
            Issue.record("\(file.path) lies in no target of Package.swift")
            continue
        }
        for module in House.imports(of: file) where !House.ofTheToolchain.contains(module) {
            if module.hasPrefix("Foundation") { continue }
            #expect(
                declared.contains(module), "\(file.path) imports \(module), not among its needs")
            if let floor = House.floors[file.module] {
                #expect(
                    House.floors[module].map { $0 < floor } == true,
                    "\(file.path) on floor \(floor) imports \(module)")
            }
        }
    }
}

@Test("Foundation is imported by no module, and by the client's programs at most")
func foundationStaysOut() {
    for file in SourceTree.swift {
        for module in House.imports(of: file) where module.hasPrefix("Foundation") {
            #expect(
                House.mayImportFoundation.contains(file.module), "\(file.path) imports \(module)")
        }
    }
}

@Test("tests see what a user of the module sees: nothing is imported as testable")
func nothingIsTestable() {
    for file in SourceTree.swift {
        #expect(!file.lines.contains { $0.hasPrefix("@" + "testable") }, "\(file.path)")
    }
}

@Test("there are no package dependencies, and libz is the only library linked by name")
func onlyZlibIsLinked() throws {
    let manifest = try #require(SourceTree.read("Package.swift"))
    for word in [".package" + "(", ".product" + "(", ".linkedLibrary", ".binaryTarget", ".plugin("]
    {
        #expect(!manifest.contains(word), "Package.swift says \(word)")
    }
    var linked: [String] = []
    for map in SourceTree.files(in: "Sources", endings: ["module.modulemap"]) {
        linked += map.text.matches(of: /link "([^"]+)"/).map { String($0.1) }
    }
    #expect(linked == ["z"])
}

@Test("a program needs zlib and the C library at run time, nothing else", arguments: House.programs)
func programsNeedLittle(program: String) throws {
    let path = SourceTree.built + "/" + program
    let listing = Command(["readelf", "-d", path])
    try #require(listing.code == 0, "readelf -d \(path): \(listing.output)")
    let needed = listing.output.matches(of: /\(NEEDED\)[^\[]*\[([^\]]+)\]/).map { String($0.1) }
    #expect(!needed.isEmpty)
    for library in needed {
        #expect(
            House.mayNeed.contains(where: library.hasPrefix), "\(program) needs \(library)")
    }
}
