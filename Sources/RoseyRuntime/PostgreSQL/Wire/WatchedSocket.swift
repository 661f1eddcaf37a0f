#if PostgreSQL
import Synchronization

/// A socket that is watched, and the task that waits for something to come in.
final class WatchedSocket: Sendable {
    private struct State {
        var isReady = false
        /// Whether the peer has hung up, of which nothing more comes in to tell.
        var isOver = false
        var waiting: UnsafeContinuation<Void, Never>?
    }

    let descriptor: Int32
    let token: UInt64
    private let state = Mutex(State())

    init(_ descriptor: Int32, token: UInt64) {
        self.descriptor = descriptor
        self.token = token
    }

    /// Forgets what came in before. Called before something is sent that is answered.
    func clear() {
        state.withLock { $0.isReady = false }
    }

    /// Suspends until something has come in since the last `clear`, or the last wait. Does not once the peer has hung up.
    func wait() async {
        await withUnsafeContinuation { continuation in
            let isReady = state.withLock { state in
                let isReady = state.isReady || state.isOver
                if !isReady { state.waiting = continuation }
                state.isReady = false
                return isReady
            }
            if isReady { continuation.resume() }
        }
    }

    func wake(isOver: Bool) {
        let waiting = state.withLock { state in
            if isOver { state.isOver = true }
            state.isReady = state.waiting == nil
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
#endif
