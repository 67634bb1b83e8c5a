import Glibc

/// A folder for one file that is being written: made anew for its owner alone, in memory where the
/// system has such a place, and removed with everything in it.
struct ScratchFolder: Sendable {
    /// The folder.
    let folder: PrivateFolder

    /// The file's name.
    static let fileName = "words.txt"

    /// The file's path.
    var file: String { folder.path(of: ScratchFolder.fileName) }

    /// A new folder with the file in it.
    init(_ text: String, environment: [String: String]) throws(FileFault) {
        let places: [String] = ["XDG_RUNTIME_DIR", "TMPDIR"].compactMap { environment[$0] }
        let above = places.first { $0.hasPrefix("/") && access($0, W_OK) == 0 } ?? "/tmp"
        var template = Array((above + "/tend-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw .failed(path: above, errno: errno) }
        let path = String(
            decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        folder = PrivateFolder(path: path)
        do throws(FileFault) {
            try folder.write(ScratchFolder.fileName, Array(text.utf8), durable: false)
        } catch {
            remove()
            throw error
        }
    }

    /// Which file it is and when it was written: changes when an editor saves, whatever it saves.
    func stamp() -> [Int] {
        var about = stat()
        guard stat(file, &about) == 0 else { return [] }
        return [Int(about.st_ino), about.st_mtim.tv_sec, about.st_mtim.tv_nsec]
    }

    /// What the file holds now. Editors may give it other rights or put another in its place.
    func read() throws(FileFault) -> [UInt8] {
        try PrivateFolder.read(path: file, isSecret: false)
    }

    /// Removes the folder and all that an editor left in it.
    func remove() {
        for name in folder.names() where name != "." && name != ".." {
            unlink(folder.path(of: name))
        }
        rmdir(folder.path)
    }
}
