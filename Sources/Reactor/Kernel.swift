import CLinux
import Glibc

/// A system call that a test can make fail.
public enum SystemCall: Sendable, CaseIterable {
    case accept
    case connect
    case receive
    case send
    case read
    case write
    case wait
    case control
    case socket
}

/// How a system call misbehaves instead of being made as asked.
public enum SystemCallFault: Sendable {
    /// It is not made and fails with this errno.
    case errno(Int32)
    /// It is made with at most this many bytes.
    case short(Int)
    /// A connect only: on loopback the socket meets itself, as it may when the kernel gives it the
    /// very port it asks for.
    case itself
}

/// The system calls of a loop: EINTR is handled here, other failures come back as `-errno`.
/// Loop-confined value.
struct Kernel {
    /// Asked before every call; nil in production.
    var faults: ((SystemCall) -> SystemCallFault?)?

    func receive(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        attempt(.receive, buffer.count) { Glibc.recv(file, buffer.baseAddress, $0, 0) }
    }

    func read(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        attempt(.read, buffer.count) { Glibc.read(file, buffer.baseAddress, $0) }
    }

    func send(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        attempt(.send, bytes.count) {
            Glibc.send(
                file, bytes.baseAddress, $0, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
    }

    func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        attempt(.write, bytes.count) { Glibc.write(file, bytes.baseAddress, $0) }
    }

    /// A non-blocking stream socket, closed on exec.
    func socket(_ family: Int32) -> Int {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        return attempt(.socket, 0) { _ in Int(Glibc.socket(family, Int32(type), 0)) }
    }

    /// EINTR leaves the connection in progress, so it is the same as EINPROGRESS.
    func connect(_ file: Int32, _ address: Address) -> Int {
        var address = address
        switch faults?(.connect) {
        case .errno(let code) where code != EINTR: return -Int(code)
        case .itself:
            _ = Address.loopback(port: 0).withSocketAddress { bind(file, $0, $1) }
            address = Address.ofSocket(file)
        default: break
        }
        let result = address.withSocketAddress { Glibc.connect(file, $0, $1) }
        guard result < 0 else { return 0 }
        let code = errno
        return -Int(code == EINTR || code == EALREADY ? EINPROGRESS : code)
    }

    /// A non-blocking connection, closed on exec, and who it comes from.
    func accept(_ file: Int32, path: String) -> (result: Int, peer: Address) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let result = attempt(.accept, 0) { _ in
            withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Int(accept4(file, __SOCKADDR_ARG(__sockaddr__: $0), &size, flags))
                }
            }
        }
        guard result >= 0 else { return (result, Address(.unix(path))) }
        return (result, Address(storage, size: size, path: path))
    }

    func control(
        _ epoll: Int32, _ operation: Int32, _ file: Int32, _ events: UInt32, _ data: UInt64
    )
        -> Int
    {
        var event = epoll_event()
        event.events = events
        event.data.u64 = data
        return attempt(.control, 0) { _ in Int(epoll_ctl(epoll, operation, file, &event)) }
    }

    /// Waits for events for at most `timeoutUs` microseconds, for ever when nil. EINTR counts as
    /// no event.
    func wait(_ epoll: Int32, _ events: UnsafeMutableBufferPointer<epoll_event>, timeoutUs: Int64?)
        -> Int
    {
        if let faults, case .errno(let code) = faults(.wait) {
            return code == EINTR ? 0 : -Int(code)
        }
        let count = Int32(events.count)
        let result: Int32
        if let timeoutUs, timeoutUs > 0 {
            var timeout = timespec(
                tv_sec: Int(timeoutUs / 1_000_000), tv_nsec: Int(timeoutUs % 1_000_000) * 1000)
            let precise = epoll_pwait2(epoll, events.baseAddress, count, &timeout, nil)
            if precise < 0 && (errno == ENOSYS || errno == EPERM) {
                // A kernel before 5.11 or a filter that does not know the call: milliseconds do.
                let ms = min(timeoutUs / 1000 + 1, 60_000)
                result = epoll_wait(epoll, events.baseAddress, count, Int32(ms))
            } else {
                result = precise
            }
        } else {
            result = epoll_wait(epoll, events.baseAddress, count, timeoutUs == nil ? -1 : 0)
        }
        guard result < 0 else { return Int(result) }
        let code = errno
        return code == EINTR ? 0 : -Int(code)
    }

    @inline(__always)
    private func attempt(_ call: SystemCall, _ count: Int, _ body: (Int) -> Int) -> Int {
        while true {
            var limit = count
            if let faults, let fault = faults(call) {
                switch fault {
                case .errno(EINTR): continue
                case .errno(let code): return -Int(code)
                case .itself: break
                case .short(let most): limit = min(count, max(most, 1))
                }
            }
            let result = body(limit)
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { return -Int(code) }
        }
    }
}

extension Int {
    /// The errno in a `Kernel` result below zero.
    var errnoCode: Int32 { Int32(truncatingIfNeeded: -self) }
}
