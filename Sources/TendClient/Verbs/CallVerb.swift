import Codec
import Contracts
import RPC

/// `tend call`: calls any method with JSON from standard input.
package enum CallVerb {
    package static let verb = Verb("call", in: .engine, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let methods = callable(asOperator: client.invocation.keyFile != nil)
        let name = try MethodName.find(arguments[0] ?? "", in: methods.map(\.name))
        guard let method = methods.first(where: { $0.name == name }) else {
            throw Failure(.usage, .methodUnknown, ["method": name])
        }
        try await call(method.typed, try client.input(), client)
        return .done
    }

    /// The methods that exist for such a caller, whether or not the gateway has them.
    package static func callable(asOperator: Bool) -> [MethodInfo] {
        TendServices.all.flatMap { $0.methods }.filter {
            switch $0.exposure {
            case .open, .person: true
            case .admin: asOperator
            case .internalOnly: false
            }
        }
    }

    private static func call<M: TypedMethod>(
        _ method: M, _ json: String, _ client: isolated Client
    ) async throws {
        let request = try request(M.Request.self, json)
        if method.method.shape == .serverStream {
            let items = try await client.stream(method.method, request, as: .whoeverIsThere)
            for try await item in items { try client.print(item.json()) }
        } else {
            let reply = try await client.call(method.method, request, as: .whoeverIsThere)
            try client.print(reply.json())
        }
    }

    /// The request. Nothing on standard input means an empty one.
    package static func request<Q: Message>(_ type: Q.Type, _ json: String) throws(Failure) -> Q {
        let isEmpty = json.allSatisfy(\.isWhitespace)
        do {
            return try Q(json: isEmpty ? "{}" : json)
        } catch {
            throw Failure(.usage, .callInput, ["problem": error.sentence])
        }
    }
}
