/// A program this process started. Loop-confined.
public final class ChildProcess {
    func reap() {}
    func forget() {}
}
