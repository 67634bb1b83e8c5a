import Codec
import Contracts
import Testing

@Test("method numbers and names are unique over all services")
func methodNumbersAreUnique() {
    var seen: [UInt32: String] = [:]
    for service in TendServices.all {
        for method in service.methods {
            #expect(method.name.hasPrefix(service.name + "/"))
            #expect(seen[method.id] == nil, "\(method.name) and \(seen[method.id] ?? "")")
            seen[method.id] = method.name
        }
    }
    #expect(seen.count > 20)
}

@Test("whatever changes something carries an idempotency key, unless repeating it is harmless")
func writesCarryKeys() {
    let harmless: Set<String> = [
        "tend.v1.People/Me", "tend.v1.Reminders/List", "tend.v1.Reminders/Show",
        "tend.v1.Reminders/Shown", "tend.v1.Reminders/Audit", "tend.v1.Reminders/Watch",
        "tend.v1.Ties/List", "tend.v1.Invites/List", "tend.v1.Invites/Show",
        "tend.v1.Invites/Look", "tend.v1.Questions/List", "tend.v1.Questions/Show",
        "tend.v1.Questions/Read", "tend.v1.Questions/Why", "tend.v1.Questions/Returned",
        "tend.v1.Questions/TakeReturned", "tend.v1.Shares/Read", "tend.v1.Together/List",
        "tend.v1.Together/Suggest",
    ]
    for service in TendServices.profile + TendServices.prompt + TendServices.reminder {
        for method in service.methods where method.exposure == .person {
            #expect(method.needsKey || harmless.contains(method.name), "\(method.name)")
        }
    }
}
