#if PostgreSQL
import CLibPQ
import Synchronization

/// A statement that goes with others, and its values.
struct PipelineRequest {
    let statement: Statement
    let encoder: ParameterEncoder
}

/// Gathers the statements of items that run at the same time, and sends them in one flight when all of them wait.
final class PostgreSQLPipeline: PipelineRun {
    private struct Waiting: @unchecked Sendable {
        // Unchecked: the encoder is given away with the request, and nobody else has it.
        let request: PipelineRequest
        let continuation: CheckedContinuation<ReceivedRows, any Error>
    }

    /// Rows on their way to the item that asked for them.
    private struct ReceivedRows: @unchecked Sendable {
        // Unchecked: the result is the receiver's alone, and libpq's results are independent of their connection.
        let handle: OpaquePointer
    }

    private struct State {
        /// The items that have not ended.
        var items: Int
        var queue: [Waiting] = []
        var isEnded = false
        /// Who waits for all items to wait.
        var pilot: CheckedContinuation<Void, Never>?

        var isReady: Bool { queue.count >= items }

        mutating func takePilot() -> CheckedContinuation<Void, Never>? {
            guard isReady else { return nil }
            defer { pilot = nil }
            return pilot
        }
    }

    private let state: Mutex<State>
    private let connection: PostgreSQLConnection

    init(_ connection: PostgreSQLConnection, items: Int) {
        self.connection = connection
        state = Mutex(State(items: items))
    }

    func endItem() {
        let pilot = state.withLock { state in
            state.items -= 1
            return state.takePilot()
        }
        pilot?.resume()
    }

    func fly() async {
        while true {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.isReady { state.pilot = continuation }
                    return state.isReady
                }
                if isReady { continuation.resume() }
            }
            let waiting = state.withLock { state in
                defer { state.queue = [] }
                // All items have ended.
                if state.queue.isEmpty { state.isEnded = true }
                return state.queue
            }
            if waiting.isEmpty { return }
            for (item, result) in zip(waiting, await connection.fly(waiting.map(\.request))) {
                item.continuation.resume(with: result.map(ReceivedRows.init).mapError { $0 as any Error })
            }
        }
    }

    private func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> OpaquePointer {
        let encoder = ParameterEncoder()
        try encoder.fill(statement, bind)
        let request = PipelineRequest(statement: statement, encoder: encoder)
        return try await withCheckedThrowingContinuation { continuation in
            let waiting = Waiting(request: request, continuation: continuation)
            let (isEnded, pilot) = state.withLock { state in
                if !state.isEnded { state.queue.append(waiting) }
                return (state.isEnded, state.takePilot())
            }
            if isEnded {
                continuation.resume(
                    throwing: DatabaseError(
                        .closed, "the pipeline has ended; it cannot be used after the item that it was given to"))
            }
            pilot?.resume()
        }.handle
    }

    // MARK: Statements

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        return Cursor(handle: try await rows(statement, bind), privateToken: 0)
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        let rows = try await rows(statement, bind)
        defer { PQclear(rows) }
        return Outcome(rows)
    }

    func runRepeatedly(
        _ statement: Statement, copy: String?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        throw DatabaseError.noPipelineItem("an insert of many rows")
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance { cursor.nextRow() }
    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws { await Task.yield() }
    func allowLongRunning(_ cursor: inout Cursor) {}
    func close(_ cursor: Cursor) { PQclear(cursor.handle) }
    func closeEventually(_ cursor: Cursor) { PQclear(cursor.handle) }
    var longRunningExecutor: any TaskExecutor { connection.longRunningExecutor }
    func interrupt() {}
    func giveBack() {}
}
#endif
