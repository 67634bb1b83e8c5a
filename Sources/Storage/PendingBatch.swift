import Seams
import Synchronization

/// One batch on its way to the disk: built by the owner of the journal, written by any one thread,
/// handed back to the owner's `Journal.finished`.
///
/// There is one per journal, used again for every batch. The mutex is held by whoever has the batch
/// at the moment and never waited for; the mailbox that carries it orders the two threads.
public final class PendingBatch: Sendable {
    /// How far the batch has come.
    enum Stage {
        case idle, taken, written
        case failed(DiskError)
    }

    /// What the batch holds besides its records.
    struct Kind {
        var seal: Bool
        var cleanStop: Bool
    }

    /// The first batch of a segment also names its file.
    struct Rotation {
        var disk: any Disk
        var from: String
        var to: String
    }

    struct State {
        var stage = Stage.idle
        var builder = BatchBuilder()
        var kind = Kind(seal: false, cleanStop: false)
        var file: (any DiskFile)?
        var segment: SegmentHeader
        var offset: UInt64 = 0
        var chain: UInt32 = 0
        var sequence: UInt64 = 0
        var wallMs: Int64 = 0
        var rotation: Rotation?
    }

    let state: Mutex<State>

    init(segment: SegmentHeader) {
        state = Mutex(State(segment: segment))
    }

    /// Chains, writes and syncs the batch. Blocks for as long as the disk does; call it once, on any
    /// thread. What became of it is kept for `Journal.finished`.
    public func write() {
        state.withLock { state in
            guard case .taken = state.stage else { return }
            do throws(DiskError) {
                try PendingBatch.write(&state)
                state.stage = .written
            } catch {
                // The file was opened under the name it was prepared with.
                state.stage = .failed(error.naming(state.segment.fileName))
            }
        }
    }

    private static func write(_ state: inout State) throws(DiskError) {
        guard let file = state.file else { return }
        if state.kind.seal {
            state.chain = state.builder.seal(
                after: state.chain, in: state.segment, at: state.offset, sequence: state.sequence,
                wallMs: state.wallMs, cleanStop: state.kind.cleanStop)
        } else {
            state.chain = state.builder.close(
                after: state.chain, in: state.segment, at: state.offset, wallMs: state.wallMs)
        }
        if state.rotation != nil { try state.segment.write(to: file) }
        try state.builder.withBytes { (bytes) throws(DiskError) in
            try file.write(bytes, at: state.offset)
        }
        try file.sync()
        // Only a segment that is whole and durable gets its name, so a segment that recovery finds
        // always has a header and its first batch.
        if let rotation = state.rotation {
            try rotation.disk.rename(rotation.from, to: rotation.to)
            try rotation.disk.syncFolder()
        }
    }
}

extension SegmentHeader {
    func write(to file: any DiskFile) throws(DiskError) {
        let outcome = withBytes { bytes -> DiskError? in
            do throws(DiskError) {
                try file.write(bytes, at: 0)
                return nil
            } catch {
                return error
            }
        }
        if let outcome { throw outcome }
    }
}
