import Codec
import Contracts
import RPC
import Reactor
import Seams

/// Both ends of Tendril in one process and on one loop, over a real loopback connection: what is
/// counted while it runs is what one call costs at both ends.
final class EchoInPlace: CallReceiver {
    private static let depth = 16

    private let loop: Loop
    private let channel: ChannelCore
    private let meta = ChannelCore.meta(EchoService.unary)
    private var message = Echo()
    private var left: Int
    private var open = 0
    private var errors = 0

    private init(_ loop: Loop, _ address: Address, calls: Int) {
        self.loop = loop
        left = calls
        message.payload = Pattern.bytes(128)
        channel = ChannelCore(loop: loop, to: address, auth: nil, random: .system)
    }

    /// Makes so many calls; how many of them failed.
    static func run(calls: Int) throws(ReactorError) -> Int {
        let loop = try Loop(time: .system)
        let server = Server(
            loop: loop, router: EchoServer.router(),
            authenticate: { _, _, answer in answer(.success(.anonymous)) })
        let caller = EchoInPlace(loop, try server.listen(.loopback(port: 0)), calls: calls)
        for _ in 0..<EchoInPlace.depth { caller.issue() }
        loop.run()
        caller.channel.close()
        loop.shutDown()
        return caller.errors
    }

    private func issue() {
        guard left > 0 else { return }
        left -= 1
        open += 1
        _ = channel.call(
            meta, message, compress: false, deadlineUs: channel.deadline(60_000_000),
            receiver: self)
    }

    func callItem(_ item: RawItem, tag: Int) { item.consumed() }

    func callEnded(_ end: RawEnd, tag: Int) {
        do throws(RPCError) {
            if try end.decode(Echo.self).payload != message.payload { errors += 1 }
        } catch {
            errors += 1
        }
        open -= 1
        issue()
        if open == 0 { loop.stop() }
    }
}
