import Synchronization

/// Whose turn it is in a transaction that several tasks share, in the order of asking.
///
/// To take it while it is free, and to give it back while nobody waits, is one atomic step each. Only who has to wait pays
/// for waiting. A wait ends with the turn, with the task's cancellation, or with the closing.
final class Turn: Sendable {
    private enum Use {
        static let free: UInt8 = 0
        static let taken: UInt8 = 1
        /// Taken, and whoever gives it back looks into the state; or closed.
        static let watched: UInt8 = 2
    }

    private struct State {
        var queue = WaitQueue<Void>()
        var nextTicket: UInt64 = 0
        var isClosed = false
        /// Whether the last turn has not ended, once closed.
        var isTaken = false
        /// Who waits in `close` for that.
        var closer: CheckedContinuation<Void, Never>?
    }

    private enum Start {
        case ready
        case failed(DatabaseError)
        case queued
    }

    private let use = Atomic<UInt8>(Use.free)
    private let state = Mutex(State())

    /// Whether the turn was free, and is the caller's now.
    func tryTake() -> Bool {
        use.compareExchange(expected: Use.free, desired: Use.taken, ordering: .acquiring).exchanged
    }

    /// Takes the turn, as soon as it is free.
    func take() async throws {
        if tryTake() { return }
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let start: Start = state.withLock { state in
                    if state.isClosed { return .failed(Self.closedError) }
                    // Asked under the lock: a cancellation after this finds the waiter in the queue.
                    if Task.isCancelled { return .failed(Self.cancelledError) }
                    // Watched from here on, so that who gives it back comes to the lock, after this.
                    if use.exchange(Use.watched, ordering: .acquiringAndReleasing) == Use.free {
                        use.store(Use.taken, ordering: .relaxed)
                        return .ready
                    }
                    state.queue.add(.init(ticket: ticket, deadline: nil, continuation: continuation))
                    return .queued
                }
                switch start {
                case .ready: continuation.resume()
                case .failed(let error): continuation.resume(throwing: error)
                case .queued: break
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.queue.remove(ticket: ticket) }
            waiter?.continuation.resume(throwing: Self.cancelledError)
        }
    }

    /// How many tasks are waiting.
    var waiting: Int { state.withLock { $0.queue.count } }

    /// Ends the turn that was taken.
    func giveBack() {
        let isFree = use.compareExchange(expected: Use.taken, desired: Use.free, ordering: .releasing).exchanged
        if !isFree { handOver() }
    }

    private func handOver() {
        let (waiter, closer): (WaitQueue<Void>.Waiter?, CheckedContinuation<Void, Never>?) = state.withLock { state in
            if let waiter = state.queue.popFirst() {
                if state.queue.isEmpty { use.store(Use.taken, ordering: .relaxed) }
                return (waiter, nil)
            }
            guard state.isClosed else {
                use.store(Use.free, ordering: .releasing)
                return (nil, nil)
            }
            state.isTaken = false
            defer { state.closer = nil }
            return (nil, state.closer)
        }
        waiter?.continuation.resume()
        closer?.resume()
    }

    /// Lets nobody have the turn any more, fails all who wait, and returns when the last turn has ended.
    func close() async {
        let (isTaken, waiters) = state.withLock { state in
            if state.isClosed { return (false, [WaitQueue<Void>.Waiter]()) }
            state.isClosed = true
            // Never free again.
            state.isTaken = use.exchange(Use.watched, ordering: .acquiringAndReleasing) != Use.free
            return (state.isTaken, state.queue.popAll())
        }
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closedError) }
        guard isTaken else { return }
        await withCheckedContinuation { continuation in
            let isTaken = state.withLock { state in
                if state.isTaken { state.closer = continuation }
                return state.isTaken
            }
            if !isTaken { continuation.resume() }
        }
    }

    private static var closedError: DatabaseError {
        DatabaseError(
            .closed, "the transaction has ended; it cannot be used after the closure that it was given to")
    }
    private static var cancelledError: DatabaseError {
        DatabaseError(.cancelled, "the task was cancelled while it waited for the transaction")
    }
}
