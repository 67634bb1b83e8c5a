import Seams

/// Why a data folder was not opened, or why the journal must stop.
public enum StorageError: Error, Equatable, Sendable {
    /// A disk call failed. After a failed write or sync nothing unanswered may be answered: leave
    /// with exit code 70 at once, and let the next start recover.
    case disk(DiskError)
    /// The folder belongs to another service.
    case otherService(file: String, found: UInt8, expected: UInt8)
    /// The folder was written under the other kind of clock.
    case otherClock(file: String, foundManual: Bool)
    /// The folder was written by a newer program.
    case newerFormat(file: String, needs: UInt16)
    /// Bytes that were promised are damaged or missing.
    case corrupt(Damage)
    /// A record of a type this program does not know and may not skip.
    case unknownRecord(file: String, offset: Int, sequence: UInt64, type: UInt8)
    /// More segments than a store may have.
    case tooManySegments(found: Int)
    /// The service could not apply a record.
    case refusedRecord(file: String, offset: Int, sequence: UInt64, type: UInt8, why: String)

    /// The exit code that fits: 1 it may go later, 70 the disk failed, 78 the wrong folder or
    /// damaged data, where starting again would not help.
    public var exitCode: Int32 {
        switch self {
        case .disk(.failed), .disk(.missing): 70
        case .disk(.locked), .disk(.full): 1
        case .disk(.networkFileSystem), .disk(.noFolder), .disk(.openToOthers): 78
        case .otherService, .otherClock, .newerFormat, .tooManySegments: 78
        case .corrupt, .unknownRecord, .refusedRecord: 78
        }
    }

    /// What happened and what the operator should do, in plain sentences.
    public var sentence: String {
        switch self {
        case .disk(let error):
            error.sentence
        case .otherService(let file, let found, let expected):
            "The data folder belongs to another service: \(file) was written by service \(found),"
                + " this is service \(expected). Start with the right folder."
        case .otherClock(let file, let foundManual):
            foundManual
                ? "The data folder was written under a manual clock (\(file)). Start with"
                    + " --manual-clock, or choose another folder."
                : "The data folder was written under the real clock (\(file)). Start without"
                    + " --manual-clock, or choose another folder."
        case .newerFormat(let file, let needs):
            "The data folder was written by a newer version: \(file) needs a reader of format"
                + " \(needs), this one knows \(SegmentHeader.formatNow). Start the newer program."
        case .corrupt(let damage):
            damage.sentence
        case .unknownRecord(let file, let offset, let sequence, let type):
            "\(file) holds at offset \(offset) a record of type \(type) (sequence \(sequence)) that"
                + " this version does not know and may not skip. Start the version that wrote it."
        case .tooManySegments(let found):
            "The data folder holds \(found) segments, more than the \(Limits.segmentsMax) one store"
                + " may have. Look at what was copied into it."
        case .refusedRecord(let file, let offset, let sequence, let type, let why):
            "\(file) holds at offset \(offset) a record of type \(type) (sequence \(sequence)) that"
                + " cannot be applied: \(why). Start the version that wrote it, or put back a copy"
                + " of the folder."
        }
    }
}

/// Where a journal is damaged, and what is lost with it.
public struct Damage: Error, Equatable, Sendable {
    /// What was found.
    public enum Kind: Equatable, Sendable {
        /// The first 64 bytes are not a segment header.
        case header
        /// A record is not what was written here; `provenAt` is the offset of a later record that
        /// knows it was synced, where there is one.
        case record(provenAt: Int?)
        /// The segment before this one is missing, or ends elsewhere than this one begins.
        case gap
        /// The file is of another store, or of another life of this one.
        case foreign
    }

    /// The file.
    public let file: String
    /// Where in it the first wrong byte may be: the start of the record, or 0 for the header.
    public let offset: Int
    /// The first sequence number that cannot be read.
    public let sequence: UInt64
    /// What was found.
    public let kind: Kind

    /// A description of damage.
    public init(file: String, offset: Int, sequence: UInt64, kind: Kind) {
        self.file = file
        self.offset = offset
        self.sequence = sequence
        self.kind = kind
    }

    /// The refusal: file, offset, sequence, what is lost, and the ways on.
    public var sentence: String {
        "The journal is damaged: \(file), offset \(offset), sequence \(sequence): \(finding)."
            + " Lost with it: every record from sequence \(sequence) on. Nothing was changed."
            + " Two ways on: put back a copy of the whole data folder, or, to give up what it"
            + " holds, move the folder away and start with an empty one."
    }

    private var finding: String {
        switch kind {
        case .header:
            "the segment's header is not what was written"
        case .record(.some(let proof)):
            "the record is not what was written, and the record at offset \(proof) shows that it"
                + " was once safely on disk"
        case .record(nil):
            "the record is not what was written, and a later segment shows that it was once safely"
                + " on disk"
        case .gap:
            "the segment does not continue the one before it; a file is missing, cut or misplaced"
        case .foreign:
            "the segment belongs to another store or to another life of this one"
        }
    }
}
