#if PostgreSQL
import Dispatch
import Synchronization

/// Runs items at the same time, and gathers what they request until all of them wait.
///
/// The items are tasks of their own, but run on the thread of the task that sends their requests, one after another until each of
/// them waits: to hand each to another thread and back takes longer than the server takes for its statement.
///
/// What is called on the way stays where its caller is (`nonsending`): to ask where it should run takes a task that prefers an
/// executor, as items do, longer than all else here.
final class ItemGatherer: Sendable {
    private struct State {
        /// How many items have not ended.
        var items: Int
        var queue = RequestQueue()
        /// What items have to do before they wait.
        var jobs: [UnownedJob] = []
        var isEnded = false
        /// The task that sends, while it waits for jobs, or for all items to wait.
        // Unsafe as all of them: a checked one has its type looked up by each use of the state.
        var sender: UnsafeContinuation<Void, Never>?

        var isReady: Bool { !jobs.isEmpty || queue.count >= items }

        mutating func takeSender() -> UnsafeContinuation<Void, Never>? {
            guard sender != nil, isReady else { return nil }
            defer { sender = nil }
            return sender
        }
    }

    private enum Next {
        case run([UnownedJob])
        case send([WaitingRequest])
        case wait
        case end
    }

    private let state: Mutex<State>

    init(items: Int) {
        state = Mutex(State(items: items))
    }

    func endItem() {
        let sender = state.withLock { state in
            state.items -= 1
            return state.takeSender()
        }
        sender?.resume()
    }

    /// Hands in a request, and waits for its rows.
    nonisolated(nonsending) func rows(_ request: PipelineRequest, item: Int) async throws -> ReceivedRows {
        let rows = try await withUnsafeThrowingContinuation { continuation in
            let waiting = WaitingRequest(item, request, continuation)
            let (isEnded, sender) = state.withLock { state in
                if !state.isEnded { state.queue.append(waiting) }
                return (state.isEnded, state.takeSender())
            }
            if isEnded { continuation.resume(throwing: DatabaseError.pipelineHasEnded) }
            sender?.resume()
        }
        guard let rows else { throw DatabaseError.pipelineHasEnded }
        return rows
    }

    /// Runs the items until all have ended.
    ///
    /// - Parameter send: sends requests, and resumes those who wait for them.
    nonisolated(nonsending) func run(_ send: nonisolated(nonsending) ([WaitingRequest]) async -> Void) async {
        while true {
            switch next() {
            case .run(let jobs):
                for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            case .send(let requests): await send(requests)
            case .wait: await wait()
            case .end: return
            }
        }
    }

    private func next() -> Next {
        state.withLock { state in
            if !state.jobs.isEmpty {
                defer { state.jobs = [] }
                return .run(state.jobs)
            }
            guard state.isReady else { return .wait }
            if !state.queue.isEmpty { return .send(state.queue.takeRound()) }
            state.isEnded = true
            return .end
        }
    }

    private nonisolated(nonsending) func wait() async {
        await withUnsafeContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.isReady { state.sender = continuation }
                return state.isReady
            }
            if isReady { continuation.resume() }
        }
    }
}

extension ItemGatherer: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isEnded, sender) = state.withLock { state in
            if !state.isEnded { state.jobs.append(job) }
            return (state.isEnded, state.takeSender())
        }
        sender?.resume()
        // What an item has left behind.
        if isEnded { DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) } }
    }
}
#endif
