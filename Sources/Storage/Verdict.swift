/// What an invalid record in a segment means.
///
/// There is one writer and one batch in flight, so only the last batch of the last segment can be
/// unsynced. An invalid record anywhere else is damage to something that was promised.
package enum Verdict: Equatable {
    /// The last write never became whole: nobody was answered for it.
    case torn
    /// Synced bytes changed. `provenBy` is the offset of the later record that says so, `durable`
    /// the end of what it says was synced.
    case corrupt(provenBy: Int, durable: UInt64)

    /// Judges the last segment of a journal, whose record at `offset` is invalid: looks at every
    /// later place for a COMMIT or SEAL that knows of synced bytes beyond `offset`.
    package static func judge(
        _ bytes: UnsafeRawBufferPointer, header: SegmentHeader, invalidAt offset: Int
    ) -> Verdict {
        var at = offset
        while at &+ ControlRecord.bytes <= bytes.count {
            if bytes.little(at, as: UInt32.self) == UInt32(ControlRecord.bytes) {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
                let control = ControlRecord(rest, in: header)
                if let control, control.durableOffset > UInt64(offset) {
                    return .corrupt(provenBy: at, durable: control.durableOffset)
                }
            }
            at &+= Limits.alignment
        }
        return .torn
    }
}
