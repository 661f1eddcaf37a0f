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
        /// Counts rounds, so that a late timer does not cut another one.
        var round: UInt64 = 0
        var isClosed = false
        /// Why what is under way is stopped.
        var reason: StopReason?
        /// Why the connection has been given up, where it was this side that did.
        var givenUp: StopReason?
        /// When the server has been silent for too long, while it is waited for.
        var silenceEnds: Moment?
        /// The earliest timer that has been set for that.
        var timerAt: Moment?
        /// Whether the round is over, and only its cancellation is waited for.
        var isEnding = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    enum StopReason {
        /// The task was cancelled.
        case cancelled
        /// The server kept silent for too long.
        case silent
    }

    /// Why the connection has been given up, where it was not the server or the network that broke it.
    var givenUp: StopReason? { cancellation.withLock { $0.givenUp } }

    /// Lets `cancel` stop what is sent from here on.
    func arm() {
        cancellation.withLock { state in
            state.phase = .armed
            state.round += 1
            state.isEnding = false
            state.reason = nil
        }
    }

    /// Ends that; where something was stopped, waits until the cancellation can hit nothing else any more. Returns
    /// whether that was so because the task was cancelled.
    func disarm() async -> Bool {
        let (isStopped, reason) = cancellation.withLock { state in
            if state.phase == .armed { state.phase = .idle }
            state.isEnding = true
            return (state.phase != .idle, state.reason)
        }
        guard isStopped else { return false }
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
        return reason == .cancelled
    }

    /// What is sent from here on cannot be stopped, as the end of a transaction. Where the server keeps silent all the same,
    /// the connection is given up: soon after the cancellation of the task, or at a time limit.
    ///
    /// - Parameter limit: how long it may take in any case; `nil` for as long as other limits allow.
    func watch(limit: Duration? = nil) {
        let round = cancellation.withLock { state in
            state.phase = .watched
            state.round += 1
            state.reason = nil
            return state.round
        }
        if let limit { cutLater(round, after: limit, .silent) }
    }

    func unwatch() {
        cancellation.withLock { state in
            if state.phase == .watched { state.phase = .idle }
        }
    }

    func cutWatched() {
        let round = cancellation.withLock { $0.phase == .watched ? $0.round : nil }
        if let round { cutLater(round, after: cancelTimeout, .cancelled) }
    }

    private func cutLater(_ round: UInt64, after delay: Duration, _ reason: StopReason) {
        DispatchQueue.global().asyncAfter(deadline: .now() + DispatchTimeInterval(delay)) { [weak self] in
            self?.cut(round: round, reason)
        }
    }

    /// Asks the server to stop what runs, from any thread, and gives the connection up unless that happens soon. libpq blocks
    /// while it asks, so that has a thread of its own.
    ///
    /// - Parameter round: only this one, if it has not ended.
    func cancel(_ reason: StopReason = .cancelled, round: UInt64? = nil) {
        let round: UInt64? = cancellation.withLock { state in
            guard state.phase == .armed, round == nil || round == state.round else { return nil }
            state.phase = .running
            state.reason = reason
            return state.round
        }
        guard let round else { return }
        sendCancel(round, again: .milliseconds(50))
        cutLater(round, after: cancelTimeout, reason)
    }

    // MARK: Silence

    /// From here on the server is waited for. When ``replyTimeout`` is over before it says anything, what it does is stopped, or
    /// the connection given up where that must not be stopped.
    func beginSilence() {
        guard let replyTimeout else { return }
        let end = Moment.now + replyTimeout * max(outstanding, 1)
        let needsTimer = cancellation.withLock { state in
            state.silenceEnds = end
            guard state.timerAt.map({ end < $0 }) ?? true else { return false }
            state.timerAt = end
            return true
        }
        if needsTimer { setTimer(end) }
    }

    func endSilence() {
        if replyTimeout != nil { cancellation.withLock { $0.silenceEnds = nil } }
    }

    /// One timer serves many waits: when it comes, it is set again for the wait of that time.
    private func setTimer(_ moment: Moment) {
        let delay = DispatchTimeInterval(Moment.now.duration(to: moment))
        DispatchQueue.global().asyncAfter(deadline: .now() + delay) { [weak self] in
            guard let self else { return }
            let (next, round, phase) = self.cancellation.withLock { state -> (Moment?, UInt64, Cancellation.Phase) in
                // Another one has been set for an earlier time.
                guard let set = state.timerAt, set <= .now else { return (nil, 0, .idle) }
                state.timerAt = state.silenceEnds.flatMap { $0 > .now ? $0 : nil }
                guard state.silenceEnds != nil, state.timerAt == nil else { return (state.timerAt, 0, .idle) }
                return (nil, state.round, state.phase)
            }
            if let next { return self.setTimer(next) }
            switch phase {
            case .armed: self.cancel(.silent, round: round)
            case .watched: self.cut(round: round, .silent)
            case .idle, .running, .done: break
            }
        }
    }

    /// Sends a cancellation, and another one after a pause unless the round has ended by then: one that overtakes the
    /// statement finds nothing to stop.
    private func sendCancel(_ round: UInt64, again pause: Duration) {
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
                    guard state.round == round, state.phase == .done, !state.isEnding, !state.isClosed else {
                        return false
                    }
                    state.phase = .running
                    return true
                }
                if isUnderWay { self.sendCancel(round, again: pause * 2) }
            }
        }
    }

    /// Breaks the connection, from any thread: whoever waits for the server wakes up.
    func cut() {
        cancellation.withLock { state in
            if !state.isClosed { shutdown(socket.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// The same where a round has not ended that is to.
    private func cut(round: UInt64, _ reason: StopReason) {
        cancellation.withLock { state in
            guard state.round == round, state.phase != .idle, !state.isClosed else { return }
            state.givenUp = reason
            shutdown(socket.descriptor, Int32(SHUT_RDWR))
            // Whatever becomes of the cancellation: there is nothing left that it could hit.
            state.phase = .done
            state.waiter.map { $0.resume() }
            state.waiter = nil
        }
    }
}

extension DispatchTimeInterval {
    /// A day is as good as never.
    init(_ duration: Duration) {
        self = .nanoseconds(Int(min(max(duration, .zero), .seconds(86_400)) / .nanoseconds(1)) + 1)
    }
}
#endif
