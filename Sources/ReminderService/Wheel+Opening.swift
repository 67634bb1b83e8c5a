/// Opening slots in the order of their seconds, and preparing those ahead.
extension Wheel {
    /// Takes rows from the front. Those of a second opened in part wait for the rest of it.
    mutating func takeFront(
        through now: Int64, _ room: inout Int, _ moves: inout Int, into due: inout [UInt32]
    ) {
        let end = min(now, cursor * 1000 - 1)
        while room > 0, moves > 0, let first = front.first, first.dueMs <= end {
            let row = first.entry.row
            let isStale = first.isStale(rows)
            front.removeFirst(isStale: isStale)
            if isStale {
                moves -= 1
                continue
            }
            rows.setPlace(row, WheelRows.nowhere)
            count -= 1
            room -= 1
            due.append(row)
        }
    }

    /// Moves the cursor on: to the next second that holds something, or to the next change of phase.
    mutating func openNext(through target: Int64, _ moves: inout Int) {
        enterPhase(&moves)
        guard moves > 0, prepareNow(&moves) else { return }
        let phaseEnd = nextPhase
        if let step = secondStep, cursor + Int64(step) < min(phaseEnd, target + 1) {
            cursor += Int64(step)
            let slot = Wheel.remainder(cursor, 3600)
            while let entry = slots[slot].takeLive(rows, at: UInt16(slot), &moves) {
                rows.setPlace(entry.row, WheelRows.inFront)
                front.insert(DueHeap.Item(dueMs: rows.dueMs(entry.row), entry: entry))
            }
            guard slots[slot].isEmpty else { return }
            close(slot)
            cursor += 1
        } else if slots[Wheel.held].isEmpty, let next = nextOpenSecond {
            // Nothing before it, in any level.
            moves -= 1
            jump(to: min(next, target + 1))
        } else if slots[Wheel.held].isEmpty {
            jump(to: target + 1)
        } else {
            moves -= 1
            cursor = min(phaseEnd, target + 1)
        }
    }

    mutating func jump(to second: Int64) {
        cursor = second
        if Wheel.quotient(second, Wheel.secondsPerHour) != hour || !isEarly { enterHour() }
    }

    /// When the cursor next enters the last five minutes of its hour, or the next hour.
    var nextPhase: Int64 {
        let end = (hour + 1) * Wheel.secondsPerHour
        return isEarly ? end : end - Wheel.leadSeconds
    }

    /// Sets what depends on the cursor when it has reached another phase. What was held for the end
    /// of this hour must be in its slots before the end of the next can be held.
    mutating func enterPhase(_ moves: inout Int) {
        guard cursor >= nextPhase else { return }
        if !isEarly, !drain(Wheel.held, &moves) { return }
        enterHour()
    }

    mutating func enterHour() {
        hour = Wheel.quotient(cursor, Wheel.secondsPerHour)
        day = Wheel.quotient(cursor, Wheel.secondsPerDay)
        month = Wheel.month(ofSecond: cursor)
        let hourEnd = (hour + 1) * Wheel.secondsPerHour
        isEarly = cursor >= hourEnd - Wheel.leadSeconds
        horizons.seconds = isEarly ? hourEnd + Wheel.secondsPerHour - Wheel.leadSeconds : hourEnd
        horizons.hours = (day + 2) * Wheel.secondsPerDay
        horizons.days = Wheel.firstSecond(ofMonth: month + 13)
    }

    /// Brings everything that is due in this hour down to level 0; false when the moves ran out.
    mutating func prepareNow(_ moves: inout Int) -> Bool {
        drainMonths(through: month, &moves) && drain(daySlot(day), &moves)
            && drain(hourSlot(hour), &moves)
    }

    /// Brings down what can be brought down ahead of time; false when the moves ran out.
    mutating func prepare(_ moves: inout Int) -> Bool {
        enterPhase(&moves)
        guard moves > 0, prepareNow(&moves) else { return false }
        let hourIsDone = isEarly ? drain(hourSlot(hour + 1), &moves) : drain(Wheel.held, &moves)
        return hourIsDone && drain(daySlot(day + 1), &moves)
            && drainMonths(through: month + 12, &moves)
    }

    /// Places every entry of a slot anew; false when the moves ran out.
    mutating func drain(_ slot: Int, _ moves: inout Int) -> Bool {
        if slots[slot].isEmpty { return true }
        while let entry = slots[slot].takeLive(rows, at: UInt16(slot), &moves) { place(entry) }
        guard slots[slot].isEmpty else { return false }
        close(slot)
        return true
    }

    mutating func drainMonths(through last: Int, _ moves: inout Int) -> Bool {
        while let first = months.first, first.month <= last {
            while let entry = months[0].slot.takeLive(rows, at: WheelRows.inMonth, &moves) {
                place(entry)
            }
            guard months[0].slot.isEmpty else { return false }
            months.removeFirst()
        }
        return true
    }

    mutating func close(_ slot: Int) {
        slots[slot].release()
        occupied.clear(slot)
    }
}

/// Finding the next slot in use.
extension Wheel {
    var secondStep: Int? {
        occupied.firstStep(inRing: 0..<3600, from: Wheel.remainder(cursor, 3600))
    }

    var hourStep: Int? {
        occupied.firstStep(inRing: Wheel.hours, from: hourSlot(hour))
    }

    var dayStep: Int? {
        occupied.firstStep(inRing: Wheel.days, from: daySlot(day))
    }

    /// The beginning of the first slot in use, not before the cursor.
    var nextOpenSecond: Int64? {
        var next = Int64.max
        if let step = secondStep { next = cursor + Int64(step) }
        if !slots[Wheel.held].isEmpty { next = min(next, nextPhase) }
        if let step = hourStep { next = min(next, (hour + Int64(step)) * Wheel.secondsPerHour) }
        if let step = dayStep { next = min(next, (day + Int64(step)) * Wheel.secondsPerDay) }
        if let first = months.first { next = min(next, Wheel.firstSecond(ofMonth: first.month)) }
        return next == .max ? nil : max(next, cursor)
    }
}
