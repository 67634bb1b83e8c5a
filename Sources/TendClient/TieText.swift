import CivilTime
import Contracts

/// What a person reads about their ties.
package struct TieText {
    /// Says times.
    package let times: Times
    /// Where the person lives.
    package let zone: String

    package init(times: Times, zone: String) {
        self.times = times
        self.zone = zone
    }

    private var words: Words { times.words }

    /// The rows of bare `tend with`.
    package func list(_ book: TieBook) -> [String] {
        if book.ties.isEmpty { return [words.text(.tiesNone)] }
        return book.ties.map { tie in
            words.text(
                tie.state == .ended ? .tieRowEnded : .tieRow,
                [
                    "names": book.names(tie), "kind": words.kind(tie.kind),
                    "since": date(tie.sinceMs),
                ])
        }
    }

    /// A tie: the three pillars, each in a line.
    package func page(_ tie: Tie, _ today: TodayReply) -> [String] {
        let book = TieBook(today.ties?.ties ?? [tie], words: words)
        let heading = words.text(
            .tieHeading,
            [
                "names": book.names(tie), "kind": words.kind(tie.kind),
                "since": date(tie.sinceMs),
            ])
        let pillars: [(WordID, [String])] = [
            (.pillarVulnerability, [ceilings(tie)]), (.pillarTime, time(tie, today, book)),
            (.pillarSelfCare, [words.text(.pillarSelfCareApart)]),
        ]
        let labels = pillars.map { words.text($0.0) }
        let width = (labels.map(Columns.width).max() ?? 0) + 2
        return [heading]
            + zip(labels, pillars).flatMap { label, pillar in
                pillar.1.enumerated().flatMap { index, line in
                    Columns.hanging(Columns.padded(index == 0 ? label : "", to: width), line)
                }
            }
    }

    private func date(_ ms: Int64) -> String {
        guard let local = times.local(ms, in: zone) else { return times.moment(ms, in: zone) }
        return times.date(local.date)
    }

    /// How far the person goes, in words: the rule first, then what differs from it.
    package func ceilings(_ tie: Tie) -> String {
        let usual = tie.ceilings.first { $0.topic == .any }?.level ?? 0
        var parts = [words.text(.goesAsFarAs, ["level": words.level(usual)])]
        for ceiling in tie.ceilings where ceiling.topic != .any {
            // Closed is how physical closeness begins; there is nothing to say of it.
            if ceiling.topic == .physical, ceiling.level == 0 { continue }
            parts.append(
                words.text(
                    ceiling.level == 0 ? .goesNever : .goesForTopic,
                    ["topic": words.topic(ceiling.topic), "level": words.level(ceiling.level)]))
        }
        return words.text(
            .goesFar, ["parts": parts.joined(separator: words.text(.listSemicolon))])
    }

    /// Time together, and in a line of its own that there is more.
    private func time(_ tie: Tie, _ today: TodayReply, _ book: TieBook) -> [String] {
        guard let list = today.offers else { return [words.text(.pillarUnreached)] }
        let text = OfferText(times: times, book: book, zone: zone)
        let offers = list.offers.filter {
            $0.tieID == tie.id && ($0.state == .waiting || $0.state == .agreed)
                && $0.nextDueAtMs != 0 && $0.mine != .no
        }
        if offers.isEmpty { return [words.text(.pillarTimeNone)] }
        let said = offers.prefix(TieText.offersMax).map {
            words.text(
                .pillarTimeRow, ["when": text.when($0), "what": text.what($0) + text.repeats($0)])
        }
        return [said.joined(separator: words.text(.listSemicolon))]
            + (offers.count > said.count ? [words.text(.pillarTimeMore)] : [])
    }

    /// Times said; the others stand in a list of their own.
    private static let offersMax = 3
}
