/// The ids of the catalogue's sentences, grouped by where they are said. The name tells what a
/// sentence is for; the catalogue tells what it says.
public enum WordID: String, CaseIterable, Sendable {
    // The command line
    case verbUnknown, verbUnknownNear, verbUnfinished
    case flagUnknown, flagUnknownNear, flagNeedsValue, flagTakesNone, flagTwice
    case argumentMissing, argumentUnexpected
    case countInvalid, durationInvalid, durationMissing
    case helpUsage, helpFlags, helpExamples, helpGlobal, helpTitle, helpMore, helpAllMore, version
    case groupDaily, groupJoining, groupReminders, groupEngine

    // Reaching the gateway
    case gatewayBad, gatewayPlain, gatewayUnreachable, gatewayRefusesHello, viaFailed
    case connectionLost, answerLate, loopFailed
    case addressNoPort, addressBadPort, addressBadHost, addressUnbracketed, addressNoPath
    case addressPathTooLong

    // Who is asking
    case identityNameBad, identityMissing, identityNamedMissing, identitySeveral
    case identityExists, identityDamaged, fileNotPrivate, fileFailed, folderUnknown
    case keyFileBad, keyRefused

    // Refusals by reason
    case reasonUnspecified, reasonNotThere, reasonCodeWrong, reasonCodeExpired, reasonCodeUsed
    case reasonTooManyTries, reasonCodeMalformed, reasonDeviceUnknown, reasonZoneUnknown
    case reasonFieldMissing, reasonTooLong, reasonNotUTF8, reasonFieldInvalid, reasonNameInvalid
    case reasonLanguageInvalid
    case reasonTimePast
    case reasonNeverDue, reasonTooMany, reasonKeyReused, reasonKeyTooOld, reasonKeyMissing
    case reasonDiskFull, reasonServiceDown, reasonOccurrenceOver, reasonMalformed
    case reasonClockBackwards, reasonMessageTooLarge

    // Refusals by status code, where no reason came along
    case statusCancelled, statusInvalid, statusNotFound, statusDenied, statusExhausted
    case statusExhaustedWait, statusPrecondition, statusUnimplemented, statusInternal
    case statusUnavailable, statusUnauthenticated, statusOther

    // Names of fields and parts in sentences
    case fieldName, fieldZone, fieldLanguage, fieldNote, fieldCode, fieldDeviceName
    case fieldWeekdays, fieldInterval, fieldTime, fieldSnooze, fieldDevice, fieldReminder
    case partGateway, partProfile, partReminder

    // What to do next, joining, me, devices
    case nextNotJoined, nextJoined
    case joined, joinedDevice, joinedElsewhere, joinHere, joinNameMissing
    case meZone, meZoneUnknownHere, meLanguage
    case deviceRow, deviceThis, deviceCode, deviceRevoked, deviceRevokedHere, deviceRevokeLast
    case devicesOne

    // Times
    case listOfSeveral, listComma
    case dateThisYear, dateOtherYear, dateAndTime, dateInUTC, dateInZone
    case zoneTime, zoneFloating, lengthAWhile, lengthSeconds, lengthMinutes, lengthHours, lengthDays
    case scheduleDay, scheduleDays, scheduleWeek, scheduleWeeks, scheduleWorkdays
    case scheduleOnce, scheduleNext, scheduleNextOther, scheduleOver
    case timeMissing, timeUnknown, timeUnknownNear, timeBad, timeDateBad, timeDayMissing
    case timeTooFar, timeUnitUnknown, timeRuleMissing, timeIntervalBad, timeExtra
    case zoneUnknown, zoneUnknownNear, zonesMissing

    // Reminders
    case noteEmpty, noteTooLong, argumentNotText, inputNotText, inputTooLong, inputFailed
    case outputFailed
    case reminderMade, reminderMoved, remindersNone, reminderRow, reminderRowPlain
    case rowDue, rowShown, rowSnoozed, rowDone, rowSkipped, rowLapsed, rowCancelled, rowNever
    case showWhen, showNext, showState
    case stateScheduled, stateDue, stateShown, stateSnoozed, stateDone, stateSkipped
    case stateLapsed, stateCancelled
    case saidDone, saidSkipped, saidCancelled, saidSnoozed, saidNext
    case letterUnknown, letterNone, letterBad, targetMissing, nothingOpen
    case occurrenceBad, occurrenceTwice
    case auditRow, auditNone, auditSent, auditSentAgain, auditShown, auditSnoozed, auditDone
    case auditSkipped, auditMissed, auditLapsed

    // Watching
    case watchBegins, watchLost, watchBack, watchDelivery, watchLate, watchSnoozed, watchMissed
    case watchNoNotifier, watchExecFailed, notification

    // The engine
    case healthWell, healthPartly, healthRow, healthServing, healthReadOnly, healthDraining
    case healthUnreachable
    case methodUnknown, methodUnknownNear, methodsHint, describeExample, callInput
    case replyUnreadable
}
