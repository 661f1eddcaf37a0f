#if PostgreSQL
import CLibPQ
import Dispatch
import Synchronization

/// Gathers the statements of items that run at the same time, and sends them in one flight when all of them wait.
///
/// The items run on the thread that sends their statements, in turn until each of them waits: handing each to another
/// thread and back takes longer than the server takes for its statement.
final class PostgreSQLPipeline: PipelineRun, BufferedConnection {
    private struct Waiting {
        let request: PipelineRequest
        let continuation: UnsafeContinuation<ReceivedRows, any Error>
    }

    private struct State {
        /// The items that have not ended.
        var items: Int
        var queue: [Waiting] = []
        /// What items have to do before they wait.
        var jobs: [UnownedJob] = []
        var isEnded = false
        /// Who waits for jobs, or for all items to wait.
        var pilot: CheckedContinuation<Void, Never>?

        var isReady: Bool { !jobs.isEmpty || queue.count >= items }

        mutating func takePilot() -> CheckedContinuation<Void, Never>? {
            guard isReady else { return nil }
            defer { pilot = nil }
            return pilot
        }
    }

    private enum Next {
        case run([UnownedJob])
        case send([Waiting])
        case wait
    }

    private let state: Mutex<State>
    private let connection: PostgreSQLConnection

    init(_ connection: PostgreSQLConnection, items: Int) {
        self.connection = connection
        state = Mutex(State(items: items))
    }

    var statements: any StatementConnection { self }
    var executor: any TaskExecutor { self }

    func endItem() {
        let pilot = state.withLock { state in
            state.items -= 1
            return state.takePilot()
        }
        pilot?.resume()
    }

    func fly() async {
        while true {
            switch next() {
            case .run(let jobs):
                for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            case .send(let waiting):
                // All items have ended.
                if waiting.isEmpty { return }
                defer { for item in waiting { connection.pool.encoders.giveBack(item.request.encoder) } }
                for (item, result) in zip(waiting, await connection.fly(waiting.map(\.request))) {
                    item.continuation.resume(with: result.mapError { $0 as any Error })
                }
            case .wait:
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        if !state.isReady { state.pilot = continuation }
                        return state.isReady
                    }
                    if isReady { continuation.resume() }
                }
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
            defer { state.queue = [] }
            if state.queue.isEmpty { state.isEnded = true }
            return .send(state.queue)
        }
    }

    func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        let encoder = connection.pool.encoders.take()
        try encoder.fill(statement, bind)
        let request = PipelineRequest(statement: statement, encoder: encoder)
        return try await withUnsafeThrowingContinuation { continuation in
            let waiting = Waiting(request: request, continuation: continuation)
            let (isEnded, pilot) = state.withLock { state in
                if !state.isEnded { state.queue.append(waiting) }
                return (state.isEnded, state.takePilot())
            }
            if isEnded {
                continuation.resume(throwing: DatabaseError.pipelineHasEnded)
            }
            pilot?.resume()
        }
    }
}

extension PostgreSQLPipeline: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isEnded, pilot) = state.withLock { state in
            if !state.isEnded { state.jobs.append(job) }
            return (state.isEnded, state.takePilot())
        }
        pilot?.resume()
        // What an item has left behind.
        if isEnded { DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) } }
    }
}
#endif
