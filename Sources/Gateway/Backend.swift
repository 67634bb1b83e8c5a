import Codec
import Contracts
import Host
import RPC
import Reactor
import Seams

/// One service behind the gateway: its name, its methods, and the channel to it.
///
/// Loop-confined. The channel stays connected and dials again by itself; nothing is retried here.
public final class Backend {
    /// `profile` or `reminder`.
    public let part: String
    /// What it answers.
    public let services: [any Service.Type]
    let channel: ChannelCore

    /// A service at `address` that knows the installation's key.
    public init(
        part: String, services: [any Service.Type], address: Address, setKey: [UInt8], loop: Loop,
        random: RandomSource
    ) {
        self.part = part
        self.services = services
        var auth = Auth()
        auth.serviceName = "gateway"
        auth.setKey = setKey
        channel = ChannelCore(
            loop: loop, to: address, auth: auth, limits: .service, random: random)
        channel.staysConnected = true
    }

    /// What a caller hears when the service was not reached: which one, and nothing of its address
    /// or fault.
    var explain: (RPCError) -> RPCError {
        { [part] error in
            switch error.code {
            case .deadlineExceeded: RPCError(.deadlineExceeded, "the deadline passed")
            case .cancelled: RPCError(.cancelled, "the call was cancelled")
            case .resourceExhausted:
                RPCError(.resourceExhausted, error.message, retryAfterMs: 1000)
            default:
                RPCError.refused(.unavailable, .serviceDown, field: part).retry(afterMs: 1000)
            }
        }
    }
}
