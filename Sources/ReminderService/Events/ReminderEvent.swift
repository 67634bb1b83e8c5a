import Codec
import Host

/// Everything that can happen to a book.
package enum ReminderEvent {
    case created(ReminderCreated)
    case opened(OccurrenceOpened)
    case sent(DeliveriesSent)
    case shown(OccurrencesShown)
    case snoozed(OccurrenceSnoozed)
    case settled(OccurrenceSettled)
    case cancelled(ReminderCancelled)
    case lapsed(RemindersLapsed)
    case offered(OfferMade)
    case answered(OfferAnswered)
    case offersEnded(OffersEnded)

    /// Changes a book without a journal: for tests and simulation.
    package func apply(to book: inout ReminderBook) {
        switch self {
        case .created(let event): event.apply(to: &book)
        case .opened(let event): event.apply(to: &book)
        case .sent(let event): event.apply(to: &book)
        case .shown(let event): event.apply(to: &book)
        case .snoozed(let event): event.apply(to: &book)
        case .settled(let event): event.apply(to: &book)
        case .cancelled(let event): event.apply(to: &book)
        case .lapsed(let event): event.apply(to: &book)
        case .offered(let event): event.apply(to: &book)
        case .answered(let event): event.apply(to: &book)
        case .offersEnded(let event): event.apply(to: &book)
        }
    }

    /// Journals and applies it.
    func record(in host: Host<ReminderBook>) {
        switch self {
        case .created(let event): host.record(event)
        case .opened(let event): host.record(event)
        case .sent(let event): host.record(event)
        case .shown(let event): host.record(event)
        case .snoozed(let event): host.record(event)
        case .settled(let event): host.record(event)
        case .cancelled(let event): host.record(event)
        case .lapsed(let event): host.record(event)
        case .offered(let event): host.record(event)
        case .answered(let event): host.record(event)
        case .offersEnded(let event): host.record(event)
        }
    }

    /// Its record, as the journal has it.
    package var written: (type: UInt8, payload: [UInt8]) {
        func of(_ event: some Event) -> (UInt8, [UInt8]) {
            (type(of: event).recordType, event.encoded())
        }
        return switch self {
        case .created(let event): of(event)
        case .opened(let event): of(event)
        case .sent(let event): of(event)
        case .shown(let event): of(event)
        case .snoozed(let event): of(event)
        case .settled(let event): of(event)
        case .cancelled(let event): of(event)
        case .lapsed(let event): of(event)
        case .offered(let event): of(event)
        case .answered(let event): of(event)
        case .offersEnded(let event): of(event)
        }
    }

    /// What it takes in the journal, beside the head of its record.
    package var encodedSize: Int {
        switch self {
        case .created(let event): event.encodedSize
        case .opened(let event): event.encodedSize
        case .sent(let event): event.encodedSize
        case .shown(let event): event.encodedSize
        case .snoozed(let event): event.encodedSize
        case .settled(let event): event.encodedSize
        case .cancelled(let event): event.encodedSize
        case .lapsed(let event): event.encodedSize
        case .offered(let event): event.encodedSize
        case .answered(let event): event.encodedSize
        case .offersEnded(let event): event.encodedSize
        }
    }

    /// The reminders it changes.
    package var ids: [UInt64] {
        switch self {
        case .created(let event): [event.id]
        case .opened(let event): [event.id]
        case .sent(let event): event.items.map(\.id)
        case .shown(let event): event.ids
        case .snoozed(let event): [event.id]
        case .settled(let event): [event.id]
        case .cancelled(let event): [event.id]
        case .lapsed(let event): event.ids
        case .offered, .answered: []
        case .offersEnded(let event): event.reminders
        }
    }

    /// What the journal is replayed with.
    static var table: EventTable<ReminderBook> {
        var table = EventTable<ReminderBook>()
        table.add(ReminderCreated.self)
        table.add(OccurrenceOpened.self)
        table.add(DeliveriesSent.self)
        table.add(OccurrencesShown.self)
        table.add(OccurrenceSnoozed.self)
        table.add(OccurrenceSettled.self)
        table.add(ReminderCancelled.self)
        table.add(RemindersLapsed.self)
        table.add(OfferMade.self)
        table.add(OfferAnswered.self)
        table.add(OffersEnded.self)
        table.add(FactHeard<ReminderBook>.self)
        return table
    }
}
