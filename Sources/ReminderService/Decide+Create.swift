import CivilTime
import Codec
import Contracts
import Host
import RPC

extension Decide {
    /// Makes a reminder.
    package func create(
        _ request: CreateReminder, random: inout some RandomNumberGenerator
    ) throws(RPCError) -> Decision {
        guard !request.note.isEmpty else { throw missing("note") }
        guard request.note.utf8.count <= Contracts.Limits.noteBytesMax else {
            throw .refused(
                .invalidArgument, .tooLong, field: "note",
                limit: Int64(Contracts.Limits.noteBytesMax))
        }
        var event = ReminderCreated()
        event.note = request.note
        event.person = person
        try plan(request.schedule, into: &event)
        guard book.activeCount(of: person) < Limits.pendingPerPersonMax else {
            throw .refused(
                .resourceExhausted, .tooMany, limit: Int64(Limits.pendingPerPersonMax))
        }
        guard !book.isFull else { throw .refused(.resourceExhausted, .tooMany) }
        repeat { event.id = random.next() } while event.id == 0 || book.row(of: event.id) != nil
        return Decision(events: [.created(event)], id: event.id)
    }

    func plan(
        _ rule: ScheduleRule, into event: inout ReminderCreated
    ) throws(RPCError) {
        guard rule.kindNumber.known != nil else { throw invalid("schedule.kind") }
        guard rule.frequencyNumber.known != nil else { throw invalid("schedule.frequency") }
        event.kind = rule.kind
        switch rule.kind {
        case .absolute: try planAbsolute(rule, into: &event)
        case .zoned: try planZoned(rule, into: &event)
        // A reminder that follows a person's travels would have to be planned anew with each of their
        // zone facts; to take it and fire by the old zone would be wrong without a word.
        case .floating: throw invalid("schedule.kind")
        }
    }

    private func planAbsolute(
        _ rule: ScheduleRule, into event: inout ReminderCreated
    ) throws(RPCError) {
        guard rule.frequency == .once else { throw invalid("schedule.frequency") }
        guard rule.atMs != 0 else { throw missing("schedule.at_ms") }
        let schedule = Schedule(start: .instant(ms: rule.atMs))
        do throws(ScheduleError) {
            _ = try schedule.validated()
        } catch {
            throw invalid("schedule.at_ms")
        }
        guard rule.atMs >= nowMs else {
            throw .refused(.invalidArgument, .timePast, field: "schedule.at_ms")
        }
        // As far as its place in a row goes: to the year 8920.
        guard rule.atMs &- StoredRule.firstMs < 1 << 48 else { throw invalid("schedule.at_ms") }
        event.start = rule.atMs
        event.firstMs = rule.atMs
    }

    private func planZoned(
        _ rule: ScheduleRule, into event: inout ReminderCreated
    ) throws(RPCError) {
        guard !rule.localStart.isEmpty else { throw missing("schedule.local_start") }
        guard let start = CivilDateTime(rule.localStart) else {
            throw invalid("schedule.local_start")
        }
        guard !rule.zone.isEmpty else { throw missing("schedule.zone") }
        let zone: TimeZoneData
        do throws(ZoneError) {
            zone = try zones.zone(rule.zone)
        } catch {
            throw .refused(.invalidArgument, .zoneUnknown, field: "schedule.zone")
        }
        let asked = Schedule(
            start: .zoned(start, zone: rule.zone), rule: try repeats(rule, from: start))
        let schedule: Schedule
        do throws(ScheduleError) {
            schedule = try asked.validated().schedule
        } catch {
            throw refusal(error)
        }
        guard let first = schedule.next(afterMs: nowMs &- 1, in: zone) else {
            if asked.rule == .once {
                throw .refused(.invalidArgument, .timePast, field: "schedule.local_start")
            }
            throw .refused(.invalidArgument, .neverDue, field: "schedule")
        }
        event.zone = rule.zone
        event.frequency = rule.frequency
        event.start = (schedule.startLocal ?? start).secondNumber
        if case .daily(let interval) = schedule.rule { event.interval = UInt32(interval) }
        if case .weekly(let interval, let days, _) = schedule.rule {
            event.interval = UInt32(interval)
            event.weekdays = UInt32(days.rawValue)
        }
        event.firstMs = first.instantMs
        event.firstShift =
            first.localDateTime.secondNumber &- first.instantMs.flooredSeconds
    }

    private func repeats(
        _ rule: ScheduleRule, from start: CivilDateTime
    ) throws(RPCError) -> Schedule.Rule {
        let interval = max(1, Int(rule.interval))
        if rule.frequency != .weekly && !rule.weekdays.isEmpty {
            throw invalid("schedule.weekdays")
        }
        switch rule.frequency {
        case .once:
            guard rule.interval <= 1 else { throw invalid("schedule.interval") }
            return .once
        case .daily:
            return .daily(interval: interval)
        case .weekly:
            var days = WeekdaySet()
            for number in rule.weekdays {
                guard let day = Weekday(rawValue: Int(number)) else {
                    throw invalid("schedule.weekdays")
                }
                days.insert(WeekdaySet(day))
            }
            if days.isEmpty { days = WeekdaySet(start.date.weekday) }
            return .weekly(interval: interval, on: days)
        }
    }

    private func refusal(_ error: ScheduleError) -> RPCError {
        switch error {
        case .interval(_, let most):
            .refused(
                .invalidArgument, .fieldInvalid, field: "schedule.interval", limit: Int64(most))
        case .noWeekdays: invalid("schedule.weekdays")
        case .malformedZone: .refused(.invalidArgument, .zoneUnknown, field: "schedule.zone")
        case .endsBeforeStart: .refused(.invalidArgument, .neverDue, field: "schedule")
        case .count, .instantOutOfRange, .instantCannotRepeat, .endWithoutRule:
            invalid("schedule")
        }
    }

    func missing(_ field: String) -> RPCError {
        .refused(.invalidArgument, .fieldMissing, field: field)
    }

    func invalid(_ field: String) -> RPCError {
        .refused(.invalidArgument, .fieldInvalid, field: field)
    }
}
