import Contracts
import Testing

@Test(
    "every spelling of a code is the same code",
    arguments: [
        ("abcde-fgh12", "ABCDEFGH12"), ("ABCDE FGH12", "ABCDEFGH12"), ("OOIIL01111", "0011101111"),
    ])
func spellings(typed: String, code: String) {
    #expect(InviteCode.canonical(typed) == code)
}

@Test(
    "what is no code is told apart",
    arguments: ["", "ABCDEFGH1", "ABCDEFGH123", "ABCDEFGH1U", "ABCDEFGH1é", "----------"])
func notCodes(typed: String) {
    #expect(InviteCode.canonical(typed) == nil)
}

@Test("a new code is its own canonical spelling")
func newCodes() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<100 {
        let code = InviteCode.make(&random)
        #expect(InviteCode.canonical(code) == code)
        #expect(InviteCode.canonical(InviteCode.spoken(code)) == code)
    }
}
