import Glibc

extension DiskError {
    /// What went wrong and what the operator should do, in one or two plain sentences.
    public var sentence: String {
        switch self {
        case .full(let operation, let name):
            "The disk is full (\(operation) of \(name)). Free some space; nothing is lost."
        case .locked:
            "Another process is using this data folder. Stop it first; two may not share one."
        case .missing(let name):
            "There is no file \(name) in the data folder."
        case .networkFileSystem:
            "The data folder is on a network file system, where a lock or a sync cannot be trusted."
                + " Choose a folder on a local disk."
        case .noFolder(let name, let errno):
            DiskError.noFolderSentence(name, errno)
        case .openToOthers(let name, let mode):
            "The data folder \(name) has mode 0\(String(mode & 0o7777, radix: 8)), so others may"
                + " look into it. Run `chmod 0700 \(name)` and start again."
        case .failed(let operation, let name, let errno):
            "The disk failed: \(operation) of \(name) returned error \(errno). Nothing after the"
                + " last answer is promised. Look at the disk, then start again."
        }
    }

    /// The same failure with the file's present name, where it was opened under another.
    public func naming(_ name: String) -> DiskError {
        switch self {
        case .full(let operation, _): .full(operation: operation, name: name)
        case .missing: .missing(name: name)
        case .failed(let operation, _, let errno):
            .failed(operation: operation, name: name, errno: errno)
        case .locked, .networkFileSystem, .noFolder, .openToOthers: self
        }
    }

    private static func noFolderSentence(_ name: String, _ code: Int32) -> String {
        switch code {
        case ENOENT:
            "The data folder \(name) cannot be made: there is no folder to make it in. Name another,"
                + " or make that one first."
        case ENOTDIR:
            "\(name) cannot be the data folder: it, or what it lies in, is not a folder. Name another."
        default:
            "The data folder \(name) cannot be used (error \(code)). Give this user the right to it,"
                + " or name another."
        }
    }
}
