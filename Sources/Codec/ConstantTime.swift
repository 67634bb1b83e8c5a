/// Whether two byte strings are equal, in a time that depends on their lengths only, so that how
/// long it takes does not tell how much of a secret was right.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
