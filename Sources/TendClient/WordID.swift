/// The ids of the catalogue's sentences, grouped by where they are said. The name tells what a
/// sentence is for; the catalogue tells what it says.
public enum WordID: String, CaseIterable, Sendable {
    // The command line
    case verbUnknown, verbUnknownNear, verbUnfinished
    case flagUnknown, flagUnknownNear, flagNeedsValue, flagTakesNone, flagTwice
    case argumentMissing, argumentUnexpected
    case countInvalid, durationInvalid, durationMissing
    case helpUsage, helpFlags, helpExamples, helpGlobal, helpTitle, helpMore, helpAllMore
    case helpRitual, helpQuiet, helpRemind, version
    case groupDaily, groupJoining, groupWords, groupTime, groupReminders, groupEngine

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
    case reasonOwnInvite, reasonSheetChanged, reasonAlreadyTied, reasonLevelOutOfRange
    case reasonQuestionOver, reasonConsentUnconfirmed, reasonNothingToAsk, reasonChoiceInvalid
    case reasonOfferOver

    // Refusals by status code, where no reason came along
    case statusCancelled, statusInvalid, statusNotFound, statusDenied, statusExhausted
    case statusExhaustedWait, statusPrecondition, statusUnimplemented, statusInternal
    case statusUnavailable, statusUnauthenticated, statusOther

    // Names of fields and parts in sentences
    case fieldName, fieldZone, fieldLanguage, fieldNote, fieldCode, fieldDeviceName
    case fieldWeekdays, fieldInterval, fieldTime, fieldSnooze, fieldDevice, fieldReminder
    case fieldText, fieldChoices, fieldTitle, fieldLevel, fieldTopic, fieldKind, fieldQuiet
    case fieldThing
    case partGateway, partProfile, partReminder, partPrompt

    // What to do next, joining, me, devices
    case nextNotJoined
    case joined, joinedInvited, joinedDevice, joinedElsewhere, joinHere, joinNameMissing
    case meZone, meZoneUnknownHere, meLanguage, meQuiet
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
    case outputFailed, outputMissing
    case reminderMade, reminderMoved, remindersNone, remindersOver, reminderRow, reminderRowPlain
    case rowDue, rowShown, rowSnoozed, rowDone, rowSkipped, rowLapsed, rowCancelled, rowNever
    case showWhen, showNext, showState
    case stateScheduled, stateDue, stateShown, stateSnoozed, stateDone, stateSkipped
    case stateLapsed, stateCancelled
    case saidDone, saidSkipped, saidCancelled, saidSnoozed, saidNext
    case letterUnknown, letterNone, letterBad, letterOther, targetMissing, nothingOpen
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

    // The page of today
    case partMorning, partAfternoon, partEvening, partNight
    case nearToday, nearTomorrow, nearTime
    case sinceMorning, sinceAfternoon, sinceEvening, sinceNight, sinceYesterday, sinceDay
    case todayWho, todayDay, todayRow, todayTimed, todayVerb
    case todayToRead, todayTogether, todayOwn, todayQuiet
    case todayAccepted, todayReturned, todayRevealedBoth, todayRevealedAll
    case todayAlone, todayInvited, todaySaidYes
    case todayAll, todayMore, todayMoreLater, todayEmpty, todayEmptyElse
    case missingTies, missingQuestions, missingReminders, missingSome, missingAll
    case howRead, howConfirm, howDone, howDraft, howNothing

    // Questions, answers and shares
    case withNames, withSomebody, somebody, openUntil, optionRow, scaleEnds, scaleChosen
    case howWrite, howSpoken, howScale, howChoose, howChooseSome, howSealed
    case sealedUntilBoth, sealedUntilAll, answerAloud, authorYou, authorUnknown
    case questionsNone, questionsSeveral, sealedNone
    case choiceOfWords, choiceScale, choiceOne, choiceSome
    case saidSealedBoth, saidSealedAll, saidRevealedBoth, saidRevealedAll, saidWithdrawn
    case saidPassed, saidShared
    case sharedThought, sharedGoodNews, sharedThanks, shareTwoKinds
    case whyNothing, whyLevelFits, whyStepIsSmall, whyKindFits, whyNotAskedBefore
    case whyLeastRecent, whyTurnOfLevel, whyLighterAfterDeep, whyGentlerWords

    // Words from standard input or an editor
    case wordsNotHere, wordsEmpty, wordsTooLong, wordsKept, interrupted
    case editorWritten, editorSpoken, editorShare, editorEnded, editorNotText
    case draftsNone, draftsSeveral, draftsSeveralKept, draftWhich
    case draftShown, draftKept, draftUnnamed
    case askAgain, yesNeeded, spellingsYes, spellingsNo

    // Ties and invitations
    case listSemicolon
    case tiesNone, tiesNoneNow, tieEnded, nobodyNamed, nobodyNamedNear, nameAmbiguous, nameTwice,
        nameMissing
    case tieRow, tieRowEnded, tieHeading
    case kindOther, kindPartner, kindFriend, kindFamily, kindChosenFamily, kindUnknown
    case spellingPartner, spellingFriend, spellingFamily, spellingChosenFamily, spellingOther
    case levelNever, levelEasy, levelPersonal, levelFeelings, levelTender, levelBare, levelBad
    case topicAny, topicEveryday, topicPlay, topicAppreciation, topicFeelings, topicMemories
    case topicHopes, topicWorries, topicTrust, topicRepair, topicFuture, topicPhysical
    case topicUnknown, topicUnknownNear
    case goesFar, goesAsFarAs, goesForTopic, goesNever
    case pillarVulnerability, pillarTime, pillarSelfCare, pillarUnreached, pillarTimeNone
    case pillarTimeRow, pillarTimeMore, pillarSelfCareApart
    case withFlag, withNever, withNeverAny, withFar, withUnknown
    case saidFar, askLeave, askLeaveAll, saidStayed, saidLeft
    case sheetTitle, sheetWho, sheetOperator, sheetSomebody, sheetSeen, sheetUnseen, sheetLeave
    case sheetNewer, sheetWrong, sheetUnread
    case inviteCode, inviteWaits, inviteLater, inviteStays, invitesNone, inviteRowOpen
    case inviteRowAccepted, inviteNotYet, inviteConfirmed, inviteGone, inviteExpired
    case askIsItThem, saidTied, saidNotThem, saidInviteCancelled
    case askAccept, saidAccepted, saidAlreadyTied, saidTieOver, saidNotAccepted

    // Time together and quiet hours
    case offerUnknown, offerMine, offerTheirs, offerWith, offerElsewhere, offerElsewhereDay
    case offerRow, offerAsks, offerRepeats, offerWhenRepeats, offersNone, offersNobody
    case everyDay, everyDays, everyWeek, everyWeeks
    case offerTimeMissing, titleMissing, titleLines, titleTooLong, ritualOnce
    case exampleName, exampleOffer, exampleRitual
    case saidOffered, saidAgreed, saidYes, saidNo, saidOfferEnded
    case costBad, costNothing, costLittle, costSome, costMore, ideasNone, ideaAside
    case quietWindow, quietRow, quietNone, quietAdded, quietRemoved, quietEmpty
}
