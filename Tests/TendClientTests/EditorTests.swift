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
        let words = editor.split(separator: " ").map(String.init)
        #expect(command(["EDITOR": editor]) == words + quiet + ["/x/words.txt"])
    }
    for editor in ["nano", "emacs -nw", "code --wait", "viper", "ed"] {
        let words = editor.split(separator: " ").map(String.init)
        #expect(command(["EDITOR": editor]) == words + ["/x/words.txt"])
    }
}

@Test("an editor that is more than plain words is parted by a shell")
func editorThroughAShell() {
    for editor in ["A=1 vim", "cat >x; :", "'my editor' -w", "vim -c 'set x'", "é"] {
        let end = command(["EDITOR": editor])
        #expect(Array(end.prefix(4)) == ["/bin/sh", "-c", editor + " \"$@\"", "sh"])
        #expect(end.last == "/x/words.txt")
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
    // Words that were not looked at stay before the new ones; those that were are replaced.
    try mine.keep("Anew.", .answer(7))
    #expect(try mine.words(.answer(7)) == "The cat.\nÉ\n\nAnew.")
    try mine.keep("Anew.", .answer(7), seen: "The cat.\nÉ\n\nAnew.")
    #expect(try mine.words(.answer(7)) == "Anew.")
    try mine.keep("For something.", .someAnswer(""))
    #expect(mine.questions == [7])
    #expect(try mine.words(Drafts.Purpose.answer(9).unnamed(typed: "")) == "For something.")
    #expect(try mine.words(Drafts.Purpose.share(9).unnamed(typed: "")) == nil)
    try mine.forget(.answer(7))
    #expect(mine.questions.isEmpty)
    #expect(try mine.words(.share(7)) == "For you.")
}

private func kept(_ questions: [UInt64], unnamed: Bool = false, newest: Bool = false)
    -> DraftWords.Kept
{
    DraftWords.Kept(
        questions: questions, hasUnnamed: unnamed, isUnnamedNewest: newest, folder: "f")
}

@Test("words that came back go before drafts, and several need a letter")
func whichDraft() throws {
    #expect(try DraftWords.pick(open: [], returned: [1], kept([2, 3])) == 1)
    #expect(try DraftWords.pick(open: [], returned: [], kept([2])) == 2)
    #expect(throws: Failure(.refused, .draftsNone)) {
        try DraftWords.pick(open: [], returned: [], kept([]))
    }
    #expect(throws: Failure(.usage, .draftsSeveral, ["folder": "f"])) {
        try DraftWords.pick(open: [], returned: [1, 2], kept([]))
    }
    #expect(throws: Failure(.usage, .draftsSeveralKept, ["folder": "f"])) {
        try DraftWords.pick(open: [], returned: [], kept([1, 2]))
    }
    #expect(DraftWords.joined("a", "") == "a")
    #expect(DraftWords.joined("a\n", "a") == "a\n")
    #expect(DraftWords.joined("", "b") == "b")
    #expect(DraftWords.joined("a", "b") == "a\n\nb")
}

@Test("words of which it could not be asked what they are for go to the one open question")
func unnamedDraft() throws {
    let asked = Evening.question(21)
    let sealed = Evening.question(25, mine: .sealed)
    let passed = Evening.question(26, mine: .passed)
    let fresh = kept([2], unnamed: true, newest: true)
    let pick = { (open: [Question], kept: DraftWords.Kept) throws(Failure) in
        try DraftWords.pick(open: open, returned: [3], kept)
    }
    #expect(try pick([asked, sealed], fresh) == 21)
    #expect(try pick([sealed, passed], fresh) == 25)
    #expect(try pick([asked], kept([2, 21])) == 21)
    #expect(try pick([asked, sealed], kept([2, 25])) == 25)
    // Of several it is for whoever wrote to say.
    #expect(throws: Failure(.usage, .draftWhich)) {
        try pick([asked, Evening.question(24, tie: 2)], fresh)
    }
    // Nothing is open: the newest goes first, and what came back has its letter.
    #expect(try pick([], fresh) == nil)
    #expect(try pick([passed], fresh) == nil)
    #expect(try pick([], kept([2], unnamed: true)) == 3)
    #expect(try pick([asked], kept([2])) == 3)
    #expect(
        try DraftWords.pick(open: [], returned: [], kept([], unnamed: true, newest: true)) == nil)
}

@Test("of a question's own words and those for no question the newer ones are meant")
func newestDraft() throws {
    let place = TemporaryFolder()
    let mine = Drafts(
        IdentityStore(folder: PrivateFolder(path: place.path + "/tend")), of: "ana")
    #expect(mine.place(of: .answer(7)) == .answer(7))
    #expect(!mine.has(.someAnswer("")))
    try mine.keep("Old.", .answer(7))
    #expect(mine.place(of: .answer(7)) == .answer(7))
    try mine.keep("New.", .someAnswer(""))
    setTime(mine.path(.answer(7)), 100)
    setTime(mine.path(.someAnswer("")), 200)
    #expect(mine.place(of: .answer(7)) == .someAnswer(""))
    #expect(DraftWords.Kept(mine).isUnnamedNewest)
    setTime(mine.path(.answer(7)), 300)
    #expect(mine.place(of: .answer(7)) == .answer(7))
    #expect(!DraftWords.Kept(mine).isUnnamedNewest)
    #expect(mine.place(of: .answer(8)) == .someAnswer(""))
    #expect(mine.place(of: .share(7)) == .share(7))
}

@Test("words that were meant for one person are never taken for another")
func apart() throws {
    let place = TemporaryFolder()
    let mine = Drafts(
        IdentityStore(folder: PrivateFolder(path: place.path + "/tend")), of: "ana")
    try mine.keep("For Ben.", .someShare("ben"))
    try mine.keep("For Dan.", .someShare("Dan"))
    for (typed, words) in [("Ben", "For Ben."), ("dan", "For Dan.")] {
        let found = mine.place(of: .share(7), typed: typed)
        #expect(found == .someShare(typed))
        #expect(try mine.words(found) == words)
    }
    #expect(mine.place(of: .share(7), typed: "cleo") == .share(7))
    #expect(mine.place(of: .share(7)) == .share(7))
    #expect(mine.place(of: .answer(7), typed: "ben") == .answer(7))
    // Those that were written for nobody in particular are for whoever is named then.
    try mine.keep("For somebody.", .someShare(""))
    #expect(mine.place(of: .share(7), typed: "cleo") == .someShare(""))
    #expect(mine.place(of: .share(7), typed: "ben") == .someShare("ben"))
    #expect(!mine.path(.someShare("../x")).hasSuffix("x"))
}

/// Sets when a file was written.
private func setTime(_ path: String, _ second: Int) {
    var times = [timespec(), timespec()]
    times[0].tv_sec = second
    times[1].tv_sec = second
    utimensat(AT_FDCWD, path, times, 0)
}

@Test("the command that brings words back can be typed as it stands")
func againIsTyped() throws {
    for (line, said) in [
        ("", "answer"), ("ben", "answer ben"), ("#123", "answer 123"), ("b", "answer b"),
    ] {
        let wish = try AnswerWish(line.split(separator: " ").map(String.init))
        #expect(AnswerVerb.again(wish) == said)
    }
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
