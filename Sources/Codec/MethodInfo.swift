/// A method without its types: what tables, reflection, the gateway and `tend call` need.
public struct MethodInfo: Sendable {
    /// The full name.
    public let name: String
    /// Who it is on the wire.
    public let id: UInt32
    /// Who may call it.
    public let exposure: Exposure
    /// How many replies it has.
    public let shape: CallShape
    /// Whether a call must carry an idempotency key.
    public let needsKey: Bool
    /// Whether its messages may be compressed.
    public let compress: Bool
    /// The name of the message it takes.
    public let requestType: String
    /// The name of the message it answers with.
    public let responseType: String
    /// The bytes of the request that JSON text describes, validated.
    public let requestFromJSON: @Sendable (String) throws(CodecError) -> [UInt8]
    /// The JSON of a request's bytes.
    public let requestToJSON: @Sendable ([UInt8]) throws(CodecError) -> String
    /// The JSON of a reply's bytes.
    public let responseToJSON: @Sendable ([UInt8]) throws(CodecError) -> String
    /// A request within its limits, the same for the same seed, which moves on.
    public let sampleRequest: @Sendable (inout UInt64) -> [UInt8]
    /// Adds the messages of both directions and all they reach.
    public let describe: @Sendable (inout Schema) -> Void
    /// The method itself, for a generic function that opens it again, as `tend call` does.
    public let typed: any TypedMethod

    /// What is left of `method` without its types.
    public init<Request, Response>(_ method: Method<Request, Response>) {
        name = method.name
        id = method.id
        exposure = method.exposure
        shape = method.shape
        needsKey = method.needsKey
        compress = method.compress
        requestType = Request.typeName
        responseType = Response.typeName
        requestFromJSON = { text throws(CodecError) in try Request(json: text).encoded() }
        requestToJSON = { bytes throws(CodecError) in try Request(decoding: bytes).json() }
        responseToJSON = { bytes throws(CodecError) in try Response(decoding: bytes).json() }
        sampleRequest = { seed in
            var random = SampleRandom(seed: seed)
            let request = Request.sample(&random)
            seed = random.next()
            return request.encoded()
        }
        describe = { schema in
            schema.add(Request.self)
            schema.add(Response.self)
        }
        typed = method
    }
}

/// A method whose types a generic function can name.
public protocol TypedMethod: Sendable {
    /// What it takes.
    associatedtype Request: Message
    /// What it answers with.
    associatedtype Response: Message
    /// The method.
    var method: Method<Request, Response> { get }
}

extension Method: TypedMethod {
    /// Itself.
    public var method: Method<Request, Response> { self }
}
