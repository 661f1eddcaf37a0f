#if PostgreSQL
import Synchronization

/// A socket, and the task that waits for something to come in.
final class WatchedSocket: Sendable {
    let descriptor: Int32
    let token: UInt64
    // Unowned: the reactor lives as long as the process.
    private unowned let reactor: Reactor
    private let waiting = Mutex<UnsafeContinuation<Void, Never>?>(nil)

    init(_ descriptor: Int32, token: UInt64, reactor: Reactor) {
        self.descriptor = descriptor
        self.token = token
        self.reactor = reactor
    }

    /// Suspends until there is something to read, or the peer has hung up.
    func wait() async {
        await withUnsafeContinuation { continuation in
            waiting.withBriefLock { $0 = continuation }
            // Nothing is lost in between: what is in already is reported as well.
            if !reactor.arm(self) { wake() }
        }
    }

    func wake() {
        let continuation = waiting.withBriefLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume()
    }
}
#endif
