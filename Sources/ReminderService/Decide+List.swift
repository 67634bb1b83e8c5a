import Codec
import Contracts
import Host
import RPC

extension Decide {
    /// One page of the caller's reminders, soonest first; the ended ones come last, the newest
    /// first.
    package func list(_ request: ListReminders) throws(RPCError) -> ReminderPage {
        var after: ListCursor?
        if !request.cursor.isEmpty {
            guard let cursor = ListCursor(request.cursor, for: person) else {
                throw .refused(.invalidArgument, .fieldInvalid, field: "cursor")
            }
            after = cursor
        }
        let largest = Contracts.Limits.remindersPerPageMax
        let most = request.pageSize == 0 ? largest : min(largest, Int(request.pageSize))
        var nearest = Nearest(most: most + 1)
        for row in book.activeRows(of: person) where mayTell(row) {
            nearest.offer(place(of: row), row, after: after)
        }
        if request.includeEnded {
            for row in book.endedRows(of: person) {
                nearest.offer(place(of: row), row, after: after)
            }
        }
        return page(nearest.found, most: most)
    }

    private func page(
        _ found: [(place: ListCursor, row: UInt32)], most: Int
    ) -> ReminderPage {
        var page = ReminderPage()
        var bytes = 0
        for (index, entry) in found.enumerated() {
            let reminder = book.view(entry.row, nowMs: nowMs, zones: zones)
            // With its tag and length.
            bytes += reminder.encodedSize + 6
            if index == most
                || (index > 0 && bytes > Limits.pageBytesMax)
            {
                page.nextCursor = found[index - 1].place.text(for: person)
                break
            }
            page.reminders.append(reminder)
        }
        return page
    }

    /// By when it next rings, or rang without being seen to the end.
    private func place(of row: UInt32) -> ListCursor {
        let reminder = book.rows[row]
        guard reminder.course == .active else {
            return ListCursor(isEnded: true, key: 0 &- reminder.nextMs, id: reminder.id)
        }
        var key = reminder.nextMs
        if let open = book.open(of: row) {
            switch open.phase {
            case .waiting: key = open.dueMs
            case .snoozed where open.wakeMs <= nowMs: key = open.dueMs
            case .snoozed: key = min(open.wakeMs, reminder.recurs ? key : open.wakeMs)
            case .shown: if !reminder.recurs { key = open.dueMs }
            }
        }
        return ListCursor(isEnded: false, key: key, id: reminder.id)
    }
}

/// The first few places after a cursor, found in one pass over reminders in any order.
private struct Nearest {
    let most: Int
    private(set) var found: [(place: ListCursor, row: UInt32)] = []

    init(most: Int) {
        self.most = most
        found.reserveCapacity(most + 1)
    }

    mutating func offer(_ place: ListCursor, _ row: UInt32, after: ListCursor?) {
        if let after, place <= after { return }
        if found.count == most, let last = found.last, last.place < place { return }
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle].place < place { low = middle + 1 } else { high = middle }
        }
        found.insert((place, row), at: low)
        if found.count > most { found.removeLast() }
    }
}
