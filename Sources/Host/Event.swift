import Codec

/// Something that was decided: the result of a request as a change of state, journalled and applied.
///
/// Replay must give the same state on any machine at any time, so an event holds results (ids,
/// times, rules) and never a request to be evaluated again.
public protocol Event: Message {
    /// The state that the event changes.
    associatedtype State

    /// The record's type in the journal, final once released. Services use 16 to 126; 127 is
    /// the Host's own.
    static var recordType: UInt8 { get }

    /// Changes the state. Total: it has been decided, so it cannot fail.
    func apply(to state: inout State)
}

/// The events a service knows, by record type: what recovery replays with.
///
/// Value, built once by the service and then only read.
public struct EventTable<State> {
    // Untyped throws: a typed-throwing closure with an inout generic parameter crashes the 6.3.1
    // compiler. What they throw is a CodecError.
    private typealias Step = (UnsafeRawBufferPointer, inout State) throws -> Void
    private var replay: [UInt8: Step] = [:]

    /// A table of no events.
    public init() {}

    /// Registers an event. Two with the same number are our own mistake.
    public mutating func add<E: Event>(_ event: E.Type) where E.State == State {
        precondition(replay[E.recordType] == nil, "two events of type \(E.recordType)")
        let step: Step = { payload, state in try E(decoding: payload).apply(to: &state) }
        replay[E.recordType] = step
    }

    /// Applies a journalled event. Answers false for a type that is not in the table.
    public func apply(
        type: UInt8, payload: UnsafeRawBufferPointer, to state: inout State
    ) throws -> Bool {
        guard let step = replay[type] else { return false }
        try step(payload, &state)
        return true
    }
}
