import TendClient
import Testing

@Test(
    "a text takes the columns that a terminal gives it",
    arguments: [
        ("", 0), ("Ana", 3), ("é", 1), ("e\u{301}", 1), ("山田", 4), ("👩‍👩‍👧‍👧", 2), ("❤️", 2),
        ("נועה", 4), ("…", 1), ("\u{200B}", 0),
    ])
func widths(text: String, width: Int) {
    #expect(Columns.width(text) == width)
}

@Test("text is cut with three dots, never in the middle of a wide character")
func cutting() {
    #expect(Columns.cut("abcdef", to: 6) == "abcdef")
    #expect(Columns.cut("abcdefg", to: 6) == "abcde…")
    #expect(Columns.cut("山田花子", to: 6) == "山田…")
    #expect(Columns.cut("ab cdef", to: 4) == "ab…")
    #expect(Columns.cut("abc", to: 0) == "")
    #expect(Columns.cut("abc", to: 1) == "…")
}

@Test("two ends of a line keep apart, and the left one gives way")
func spreading() {
    #expect(Columns.spread("a", "b", to: 6) == "a    b")
    #expect(Columns.spread("abcdef", "xy", to: 8) == "abc…  xy")
    #expect(Columns.spread("abc", "", to: 8) == "abc")
    #expect(Columns.width(Columns.spread("山田花子山田", "xy", to: 9)) == 9)
}

@Test("lines break between words, and a word that is too long breaks itself")
func wrapping() {
    #expect(Columns.wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(Columns.wrapped("one two", indent: 2, to: 5) == ["  one", "  two"])
    #expect(Columns.wrapped("abcdefgh", to: 3) == ["abc", "def", "gh"])
    #expect(Columns.wrapped("one two three four", to: 5, most: 2) == ["one", "two…"])
    #expect(Columns.wrapped("") == [])
    #expect(Columns.wrapped("山田花", to: 5) == ["山田", "花"])
    #expect(Columns.wrapped("山", to: 1) == ["山"])
}

@Test("text hangs beside its head, with something at the right end where it fits")
func hanging() {
    let wide = String(repeating: "word ", count: 15)
    #expect(Columns.hanging("a  ", "one") == ["a  one"])
    #expect(Columns.hanging("a  ", "") == ["a"])
    let long = Columns.hanging("a  ", wide + "end", "tend yes a")
    #expect(long.count == 2)
    #expect(long[1].hasPrefix("   end  ") && long[1].hasSuffix("  tend yes a"))
    let full = Columns.hanging("a  ", wide, "tend yes a")
    #expect(full.count == 2 && full[1].hasSuffix("  tend yes a"))
    #expect(Columns.width(full[1]) == Columns.page)
    #expect(Columns.hanging("a  ", wide + wide, most: 1)[0].hasSuffix("…"))
}

@Test("items flow side by side")
func flowing() {
    #expect(
        Columns.flowed(["1 tea", "2 coffee", "3 milk"], to: 16) == ["1 tea  2 coffee", "3 milk"])
    #expect(Columns.flowed([], to: 10) == [])
    #expect(Columns.flowed(["one two three"], to: 7) == ["one two", "three"])
    #expect(Columns.flowed(["a", "b", "c"], to: 2, most: 2) == ["a", "b…"])
}
