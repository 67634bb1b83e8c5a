extension Words {
    /// What to do next, joining, oneself and one's devices.
    static let englishPeople: [WordID: String] = [
        .nextNotJoined:
            "You have not joined on this machine yet. Whoever runs your Tend gives you a code;"
            + " then say\n\n    tend join CODE --name YourName\n\ntend help shows what else there"
            + " is.",
        .joined:
            "Welcome, {name}. Your times are {zone}.\nTo say yes to somebody's code: tend accept"
            + " CODE\nTo invite somebody yourself: tend invite",
        .joinedInvited:
            "Welcome, {name}. Your times are {zone}.\nSomebody invites you. See who, and what it"
            + " means: tend accept {code}",
        .joinedDevice: "Welcome, {name}. This device speaks for you now.",
        .joinedElsewhere: "On this machine you are \"{identity}\": tend --as {identity} me",
        .joinHere:
            "Your time zone could not be found on this machine. Add it, as in --zone"
            + " Europe/Berlin.",
        .joinNameMissing:
            "This code is for a new person. Add your name, as in --name Ana.",
        .meZone: "Zone      {zone}, where it is {now}",
        .meZoneUnknownHere: "Zone      {zone}",
        .meLanguage: "Language  {language}",
        .meQuiet: "Quiet     {windows}",
        .deviceRow: "{letter}  {name}, joined {date}",
        .deviceThis: "{letter}  {name}, joined {date} (this one)",
        .deviceCode:
            "On the other device, until {until}, say:\n\n    tend join {code}\n\nThe code works"
            + " once.",
        .deviceRevoked: "{name} is signed out.",
        .deviceRevokedHere:
            "{name}, this device, is signed out, and its identity is removed from here.",
        .deviceRevokeLast:
            "{name} is your only device: once it is signed out nobody can be you again, and no code"
            + " leads back. If you mean it, say: tend devices revoke {word} --yes",
        .devicesOne: "To sign one out: tend devices revoke {letter}",
    ]
}
