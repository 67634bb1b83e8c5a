/// Who may call a method. The gateway forwards the first two; the others do not exist outside.
public enum Exposure: String, Sendable {
    /// Anybody who can connect: joining, health.
    case open
    /// A signed-in person's device.
    case person
    /// Tend's own services.
    case internalOnly = "internal"
    /// The operator.
    case admin
}

/// How many messages answer a request.
public enum CallShape: Sendable {
    /// One.
    case unary
    /// Any number, until the server ends the stream.
    case serverStream
}

/// One method of a service, declared once as a value: dispatch, typed client, `tend call`,
/// reflection and forwarding all read it.
public struct Method<Request: Message, Response: Message>: Sendable {
    /// The full name, such as "tend.v1.Reminders/Create".
    public let name: String
    /// Who it is on the wire: zlib's CRC-32 of the name.
    public let id: UInt32
    /// Who may call it.
    public let exposure: Exposure
    /// How many replies it has.
    public let shape: CallShape
    /// Whether a call must carry an idempotency key.
    public let needsKey: Bool
    /// Whether its messages may be compressed; never where a length would tell a secret. The replies
    /// of such a method are padded to a class of sizes instead.
    public let compress: Bool

    /// Declares a method.
    public init(
        _ name: String, _ exposure: Exposure, shape: CallShape = .unary, needsKey: Bool = false,
        compress: Bool = true
    ) {
        self.name = name
        id = Array(name.utf8).withUnsafeBytes { crc32(0, $0) }
        self.exposure = exposure
        self.shape = shape
        self.needsKey = needsKey
        self.compress = compress
    }

    /// The same without its types, for tables.
    public var info: MethodInfo { MethodInfo(self) }
}

/// A list of methods under one name, answered by one process.
public protocol Service {
    /// The full name, such as "tend.v1.Reminders".
    static var name: String { get }
    /// All its methods.
    static var methods: [MethodInfo] { get }
}
