import Reactor

// Waiting on the loop's clock.
extension Client {
    /// Waits, or returns at once when the task is cancelled.
    func sleep(us: Int64) async {
        let nap = nextNap
        nextNap += 1
        await withTaskCancellationHandler {
            // A method, and not its body, for the reason told in `Channel`.
            await slept(nap, us: us)
        } onCancel: {
            loop.post { self.assumeIsolated { $0.wake(nap) } }
        }
    }

    private func slept(_ nap: Int, us: Int64) async {
        await withUnsafeContinuation { (done: UnsafeContinuation<Void, Never>) in
            if Task.isCancelled {
                done.resume()
                return
            }
            naps[nap] = done
            loop.after(us: us) { self.assumeIsolated { $0.wake(nap) } }
        }
    }

    private func wake(_ nap: Int) {
        naps.removeValue(forKey: nap)?.resume()
    }
}
