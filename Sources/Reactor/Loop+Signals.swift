import CLinux
import Glibc

extension Loop {
    /// Calls `handle` on the loop for each of `signals` instead of what they would do to the
    /// process. Call it once, before other threads start: they inherit the blocked signals.
    public func onSignals(_ signals: [Int32], _ handle: @escaping (Int32) -> Void)
        throws(ReactorError)
    {
        precondition(signalFile < 0, "signals are set once")
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let file = signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
        guard file >= 0 else { throw .failed(operation: "signalfd", errno: errno) }
        let added = kernel.control(
            epoll, EPOLL_CTL_ADD, file, Poll.input, sources.insert(.signals))
        guard added >= 0 else {
            close(file)
            throw .failed(operation: "epoll_ctl", errno: added.errnoCode)
        }
        signalFile = file
        onSignal = handle
    }

    func readSignals() {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while true {
            let got = withUnsafeMutableBytes(of: &info) { kernel.read(signalFile, $0) }
            guard got == size else { return }
            onSignal?(Int32(truncatingIfNeeded: info.ssi_signo))
        }
    }
}
