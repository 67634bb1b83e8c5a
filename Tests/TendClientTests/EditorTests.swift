import Contracts
import Glibc
import TendClient
import TestSupport
import Testing

private func command(_ environment: [String: String]) -> [String] {
    Editor(environment: environment).arguments(file: "/x/words.txt")
}

@Test("VISUAL goes before EDITOR, and vi is there when neither is set")
func whichEditor() {
    #expect(Editor(environment: ["VISUAL": "a", "EDITOR": "b"]).command == "a")
    #expect(Editor(environment: ["EDITOR": "b"]).command == "b")
    #expect(Editor(environment: ["VISUAL": "", "EDITOR": " "]).command == "vi")
    #expect(Editor(environment: [:]).command == "vi")
}

@Test("the family of vi leaves no swap, backup, undo or memory behind")
func viIsSilent() {
    let quiet = ["-n", "-c", "silent! set nobackup nowritebackup noundofile viminfo="]
    for editor in ["vi", "vim", "nvim", "/usr/bin/vim", "vim -u NONE"] {
        #expect(
            command(["EDITOR": editor])
                == ["/bin/sh", "-c", editor + " \"$@\"", "sh"] + quiet + ["/x/words.txt"])
    }
    for editor in ["nano", "emacs -nw", "code --wait", "viper", "ed"] {
        #expect(
            command(["EDITOR": editor])
                == ["/bin/sh", "-c", editor + " \"$@\"", "sh", "/x/words.txt"])
    }
}

@Test("what is asked stands marked below the words, and only those lines are left out")
func notesAreLeftOut() {
    let asked = ["With Ben", "What made you laugh?", "", "Write, save."]
    let start = Editor.start("kept", asked: asked)
    #expect(start == "kept\n\n# With Ben\n# What made you laugh?\n#\n# Write, save.\n")
    #expect(Editor.words(start, asked: asked) == "kept")
    #expect(Editor.words(Editor.start("", asked: asked), asked: asked) == "")
    let written = "\n# my own mark\nThe cat.\n\n  indented\n# With Ben\n# With Ben  \n\n"
    #expect(
        Editor.words(written, asked: asked) == "# my own mark\nThe cat.\n\n  indented\n# With Ben")
    #expect(Editor.words("", asked: []) == "")
    #expect(Editor.tidy(" \n\n a \n\n") == " a")
}

@Test("a draft is kept for its owner alone, comes back as it was, and goes")
func drafts() throws {
    let place = TemporaryFolder()
    let store = IdentityStore(folder: PrivateFolder(path: place.path + "/tend"))
    let mine = Drafts(store, of: "ana")
    #expect(mine.questions.isEmpty)
    #expect(try mine.words(.answer(7)) == nil)
    try mine.forget(.answer(7))
    try mine.keep("The cat.\nÉ", .answer(7))
    try mine.keep("For you.", .share(7))
    #expect(mine.questions == [7])
    #expect(try mine.words(.answer(7)) == "The cat.\nÉ")
    #expect(try mine.words(.share(7)) == "For you.")
    #expect(mine.path(.answer(7)).hasSuffix("/tend/ana.drafts/7"))
    #expect(mode(mine.path(.answer(7))) == 0o600)
    #expect(mode(mine.folder.path) == 0o700)
    // Somebody else on this machine has their own, and is no identity for it.
    #expect(Drafts(store, of: "ben").questions.isEmpty)
    #expect(store.names.isEmpty)
    try mine.keep("Anew.", .answer(7))
    #expect(try mine.words(.answer(7)) == "Anew.")
    try mine.forget(.answer(7))
    #expect(mine.questions.isEmpty)
    #expect(try mine.words(.share(7)) == "For you.")
}

@Test("words that came back go before drafts, and several need a letter")
func whichDraft() throws {
    #expect(try DraftWords.pick(returned: [1], kept: [2, 3], folder: "f") == 1)
    #expect(try DraftWords.pick(returned: [], kept: [2], folder: "f") == 2)
    #expect(throws: Failure(.refused, .draftsNone)) {
        try DraftWords.pick(returned: [], kept: [], folder: "f")
    }
    #expect(throws: Failure(.usage, .draftsSeveral, ["folder": "f"])) {
        try DraftWords.pick(returned: [1, 2], kept: [], folder: "f")
    }
    #expect(throws: Failure(.usage, .draftsSeveralKept, ["folder": "f"])) {
        try DraftWords.pick(returned: [], kept: [1, 2], folder: "f")
    }
    #expect(DraftWords.joined("a", "") == "a")
    #expect(DraftWords.joined("a\n", "a") == "a\n")
    #expect(DraftWords.joined("", "b") == "b")
    #expect(DraftWords.joined("a", "b") == "a\n\nb")
}

@Test("words that came back are shown under what was asked, with where they are kept")
func draftLines() {
    let text = QuestionText(times: Fixture.times(), book: Evening.book(), zone: Evening.berlin)
    var words = ReturnedWords()
    words.text = "The cat."
    #expect(
        DraftWords.lines(
            words, asked: "What made you laugh?", question: nil, text, path: "/x/7")
            == [
                "What made you laugh?", "", "  The cat.", "",
                "The question has closed. Your words are yours alone and kept in /x/7",
            ])
    words.text = ""
    words.choices = [1]
    #expect(
        DraftWords.lines(words, asked: "Which?", question: nil, text, path: "") == [
            "Which?", "", "  1", "", "The question has closed. This is yours alone.",
        ])
}

@Test("yes and no are told apart, anything else is neither")
func yesAndNo() {
    for line in ["yes\n", "Y", " yes "] { #expect(Words.english.yesOrNo(line) == true) }
    for line in ["no\n", "N"] { #expect(Words.english.yesOrNo(line) == false) }
    for line in ["", "\n", "maybe", "yesno", "yes y"] {
        #expect(Words.english.yesOrNo(line) == nil)
    }
}

/// Who may do what with a file.
private func mode(_ path: String) -> mode_t {
    var about = stat()
    return stat(path, &about) == 0 ? about.st_mode & 0o777 : 0
}
