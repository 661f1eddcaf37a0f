import Dispatch
import Synchronization

/// Lends a limited number of resources, each to one task at a time, nearly in the order of asking.
///
/// Resources are made when they are first needed. Taking a free one is a lock and an array access; only who has to
/// wait pays for waiting. A wait ends with the resource, with the timeout, or with the task's cancellation.
///
/// Who waits is woken when a resource is free, and may find that a task which was running has taken it in the meantime;
/// then the next one is kept for it. If each were kept for who waits, then as soon as one task had to wait, all would have to
/// wait for each statement, and resources would lie idle until those whose turn it is have a thread.
final class LeasePool<Resource: Sendable>: Sendable {
    private struct State {
        var idle: [Resource] = []
        /// Resources that exist or are being made.
        var made = 0
        /// Who waits is given a resource, or `nil` to try again.
        var queue = WaitQueue<Resource?>()
        var nextTicket: UInt64 = 0
        var isClosed = false
        var isSweepScheduled = false
        /// Who waits in `close` for the last resource to come back.
        var closer: CheckedContinuation<Void, Never>?
    }

    private enum Start {
        case ready(Resource)
        case make
        case wait(ticket: UInt64)
    }

    /// A wait that has been in vain once.
    private struct Retry {
        let deadline: Moment?
    }

    private enum WaitStart {
        case ready(Resource?)
        case failed(DatabaseError)
        case queued(sweepAt: Moment?)
    }

    private let state = Mutex(State())
    private let limit: Int
    private let timeout: Duration?
    private let name: String
    private let make: @Sendable (LeasePool) async throws -> Resource

    /// - Parameters:
    ///   - timeout: how long a task waits, or `nil` for as long as it takes.
    ///   - name: what is waited for, for the error of a wait that took too long.
    ///   - make: makes a resource for the pool that it is given.
    init(
        limit: Int, timeout: Duration?, name: String,
        make: @escaping @Sendable (LeasePool) async throws -> Resource
    ) {
        self.limit = limit
        self.timeout = timeout
        self.name = name
        self.make = make
    }

    /// A resource that is free, if there is one.
    func tryTake() throws -> Resource? {
        try state.withBriefLock { state in
            if state.isClosed { throw closedError }
            return state.idle.popLast()
        }
    }

    /// A resource, as soon as one is free.
    func take() async throws -> Resource {
        var retry: Retry?
        while true {
            let start: Start = try state.withBriefLock { state in
                if state.isClosed { throw closedError }
                if let resource = state.idle.popLast() { return .ready(resource) }
                if state.made < limit {
                    state.made += 1
                    return .make
                }
                state.nextTicket += 1
                return .wait(ticket: state.nextTicket)
            }
            switch start {
            case .ready(let resource): return resource
            case .make: return try await makeReserved()
            case .wait(let ticket):
                let deadline = retry.map(\.deadline) ?? timeout.map { .now + $0 }
                if let resource = try await wait(ticket, deadline, isRetry: retry != nil) { return resource }
                retry = Retry(deadline: deadline)
            }
        }
    }

    /// How many tasks are waiting.
    var waiting: Int { state.withBriefLock { $0.queue.count } }

    var summary: PoolSummary {
        state.withBriefLock { state in
            PoolSummary(
                lent: state.made - state.idle.count, idle: state.idle.count, waiting: state.queue.count, maximum: limit)
        }
    }

    /// Takes back what `tryTake` or `take` gave.
    func giveBack(_ resource: Resource) {
        let isQuiet = state.withBriefLock { state in
            guard state.queue.isEmpty, !state.isClosed else { return false }
            state.idle.append(resource)
            return true
        }
        if !isQuiet { handOver(resource) }
    }

    /// Wakes the first who waits, or who waits for the pool to close.
    private func handOver(_ resource: Resource) {
        let (waiter, closer): (WaitQueue<Resource?>.Waiter?, CheckedContinuation<Void, Never>?) = state.withBriefLock {
            state in
            let waiter = state.queue.popFirst()
            if waiter?.isRetry != true { state.idle.append(resource) }
            return (waiter, Self.closerIfQuiet(&state))
        }
        waiter?.continuation.resume(returning: waiter?.isRetry == true ? resource : nil)
        closer?.resume()
    }

    /// Lends nothing more, fails all who wait, and returns the resources once all are back. A second call returns none.
    func close() async -> [Resource] {
        let waiters: [WaitQueue<Resource?>.Waiter]? = state.withBriefLock { state in
            if state.isClosed { return nil }
            state.isClosed = true
            return state.queue.popAll()
        }
        guard let waiters else { return [] }
        for waiter in waiters { waiter.continuation.resume(throwing: closedError) }
        await withCheckedContinuation { continuation in
            let isQuiet = state.withBriefLock { state in
                if state.idle.count == state.made { return true }
                state.closer = continuation
                return false
            }
            if isQuiet { continuation.resume() }
        }
        return state.withBriefLock { state in
            defer {
                state.idle = []
                state.made = 0
            }
            return state.idle
        }
    }

    private func makeReserved() async throws -> Resource {
        do {
            return try await make(self)
        } catch {
            let (waiter, closer) = state.withBriefLock { state in
                state.made -= 1
                // There is room to make one again, so the next in the queue tries.
                return (state.queue.popFirst(), Self.closerIfQuiet(&state))
            }
            waiter?.continuation.resume(returning: nil)
            closer?.resume()
            throw error
        }
    }

    private func wait(
        _ ticket: UInt64, _ deadline: Moment?, isRetry: Bool
    ) async throws -> Resource? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: WaitStart = state.withBriefLock { state in
                    if state.isClosed { return .failed(closedError) }
                    // Asked under the lock: a cancellation after this finds the waiter in the queue.
                    if Task.isCancelled { return .failed(Self.cancelledError) }
                    if let resource = state.idle.popLast() { return .ready(resource) }
                    if state.made < limit { return .ready(nil) }
                    state.queue.add(
                        .init(ticket: ticket, deadline: deadline, isRetry: isRetry, continuation: continuation))
                    guard let deadline, !state.isSweepScheduled else { return .queued(sweepAt: nil) }
                    state.isSweepScheduled = true
                    return .queued(sweepAt: deadline)
                }
                switch result {
                case .ready(let resource): continuation.resume(returning: resource)
                case .failed(let error): continuation.resume(throwing: error)
                case .queued(let deadline): if let deadline { scheduleSweep(at: deadline) }
                }
            }
        } onCancel: {
            let waiter = state.withBriefLock { $0.queue.remove(ticket: ticket) }
            waiter?.continuation.resume(throwing: Self.cancelledError)
        }
    }

    /// One timer serves all who wait: it looks at the first, whose time is up first.
    private func scheduleSweep(at deadline: Moment) {
        // A day is as good as never: the sweep looks at the deadlines again.
        let delay = min(max(Moment.now.duration(to: deadline), .zero), .seconds(86_400))
        let interval = DispatchTimeInterval.nanoseconds(Int(delay / .nanoseconds(1)))
        DispatchQueue.global().asyncAfter(deadline: .now() + interval) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        let (expired, next) = state.withBriefLock { state in
            let expired = state.queue.popExpired(at: .now)
            let next = state.queue.nextDeadline
            state.isSweepScheduled = next != nil
            return (expired, next)
        }
        for waiter in expired {
            waiter.continuation.resume(
                throwing: DatabaseError(
                    .timeout, "waited \(timeout ?? .zero) for \(name); all \(limit) are in use (see lockTimeout)"))
        }
        if let next { scheduleSweep(at: next) }
    }

    private static func closerIfQuiet(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        guard state.isClosed, state.idle.count == state.made else { return nil }
        defer { state.closer = nil }
        return state.closer
    }

    private var closedError: DatabaseError { DatabaseError(.closed, "the database is closed") }
    private static var cancelledError: DatabaseError {
        DatabaseError(.cancelled, "the task was cancelled while it waited for the database")
    }
}
