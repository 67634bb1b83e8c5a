import Codec
import Contracts
import Host

/// A question was put to a tie. Holds its words and why it was chosen, so that no catalogue is
/// needed to read it again.
package struct QuestionOpened: PromptEvent {
    package static let recordType: UInt8 = 17

    package var id: UInt64 = 0
    package var tieID: UInt64 = 0
    /// The people of the tie, in its order.
    package var people: [UInt64] = []
    package var promptID = ""
    package var text = ""
    package var options: [String] = []
    package var topic = Topic.any
    package var level: Int32 = 0
    package var type = PromptType.written
    package var rules: [WhyRule] = []
    /// The how manieth question of the tie it is, from 0.
    package var draw: UInt32 = 0
    /// The day it is for, from 0, plus one; 0 for one that somebody asked for.
    package var dayNumber: Int64 = 0
    package var atMs: Int64 = 0
    package var expiresAtMs: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .tie)
        try v.fixed64(2, "tie_id", &tieID, .id, seenBy: .tie)
        try v.field(
            3, "people", &people, .id(items: Contracts.Limits.tieMembersMax), seenBy: .service)
        try v.field(4, "prompt_id", &promptID, .text(max: 64), seenBy: .service)
        try v.field(
            5, "text", &text, .text(max: Contracts.Limits.promptBytesMax), seenBy: .tie)
        try v.field(
            6, "options", &options,
            .text(max: Contracts.Limits.optionBytesMax, items: Contracts.Limits.optionsMax),
            seenBy: .tie)
        try v.field(7, "topic", &topic, .plain, seenBy: .tie)
        try v.field(8, "level", &level, .plain, seenBy: .tie)
        try v.field(9, "type", &type, .plain, seenBy: .tie)
        try v.field(10, "rules", &rules, .items(16), seenBy: .tie)
        try v.field(11, "draw", &draw, .plain, seenBy: .service)
        try v.field(12, "day_number", &dayNumber, .plain, seenBy: .service)
        try v.field(13, "at_ms", &atMs, .plain, seenBy: .service)
        try v.field(14, "expires_at_ms", &expiresAtMs, .plain, seenBy: .tie)
    }

    package func apply(to state: inout PromptState) {
        state.open(
            StoredQuestion(
                id: id, tieID: tieID, promptID: promptID, text: text, options: options,
                topic: topic, level: level, type: type, rules: rules, isDaily: dayNumber > 0,
                expiresAtMs: expiresAtMs,
                seats: people.map { StoredQuestion.Seat(person: $0) }),
            draw: draw)
        guard dayNumber > 0 else { return }
        state.ties[tieID]?.lastTick = dayNumber &- 1
        state.ties[tieID]?.lastDailyAtMs = atMs
    }
}
