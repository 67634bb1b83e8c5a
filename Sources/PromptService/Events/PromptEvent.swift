import Codec
import Host

/// Something that happened to the state: the result of a decision.
package protocol PromptEvent: Event where State == PromptState {}

extension PromptState {
    /// What the journal is replayed with.
    public static var events: EventTable<PromptState> {
        var table = EventTable<PromptState>()
        table.add(FactHeard<PromptState>.self)
        table.add(SeedChosen.self)
        table.add(QuestionOpened.self)
        table.add(TickSkipped.self)
        table.add(AnswerSealed.self)
        table.add(AnswerWithdrawn.self)
        table.add(QuestionPassed.self)
        table.add(QuestionRevealed.self)
        table.add(QuestionEnded.self)
        table.add(QuestionRead.self)
        table.add(WordsTaken.self)
        table.add(RevealsSettled.self)
        table.add(ShareMade.self)
        table.add(SharesLooked.self)
        table.add(ShareRead.self)
        table.add(TieClosed.self)
        return table
    }
}
