/// Bare `tend`: the same as `tend today`.
enum NextVerb {
    static let verb = Verb(in: .daily, run: TodayVerb.run)
}
