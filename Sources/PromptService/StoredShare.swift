import Contracts

/// Something that was shared with a tie, and how far it has come with each of the others.
package struct StoredShare: Sendable, Equatable {
    /// Where it stands with one of the others.
    package enum Course: Sendable, Equatable {
        /// Its level is not welcome yet, or that cannot be confirmed.
        case held
        /// It arrived then, and waits to be read.
        case arrived(atMs: Int64)
        /// It was read; it arrived then.
        case read(atMs: Int64)
    }

    /// One of the others.
    package struct Receiver: Sendable, Equatable {
        package let person: UInt64
        package var course = Course.held
    }

    package let id: UInt64
    package let tieID: UInt64
    package let from: UInt64
    package let kind: ShareKind
    package let level: Int32
    package let text: String
    package var receivers: [Receiver]

    /// The place of a receiver.
    package func receiver(_ person: UInt64) -> Int? {
        receivers.firstIndex { $0.person == person }
    }

    /// Whether every receiver has read it.
    package var isDone: Bool {
        receivers.allSatisfy {
            if case .read = $0.course { true } else { false }
        }
    }
}
