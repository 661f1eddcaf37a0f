#if PostgreSQL
import CLibPQ
import Dispatch
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Stopping what a server does, and giving up a connection whose server does not answer.
extension Wire {
    struct Cancellation {
        enum Phase {
            case idle
            /// A cancellation stops what is under way.
            case armed
            /// What is under way has to be done, but not for ever: see `watch`.
            case watched
            case running, done
        }
        var phase = Phase.idle
        /// Counts flights, so that a late timer does not cut another one.
        var flight: UInt64 = 0
        var isClosed = false
        /// Whether the flight is over, and only its cancellation is waited for.
        var isEnding = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// How long a server may take to obey a cancellation before the connection is given up.
    private static let patience = DispatchTimeInterval.seconds(10)

    /// Lets `cancel` stop what is sent from here on.
    func arm() {
        cancellation.withLock { state in
            state.phase = .armed
            state.flight += 1
            state.isEnding = false
        }
    }

    /// Ends that; where something was cancelled, waits until the cancellation can hit nothing else any more. Returns
    /// whether that was so.
    func disarm() async -> Bool {
        let wasCancelled = cancellation.withLock { state in
            if state.phase == .armed { state.phase = .idle }
            state.isEnding = true
            return state.phase != .idle
        }
        guard wasCancelled else { return false }
        if !isBroken {
            await withCheckedContinuation { continuation in
                let isDone = cancellation.withLock { state in
                    if state.phase == .done { return true }
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
            // The signal has been sent. When the server has answered once more, it has arrived too.
            sync()
            while let result = await next(isCancellable: false) {
                let isLast = PQresultStatus(result) == PGRES_PIPELINE_SYNC
                PQclear(result)
                if isLast { break }
            }
        }
        cancellation.withLock { $0.phase = .idle }
        return true
    }

    /// What is sent from here on cannot be stopped, as the end of a transaction. Where the server keeps silent all the same,
    /// the connection is given up: after the cancellation of the task, or at once where nobody is there to cancel it.
    func watch(isUnattended: Bool = false) {
        let flight = cancellation.withLock { state in
            state.phase = .watched
            state.flight += 1
            return state.flight
        }
        if isUnattended { cutLater(flight) }
    }

    func unwatch() {
        cancellation.withLock { state in
            if state.phase == .watched { state.phase = .idle }
        }
    }

    func cutWatched() {
        let flight = cancellation.withLock { $0.phase == .watched ? $0.flight : nil }
        if let flight { cutLater(flight) }
    }

    private func cutLater(_ flight: UInt64) {
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in
            self?.cut(flight: flight)
        }
    }

    /// Asks the server to stop what runs, from any thread. libpq blocks while it does, so that has a thread of its own.
    func cancel() {
        let flight: UInt64? = cancellation.withLock { state in
            guard state.phase == .armed else { return nil }
            state.phase = .running
            return state.flight
        }
        guard let flight else { return }
        sendCancel(flight, again: .milliseconds(50))
        cutLater(flight)
    }

    /// Sends a cancellation, and another one after a pause unless the flight has ended by then: one that overtakes the
    /// statement finds nothing to stop.
    private func sendCancel(_ flight: UInt64, again pause: Duration) {
        cancelQueue.async {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                _ = PQcancel(self.canceller, message.baseAddress, 256)
            }
            let waiter = self.cancellation.withLock { state in
                state.phase = .done
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
            let delay = DispatchTimeInterval.milliseconds(Int(pause / .milliseconds(1)))
            self.cancelQueue.asyncAfter(deadline: .now() + delay) { [weak self] in
                guard let self else { return }
                let isUnderWay = self.cancellation.withLock { state in
                    guard state.flight == flight, state.phase == .done, !state.isEnding, !state.isClosed else {
                        return false
                    }
                    state.phase = .running
                    return true
                }
                if isUnderWay { self.sendCancel(flight, again: pause * 2) }
            }
        }
    }

    /// Breaks the connection, from any thread: whoever waits for the server wakes up.
    func cut() {
        cancellation.withLock { state in
            if !state.isClosed { shutdown(socket.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// The same where a cancelled flight has not ended.
    func cut(flight: UInt64) {
        cancellation.withLock { state in
            guard state.flight == flight, state.phase != .idle, !state.isClosed else { return }
            shutdown(socket.descriptor, Int32(SHUT_RDWR))
            // Whatever becomes of the cancellation: there is nothing left that it could hit.
            state.phase = .done
            state.waiter.map { $0.resume() }
            state.waiter = nil
        }
    }
}
#endif
