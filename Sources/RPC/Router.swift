import Codec

/// Finds the handler of a method. Filled once before serving; loop-confined.
///
/// Handlers run in place on the loop: no lock, no task, no queue. One that cannot answer at once is
/// registered with `onLater`. Each handler decodes and validates its request before it runs; what
/// does not decode is INVALID_ARGUMENT with the codec's sentence, which holds no private word, unless
/// `refuseMalformed` says more.
public final class Router {
    /// Gets every call whose method has no handler here, when set: the gateway's forwarding. Begin
    /// or fail the call before returning; one left alone is answered as unknown.
    public var onUnknown: ((RawCall) -> Void)?
    /// What a request that does not decode is answered with.
    public var refuseMalformed: (CodecError) -> RPCError = {
        RPCError(.invalidArgument, $0.sentence)
    }

    private var table = IDMap()
    private var routes: [Route] = []

    /// A router without handlers.
    public init() {}

    /// Answers a unary method in place. Neither path may block.
    public func on<Q: Message, R: Message>(
        _ method: Method<Q, R>,
        _ handler: @escaping (Q, CallContext) throws(RPCError) -> R
    ) {
        let compress = method.compress
        add(method.info, isWatch: false) { connection, context, body in
            guard let request: Q = connection.decode(body, context) else { return }
            do throws(RPCError) {
                connection.answer(context, try handler(request, context), compress: compress)
            } catch {
                connection.answer(context, error)
            }
        }
    }

    /// Answers a unary method some time later through the `Reply`, which takes a handler slot until
    /// it is used. One that is never used is answered DEADLINE_EXCEEDED and keeps its slot.
    public func onLater<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ handler: @escaping (Q, CallContext, Reply<R>) -> Void
    ) {
        let compress = method.compress
        add(method.info, isWatch: false) { connection, context, body in
            guard let request: Q = connection.decode(body, context) else { return }
            guard let handle = connection.beginLater(context) else { return }
            handler(request, context, Reply(handle: handle, compress: compress))
        }
    }

    /// Answers a server stream through the sink, which takes no handler slot. The handler returns
    /// at once and offers items whenever there are any and there is room.
    public func onStream<Q: Message, R: Message>(
        _ method: Method<Q, R>,
        _ handler: @escaping (Q, CallContext, StreamSink<R>) throws(RPCError) -> Void
    ) {
        let compress = method.compress
        add(method.info, isWatch: true) { connection, context, body in
            guard let request: Q = connection.decode(body, context) else { return }
            let handle = connection.beginStream(context)
            let sink = StreamSink<R>(handle: handle, compress: compress)
            do throws(RPCError) {
                try handler(request, context, sink)
            } catch {
                sink.end(error)
            }
        }
    }

    /// The names of declared methods without a handler. A service whose list is not empty at boot
    /// must not start.
    public func checkComplete(_ methods: [MethodInfo]) -> [String] {
        methods.filter { table[$0.id] < 0 }.map(\.name)
    }

    /// The methods with a handler.
    public var methods: [MethodInfo] { routes.map(\.info) }

    @inline(__always)
    func route(_ method: UInt32) -> Route? {
        let at = table[method]
        return at < 0 ? nil : routes[at]
    }

    private func add(
        _ info: MethodInfo, isWatch: Bool,
        _ run: @escaping (ServerConnection, CallContext, UnsafeRawBufferPointer) -> Void
    ) {
        precondition(table[info.id] < 0, "two handlers for one method id: \(info.name)")
        precondition((info.shape == .serverStream) == isWatch, "the wrong shape: \(info.name)")
        table.insert(info.id, routes.count)
        routes.append(Route(info, isWatch: isWatch, run))
    }
}

/// A method with its handler.
final class Route {
    let info: MethodInfo
    let exposure: UInt8
    let needsKey: Bool
    let isWatch: Bool
    let run: (ServerConnection, CallContext, UnsafeRawBufferPointer) -> Void

    init(
        _ info: MethodInfo, isWatch: Bool,
        _ run: @escaping (ServerConnection, CallContext, UnsafeRawBufferPointer) -> Void
    ) {
        self.info = info
        self.isWatch = isWatch
        self.run = run
        needsKey = info.needsKey
        exposure =
            switch info.exposure {
            case .open: 1
            case .person: 2
            case .internalOnly: 4
            case .admin: 8
            }
    }
}
