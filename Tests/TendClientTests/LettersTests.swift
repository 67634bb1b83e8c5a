import Contracts
import Seams
import TendClient
import Testing

@Test(
    "places have letters and letters places",
    arguments: [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (701, "zz"), (702, "aaa")])
func letters(index: Int, letter: String) {
    #expect(Letters.letter(index) == letter)
    #expect(Letters.index(letter) == index)
}

@Test("what is no letter has no place", arguments: ["", "A", "1", "a1", "é", "aaaa", " "])
func noLetters(text: String) {
    #expect(Letters.index(text) == nil)
}

@Test("a list gives letters anew; what watch brings keeps its own or takes the next")
func listThenWatch() throws {
    var letters = Letters()
    letters.list([Fixture.filmNight(), Fixture.dentist()])
    var other = OccurrenceID()
    other.reminderID = 99
    #expect(letters.letter(for: Fixture.occurrence(Fixture.dentist())) == "b")
    #expect(letters.letter(for: other) == "c")
    #expect(letters.letter(for: other) == "c")
    #expect(try letters.reminder("b").open?.localTime == "2028-03-09T14:30:00")
    #expect(try letters.reminder("a").open == nil)
    #expect(try letters.reminder("B").id == 12)
    letters.list([Fixture.dentist()])
    #expect(try letters.reminder("a").id == 12)
    #expect(throws: Failure(.usage, .letterUnknown, ["letter": "b", "list": "remind list"])) {
        try letters.reminder("b")
    }
}

@Test("letters begin again when all of one and two characters are taken")
func manyLetters() {
    var letters = Letters()
    var occurrence = OccurrenceID()
    for id in 1...Letters.thingsMax {
        occurrence.reminderID = UInt64(id)
        _ = letters.letter(for: occurrence)
    }
    occurrence.reminderID = 0
    #expect(letters.letter(for: occurrence) == "a")
}

@Test("an id works in a letter's place, and anything else is refused")
func ids() throws {
    let letters = Letters()
    #expect(try letters.reminder("18446744073709551615").id == UInt64.max)
    #expect(try letters.reminder("#7").id == 7)
    #expect(try letters.device("7") == 7)
    #expect(throws: Failure(.usage, .letterNone, ["list": "devices"])) {
        try letters.device("a")
    }
    for word in ["", "-1", "#", "18446744073709551616", "a-b"] {
        #expect(throws: Failure(.usage, .letterBad, ["word": word, "list": "remind list"])) {
            try letters.reminder(word)
        }
    }
}

@Test("an occurrence is remembered until many others came after it")
func seenOccurrences() {
    var seen = SeenOccurrences()
    var occurrence = OccurrenceID()
    occurrence.reminderID = 1
    #expect(!seen.contains(occurrence))
    seen.insert(occurrence)
    seen.insert(occurrence)
    #expect(seen.contains(occurrence))
    occurrence.revision = 1
    #expect(!seen.contains(occurrence))
    for id in 2...UInt64(SeenOccurrences.max + 1) {
        occurrence.reminderID = id
        seen.insert(occurrence)
    }
    occurrence.reminderID = 1
    occurrence.revision = 0
    #expect(!seen.contains(occurrence))
    occurrence.reminderID = UInt64(SeenOccurrences.max + 1)
    occurrence.revision = 1
    #expect(seen.contains(occurrence))
}

@Test("a code has ten characters of the alphabet, and any spelling leads to one")
func codes() {
    let code = JoinCode.new(RandomSource { 0x0123_4567_89AB_CDEF })
    #expect(code.count == 11)
    let canonical = JoinCode.canonical(code)
    #expect(canonical.count == 10)
    #expect(canonical.allSatisfy { JoinCode.alphabet.contains($0) })
    #expect(JoinCode.canonical(code.lowercased()) == canonical)
    #expect(JoinCode.canonical(" o0iL-1 ") == "00111")
    #expect(JoinCode.new(RandomSource { .max }) == "ZZZZZ-ZZZZZ")
}
