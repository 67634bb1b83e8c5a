/// A map from 32-bit identifiers to small numbers: open addressing, linear probing, backward-shift
/// deletion (Knuth, TAOCP 6.4, algorithm R), no tombstones.
///
/// Keys are never 0. A hostile peer that chose its stream ids to collide would gain a scan of its
/// own few open streams.
struct IDMap {
    private var keys: [UInt32] = []
    private var values: [Int32] = []
    private var mask = 0
    private(set) var count = 0

    private func home(_ key: UInt32) -> Int {
        Int((key &* 0x9E37_79B1) &>> 7) & mask
    }

    /// The number of `key`, or -1.
    subscript(key: UInt32) -> Int {
        if count == 0 || key == 0 { return -1 }
        var at = home(key)
        while true {
            let found = keys[at]
            if found == key { return Int(values[at]) }
            if found == 0 { return -1 }
            at = (at &+ 1) & mask
        }
    }

    /// Adds a key that is not there.
    mutating func insert(_ key: UInt32, _ value: Int) {
        if (count &+ 1) &* 2 > keys.count { grow() }
        var at = home(key)
        while keys[at] != 0 { at = (at &+ 1) & mask }
        keys[at] = key
        values[at] = Int32(truncatingIfNeeded: value)
        count &+= 1
    }

    /// Removes a key; nothing happens when it is not there.
    mutating func remove(_ key: UInt32) {
        if count == 0 || key == 0 { return }
        var hole = home(key)
        while keys[hole] != key {
            if keys[hole] == 0 { return }
            hole = (hole &+ 1) & mask
        }
        count &-= 1
        var at = hole
        while true {
            at = (at &+ 1) & mask
            if keys[at] == 0 { break }
            let distance = (at &- home(keys[at])) & mask
            if distance >= (at &- hole) & mask {
                keys[hole] = keys[at]
                values[hole] = values[at]
                hole = at
            }
        }
        keys[hole] = 0
    }

    private mutating func grow() {
        let old = (keys, values)
        let size = max(16, keys.count &* 2)
        keys = [UInt32](repeating: 0, count: size)
        values = [Int32](repeating: 0, count: size)
        mask = size &- 1
        count = 0
        for at in old.0.indices where old.0[at] != 0 { insert(old.0[at], Int(old.1[at])) }
    }
}
