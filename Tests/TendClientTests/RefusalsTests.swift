import Codec
import Contracts
import RPC
import TendClient
import Testing

private func said(
    _ code: StatusCode, _ reason: Reason = .unspecified, field: String = "", limit: Int64 = 0,
    retryAfterMs: Int64? = nil
) -> (ExitCode, String) {
    let refusal = Refusal(reason, field: field, limit: limit)
    let error = RPCError(
        code, "", retryAfterMs: retryAfterMs,
        details: reason == .unspecified ? [] : refusal.encoded())
    let failure = Refusals(words: .english, host: "127.0.0.1:7400", voice: .device)
        .failure(error)
    return (failure.exit, Words.english.text(failure.phrase))
}

@Test("a refusal says which field, which limit, which part, how long")
func refusalsNameThings() {
    #expect(
        said(.invalidArgument, .tooLong, field: "note", limit: 1024)
            == (.refused, "The note is too long: at most 1024 bytes fit. Make it shorter."))
    #expect(
        said(.invalidArgument, .fieldInvalid, field: "language")
            == (.refused, "That is no tag of a language. Write one such as en, de or pt-BR."))
    #expect(
        said(.invalidArgument, .fieldMissing, field: "shoe_size")
            == (.refused, "shoe_size is missing. Add it and try again."))
    #expect(
        said(.unavailable, .serviceDown, field: "reminder")
            == (
                .refused,
                "The part that keeps reminders (reminder) does not answer just now. Nothing is"
                    + " lost; try again in a moment."
            ))
    #expect(
        said(.resourceExhausted, .tooManyTries, retryAfterMs: 3_600_000)
            == (
                .refused,
                "There were many wrong codes lately. Wait 1 hour, then try again."
            ))
    #expect(
        said(.resourceExhausted, .tooManyTries)
            == (
                .refused,
                "There were many wrong codes lately. Wait a little, then try again."
            ))
    #expect(
        said(.resourceExhausted, retryAfterMs: 2000)
            == (
                .refused,
                "The server has a lot to do just now. Try again in 2 seconds."
            ))
}

@Test("what is said of a code or of nothing to ask is true however it came about")
func trueHowever() {
    #expect(
        said(.failedPrecondition, .codeExpired, field: "code").1
            == "This code is not good any more: its time is over, or it was taken back. Ask for a"
            + " new one.")
    #expect(
        said(.notFound, .codeWrong, field: "code").1
            == "There is no such code. Read it once more, or ask for a new one.")
    // Nothing in it hints at what the other did.
    #expect(
        said(.failedPrecondition, .nothingToAsk).1
            == "No other question fits just now. There will be one another day.")
}

@Test("an answer that never comes is told apart from a refusal")
func unreachable() {
    #expect(said(.unavailable).0 == .unreachable)
    #expect(said(.deadlineExceeded).0 == .refused)
    #expect(said(.unavailable, .serviceDown, field: "profile").0 == .refused)
}

@Test("a caller whom the gateway does not know is told what to do, by who they are")
func unknownCallers() {
    let rows: [(Refusals.Voice, WordID)] = [
        (.device, .reasonDeviceUnknown), (.key, .keyRefused), (.nobody, .statusUnauthenticated),
    ]
    for (voice, word) in rows {
        let refusals = Refusals(words: .english, host: "", voice: voice)
        for details in [[], Refusal(.deviceUnknown).encoded()] {
            let error = RPCError(.unauthenticated, "", details: details)
            #expect(refusals.failure(error) == Failure(.refused, word))
        }
    }
}

@Test("every status code ends in a sentence")
func everyCode() {
    for code in StatusCode.allCases where code != .ok {
        #expect(!said(code).1.isEmpty)
    }
}

@Test("details that are no refusal are left aside")
func strangeDetails() {
    let error = RPCError(.notFound, "x", details: [0xFF, 0xFF, 0xFF])
    let failure = Refusals(words: .english, host: "", voice: .device).failure(error)
    #expect(failure == Failure(.refused, .statusNotFound))
}
