/// Fills the message of a private reply up to a class of sizes, so that its length on the wire says
/// little about what is in it.
///
/// The filling is one more field of the message, number 2047, which no message declares and every
/// protobuf reader skips. Classes are 256 bytes and its doublings; what fits no class within a frame
/// stays as it is.
enum Padding {
    /// Bytes of the field's tag (2047, length-delimited) and of its length, always three, so that any
    /// class can be met exactly.
    private static let headSize = 5
    private static let smallest = 256

    /// The size of the class for a message of `size` bytes, or `size` itself when none fits `most`.
    static func size(for size: Int, most: Int) -> Int {
        var target = smallest
        while target < size &+ headSize { target &*= 2 }
        return target <= most ? target : size
    }

    /// Fills `room` from `size` up to `target`, which `size(for:most:)` gave.
    static func fill(_ room: UnsafeMutableRawBufferPointer, from size: Int, to target: Int) {
        guard target > size, target <= room.count else { return }
        let count = target &- size &- headSize
        room[size] = 0xFA
        room[size &+ 1] = 0x7F
        room[size &+ 2] = UInt8(truncatingIfNeeded: count) | 0x80
        room[size &+ 3] = UInt8(truncatingIfNeeded: count &>> 7) | 0x80
        room[size &+ 4] = UInt8(truncatingIfNeeded: count &>> 14)
        let rest = UnsafeMutableRawBufferPointer(rebasing: room[(size &+ headSize)..<target])
        rest.initializeMemory(as: UInt8.self, repeating: 0)
    }
}
