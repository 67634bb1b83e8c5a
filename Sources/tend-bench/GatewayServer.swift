import Codec
import Contracts
import Gateway
import Host
import LoadKit
import RPC
import Reactor
import Seams

/// `tend-bench gateway-server PORT BACKEND KEYFILE`: a real gateway in front of echo, for anybody.
/// The backend also stands in for Profile, which every gateway needs.
enum GatewayServer {
    static func run(_ words: [String]) -> Int32 {
        BenchServer.serve(words) { loop, port, rest in
            guard rest.count == 2 else { throw StatusCode.invalidArgument }
            let key = try SetKey(path: rest[1])
            let address = try Address(rest[0])
            func backend(_ part: String, _ services: [any Service.Type]) -> Backend {
                Backend(
                    part: part, services: services, address: address, setKey: key.bytes,
                    loop: loop, random: .system)
            }
            let gateway = Gateway(
                backends: [backend("profile", []), backend("echo", [EchoService.self])],
                key: key, loop: loop, time: .system, wall: nil)
            let server = Server(
                loop: loop, router: gateway.router, authenticate: gateway.authenticate)
            gateway.start()
            return BenchServer.Serving(
                try server.listen(.loopback(port: port)), keeps: [server, gateway])
        }
    }
}
