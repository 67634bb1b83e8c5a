import Contracts

/// The page of `tend today`: all that concerns a person today on 20 lines of 80 columns, the letters
/// of what can be answered, and nothing that is counted.
///
/// Where there is more than fits, each section gives way in turn and the last line says so.
package struct TodayPage {
    /// The lines, at most `linesMax`.
    package private(set) var lines: [String] = []
    /// What the letters on it stand for.
    package private(set) var things: [LetteredThing] = []

    /// Lines of a page.
    package static let linesMax = 20

    /// One thing on the page: lines for a given letter, of the same count whatever the letter is.
    struct Row {
        /// What its letter stands for; nil for a row without one.
        var thing: LetteredThing?
        /// How many lines it takes.
        var count = 1
        /// Its lines.
        let lines: (String) -> [String]

        /// A row of one line.
        init(_ thing: LetteredThing? = nil, _ line: @escaping (String) -> String) {
            self.thing = thing
            lines = { [line($0)] }
        }

        /// A row of several lines.
        init(_ thing: LetteredThing?, several: @escaping (String) -> [String]) {
            self.thing = thing
            count = several("a").count
            lines = several
        }
    }

    /// Rows under a title.
    struct Section {
        /// The line above; empty for none.
        var title = ""
        var rows: [Row] = []
        /// A line below the rows; empty for none.
        var footer = ""
        /// The verb that shows the rest; empty where there is none.
        var rest = ""
        /// Whether it asks for nothing, so that the day is an empty one all the same.
        var isAside = false
        /// How many of the rows fit.
        var shown = 0

        var frame: Int { (title.isEmpty ? 0 : 1) + (footer.isEmpty ? 0 : 1) }
    }

    /// The page of a reply, and of the yeses that were given here. Where Profile does not answer,
    /// times are told in `zone`.
    package init(
        _ reply: TodayReply, times: Times, zone: String, yeses: GivenYeses = GivenYeses()
    ) {
        let text = TodayText(reply, times: times, zone: zone, yeses: yeses)
        var sections = text.sections
        let room = TodayPage.linesMax - 3
        TodayPage.fit(&sections, into: room)
        lines = [text.header, ""]
        for section in sections where section.shown > 0 { add(section) }
        if let last = last(sections, text) { lines.append(last) }
    }

    /// Gives each section a row in turn, until nothing more fits.
    private static func fit(_ sections: inout [Section], into lines: Int) {
        var room = lines
        var closed: Set<Int> = []
        while closed.count < sections.count {
            for index in sections.indices where !closed.contains(index) {
                let section = sections[index]
                guard section.shown < section.rows.count else {
                    closed.insert(index)
                    continue
                }
                let need =
                    section.rows[section.shown].count + (section.shown == 0 ? section.frame : 0)
                guard need <= room else {
                    closed.insert(index)
                    continue
                }
                room -= need
                sections[index].shown += 1
            }
        }
    }

    private mutating func add(_ section: Section) {
        if !section.title.isEmpty { lines.append(section.title) }
        for row in section.rows.prefix(section.shown) {
            var letter = ""
            if let thing = row.thing {
                letter = Letters.letter(things.count)
                things.append(thing)
            }
            lines += row.lines(letter)
        }
        if !section.footer.isEmpty { lines.append(section.footer) }
    }

    private func last(_ sections: [Section], _ text: TodayText) -> String? {
        let words = text.words
        let cut = sections.filter { $0.shown < $0.rows.count }
        let rest = cut.map(\.rest).filter { !$0.isEmpty }
        if !rest.isEmpty {
            let verbs = rest.map { words.text(.todayVerb, ["verb": $0]) }
            return words.text(
                .todayMore, ["verbs": verbs.joined(separator: words.text(.listComma))])
        }
        if !cut.isEmpty { return words.text(.todayMoreLater) }
        if sections.contains(where: { !$0.isAside && !$0.rows.isEmpty }) {
            return words.text(.todayAll)
        }
        switch text.missing.count {
        case 0: return words.text(.todayEmpty)
        case TodayText.partsCount: return nil
        default: return words.text(.todayEmptyElse)
        }
    }
}
