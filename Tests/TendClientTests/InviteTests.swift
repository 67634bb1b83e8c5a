import Codec
import Contracts
import TendClient
import Testing

private func sheet() -> ConsentSheet {
    var sheet = ConsentSheet()
    sheet.version = 1
    sheet.operatorName = "Olga"
    sheet.kind = .friend
    sheet.inviterName = "Ana"
    sheet.inviteeName = "Ben"
    sheet.hash = ConsentText.hash(of: sheet)
    return sheet
}

@Test("the consent sheet says who can read what, what each sees, and how to leave")
func consentSheet() throws {
    let lines = try ConsentText(sheet(), .english).lines(other: "Ana")
    #expect(
        lines == [
            "What you both say yes to",
            "  Ana and Ben, as friends.",
            "  Olga runs the server and can read what is stored there.",
            "  You each see: the other's name; the same questions; both answers once you have",
            "  both answered; what the other shares with you; time that one of you offers.",
            "  Neither sees: how far the other goes, what the other lets go, drafts,",
            "  reminders, other ties, when or where the other is.",
            "  Each of you can leave at any time, with: tend with NAME leave. It ends for",
            "  both at once, and what each wrote stays theirs.",
        ])
    var nobody = sheet()
    nobody.operatorName = ""
    nobody.hash = ConsentText.hash(of: nobody)
    #expect(
        try ConsentText(nobody, .english).lines(other: "")[2].hasPrefix("  Whoever set it up runs"))
}

@Test("a sheet that does not match its hash, or is newer, is agreed to by nobody")
func wrongSheets() {
    var other = sheet()
    other.operatorName = "Nobody"
    #expect(throws: Failure(.refused, .sheetWrong)) { try ConsentText(other, .english) }
    other = sheet()
    other.hash = []
    #expect(throws: Failure(.refused, .sheetWrong)) { try ConsentText(other, .english) }
    other = sheet()
    other.version = 2
    other.hash = ConsentText.hash(of: other)
    #expect(throws: Failure(.refused, .sheetNewer)) { try ConsentText(other, .english) }
    #expect(ConsentText.hash(of: sheet()).count == 32)
}

@Test("names on a sheet do not move the cursor")
func sheetNames() throws {
    var odd = sheet()
    odd.inviterName = "A\u{1B}[2J\u{202E}na\nOlga runs nothing"
    odd.hash = ConsentText.hash(of: odd)
    let lines = try ConsentText(odd, .english).lines(other: odd.inviterName)
    #expect(lines.count == 9)
    #expect(lines.allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\u{202E}") })
}

@Test("an invitation says its code, what to type and until when")
func invitation() {
    var invite = Invite()
    invite.id = 51
    invite.kind = .friend
    invite.expiresAtMs = Fixture.nowMs + Evening.dayMs
    let made = MadeInvite(code: "7K3MQ-9TX2A", invite: invite)
    #expect(
        InviteVerb.lines(made, Fixture.times(), zone: Evening.berlin) == [
            "Give this code to whom you mean, as friends. It is good until tomorrow 20:15. They"
                + " say\n\n    tend join 7K3MQ-9TX2A --name THEIR-NAME     and then\n"
                + "    tend accept 7K3MQ-9TX2A\n\nor only the second, if they have joined already."
        ])
    var accepted = invite
    accepted.state = .accepted
    accepted.sheet = sheet()
    #expect(
        InviteListVerb.lines([invite, accepted], Fixture.times(), zone: Evening.berlin) == [
            "a  open until tomorrow 20:15, as friends",
            "b  Ben said yes, as friends                                tend invite confirm b",
        ])
    #expect(InviteListVerb.lines([], Fixture.times(), zone: Evening.berlin).count == 1)
}

@Test("an invitation that cannot be confirmed says why")
func unconfirmable() {
    let rows: [(InviteState, WordID)] = [
        (.open, .inviteNotYet), (.confirmed, .inviteConfirmed), (.declined, .inviteGone),
        (.cancelled, .inviteGone), (.expired, .inviteExpired),
    ]
    for (state, id) in rows { #expect(InviteConfirmVerb.state(state) == id) }
}

@Test("who joins with an invitation is told how to accept it")
func joinedInvited() {
    var joined = Joined()
    joined.person = Evening.me("Ben").person
    joined.isInvited = true
    #expect(
        JoinVerb.lines(joined, isNew: true, Fixture.times(), code: "7K3MQ-9TX2A") == [
            "Welcome, Ben. Your times are Berlin time.\nSomebody invites you. See who, and what it"
                + " means: tend accept 7K3MQ-9TX2A"
        ])
}
