import Glibc

/// A new folder that only this user may enter, or nil.
func temporaryFolder() -> String? {
    var template = Array("/tmp/tend-storage-XXXXXX".utf8CString)
    return mkdtemp(&template).map { String(cString: $0) }
}

/// Removes a folder of plain files.
func removeFolder(_ path: String) {
    if let stream = opendir(path) {
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(path + "/" + name)
        }
        closedir(stream)
    }
    rmdir(path)
}
