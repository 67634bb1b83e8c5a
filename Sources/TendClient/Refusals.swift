import Codec
import Contracts
import RPC

/// Turns an error of a call into a sentence with what to do, and an exit code.
package struct Refusals {
    /// The catalogue.
    package let words: Words
    /// The address or command that was tried, for sentences.
    package let host: String
    /// Whether a command led there.
    package let isVia: Bool
    /// Who spoke.
    package let voice: Voice

    /// Who speaks to the gateway.
    package enum Voice {
        /// A device of a person.
        case device
        /// The operator's key.
        case key
        /// Nobody in particular.
        case nobody
    }

    package init(words: Words, host: String, isVia: Bool = false, voice: Voice) {
        self.words = words
        self.host = host
        self.isVia = isVia
        self.voice = voice
    }

    /// How the verb ends.
    package func failure(_ error: RPCError) -> Failure {
        if error.code == .unauthenticated {
            return Failure(.refused, unknownCaller)
        }
        if let refusal = Refusal(of: error), refusal.reason != .unspecified {
            return Failure(.refused, Refusals.word(refusal), values(refusal, error))
        }
        switch error.code {
        // It answered HELLO, and cannot say now who this is.
        case .unavailable where error.neverSent && error.retryAfterMs != nil:
            return Failure(.refused, .statusUnavailable)
        case .unavailable where error.neverSent, .deadlineExceeded where error.neverSent:
            return Failure(
                .unreachable, isVia ? .viaFailed : .gatewayUnreachable, ["address": host])
        case .unavailable: return Failure(.unreachable, .connectionLost)
        case .deadlineExceeded: return Failure(.refused, .answerLate)
        case .failedPrecondition where error.neverSent:
            return Failure(.unreachable, .gatewayRefusesHello, ["address": host])
        case .resourceExhausted:
            guard let ms = error.retryAfterMs, ms > 0 else {
                return Failure(.refused, .statusExhausted)
            }
            return Failure(.refused, .statusExhaustedWait, ["wait": length(ms)])
        default: return Failure(.refused, Refusals.word(error.code))
        }
    }

    private var unknownCaller: WordID {
        switch voice {
        case .device: .reasonDeviceUnknown
        case .key: .keyRefused
        case .nobody: .statusUnauthenticated
        }
    }

    private func values(_ refusal: Refusal, _ error: RPCError) -> [String: String] {
        let name = Printable.line(refusal.field)
        return [
            "field": Refusals.field(name).map { words.text($0) } ?? name,
            "part": Refusals.part(name).map { words.text($0) } ?? name,
            "limit": String(refusal.limit),
            "wait": error.retryAfterMs.map(length) ?? words.text(.lengthAWhile),
        ]
    }

    private func length(_ ms: Int64) -> String { Times.length(ms: ms, words) }

    /// The sentence of a refusal: its reason's, or a plainer one where the field tells more.
    private static func word(_ refusal: Refusal) -> WordID {
        switch (refusal.reason, refusal.field) {
        case (.fieldInvalid, "name"), (.fieldInvalid, "device_name"): .reasonNameInvalid
        case (.fieldInvalid, "language"): .reasonLanguageInvalid
        default: word(refusal.reason)
        }
    }

    /// The sentence of each reason.
    package static func word(_ reason: Reason) -> WordID {
        switch reason {
        case .unspecified: .reasonUnspecified
        case .notThere: .reasonNotThere
        case .codeWrong: .reasonCodeWrong
        case .codeExpired: .reasonCodeExpired
        case .codeUsed: .reasonCodeUsed
        case .tooManyTries: .reasonTooManyTries
        case .codeMalformed: .reasonCodeMalformed
        case .deviceUnknown: .reasonDeviceUnknown
        case .zoneUnknown: .reasonZoneUnknown
        case .fieldMissing: .reasonFieldMissing
        case .tooLong: .reasonTooLong
        case .notUTF8: .reasonNotUTF8
        case .fieldInvalid: .reasonFieldInvalid
        case .timePast: .reasonTimePast
        case .neverDue: .reasonNeverDue
        case .tooMany: .reasonTooMany
        case .keyReused: .reasonKeyReused
        case .keyTooOld: .reasonKeyTooOld
        case .keyMissing: .reasonKeyMissing
        case .diskFull: .reasonDiskFull
        case .serviceDown: .reasonServiceDown
        case .occurrenceOver: .reasonOccurrenceOver
        case .malformed: .reasonMalformed
        case .clockBackwards: .reasonClockBackwards
        case .messageTooLarge: .reasonMessageTooLarge
        case .ownInvite: .reasonOwnInvite
        case .sheetChanged: .reasonSheetChanged
        case .alreadyTied: .reasonAlreadyTied
        case .levelOutOfRange: .reasonLevelOutOfRange
        case .questionOver: .reasonQuestionOver
        case .consentUnconfirmed: .reasonConsentUnconfirmed
        case .nothingToAsk: .reasonNothingToAsk
        case .choiceInvalid: .reasonChoiceInvalid
        case .offerOver: .reasonOfferOver
        }
    }

    /// The sentence of each status code, where no reason came along.
    package static func word(_ code: StatusCode) -> WordID {
        switch code {
        case .cancelled, .aborted: .statusCancelled
        case .invalidArgument, .outOfRange: .statusInvalid
        case .notFound: .statusNotFound
        case .permissionDenied: .statusDenied
        case .resourceExhausted: .statusExhausted
        case .failedPrecondition, .alreadyExists: .statusPrecondition
        case .unimplemented: .statusUnimplemented
        case .internal, .dataLoss: .statusInternal
        case .unavailable, .deadlineExceeded: .statusUnavailable
        case .unauthenticated: .statusUnauthenticated
        case .ok, .unknown: .statusOther
        }
    }

    /// What a person calls a field of a request.
    package static func field(_ name: String) -> WordID? {
        switch name {
        case "name": .fieldName
        case "zone", "schedule.zone": .fieldZone
        case "language": .fieldLanguage
        case "note": .fieldNote
        case "code": .fieldCode
        case "device_name": .fieldDeviceName
        case "weekdays", "schedule.weekdays": .fieldWeekdays
        case "interval", "schedule.interval": .fieldInterval
        case "local_start", "schedule.local_start", "at_ms", "schedule.at_ms", "schedule":
            .fieldTime
        case "for_ms": .fieldSnooze
        case "device_id": .fieldDevice
        case "occurrence", "occurrence.reminder_id": .fieldReminder
        case "text": .fieldText
        case "choices": .fieldChoices
        case "title": .fieldTitle
        case "level": .fieldLevel
        case "topic": .fieldTopic
        case "kind": .fieldKind
        case "windows": .fieldQuiet
        case "id", "tie_id", "question_id", "sheet_hash": .fieldThing
        default: nil
        }
    }

    /// What a person calls a part of Tend.
    package static func part(_ name: String) -> WordID? {
        switch name {
        case "gateway": .partGateway
        case "profile": .partProfile
        case "reminder": .partReminder
        case "prompt": .partPrompt
        default: nil
        }
    }
}

extension Refusal {
    /// The typed detail of an error, if it has one that can be read.
    package init?(of error: RPCError) {
        guard !error.details.isEmpty else { return nil }
        do {
            try self.init(decoding: error.details)
        } catch {
            return nil
        }
    }
}
