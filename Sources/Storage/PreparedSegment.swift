import Seams

/// A file of zeros, synced, that waits under a temporary name to become the next segment.
struct PreparedSegment: Sendable {
    let file: any DiskFile
    let name: String
    let capacity: UInt64

    /// Writes and syncs `capacity` zeros into a new file. Removes the file when the disk is full.
    ///
    /// The zeros are written, not allocated: an allocated extent is marked unwritten, and every
    /// first write into it would cost the sync a change of metadata.
    static func make(on disk: any Disk, name: String, capacity: UInt64) throws(DiskError)
        -> PreparedSegment
    {
        do throws(DiskError) {
            let file = try disk.open(name, create: true)
            try fill(file, capacity: capacity)
            return PreparedSegment(file: file, name: name, capacity: capacity)
        } catch {
            try? disk.remove(name)
            throw error
        }
    }

    private static func fill(_ file: any DiskFile, capacity: UInt64) throws(DiskError) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Limits.zeroChunkBytes, alignment: 4096)
        defer { chunk.deallocate() }
        _ = chunk.initializeMemory(as: UInt8.self, repeating: 0)
        var at: UInt64 = 0
        while at < capacity {
            let count = Int(min(UInt64(chunk.count), capacity - at))
            try file.write(UnsafeRawBufferPointer(rebasing: chunk[0..<count]), at: at)
            at += UInt64(count)
        }
        try file.sync()
    }
}
