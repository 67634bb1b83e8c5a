import Codec
import Contracts

/// Who a device speaks for: the content of an identity file, JSON for its owner's eyes only.
package struct Identity: Message, Equatable {
    /// The device.
    package var deviceID: UInt64 = 0
    /// Its 32-byte secret.
    package var deviceSecret: [UInt8] = []
    /// The person, as named when this device joined.
    package var name = ""
    /// The gateway it joined at; it is used when no other is named.
    package var gateway = ""
    /// The command that led there, if one did.
    package var via = ""

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device_id", &deviceID, .id, seenBy: .owner)
        try v.field(
            2, "device_secret", &deviceSecret, .secret(max: Limits.secretBytes), seenBy: .owner)
        try v.field(3, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .owner)
        try v.field(4, "gateway", &gateway, .content(max: 256), seenBy: .owner)
        try v.field(5, "via", &via, .content(max: 4096), seenBy: .owner)
    }

    package func validate() throws(CodecError) {
        guard deviceID != 0, deviceSecret.count == Limits.secretBytes else {
            throw .invalid(field: "device_secret", "")
        }
    }
}

/// A join that was sent and not yet answered: the same code with the same secret leads to the
/// same device, so a lost answer loses nothing.
package struct PendingJoin: Message, Equatable {
    /// The code in its canonical spelling.
    package var code = ""
    /// The secret that was sent with it.
    package var deviceSecret: [UInt8] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .secret(max: Limits.codeBytesMax), seenBy: .owner)
        try v.field(
            2, "device_secret", &deviceSecret, .secret(max: Limits.secretBytes), seenBy: .owner)
    }
}
