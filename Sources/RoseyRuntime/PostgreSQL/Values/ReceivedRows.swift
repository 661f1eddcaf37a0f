#if PostgreSQL
import CLibPQ

/// The rows of a result that libpq holds in memory, on their way to the task that asked for them.
struct ReceivedRows: @unchecked Sendable {
    // Unchecked: the result is the receiver's alone, and libpq's results are independent of their connection.
    let handle: OpaquePointer
}

/// What sends the statements of several tasks, and gives each of them all its rows at once.
protocol BufferedConnection: StatementConnection {
    /// The rows of a statement, which the receiver frees.
    func rows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> ReceivedRows
}

extension BufferedConnection {
    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        Cursor(handle: try await rows(statement, bind).handle, privateToken: 0)
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        let rows = try await rows(statement, bind).handle
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
    func supply(of cursor: Cursor) -> RowSupply { .held(count: Int(PQntuples(cursor.handle))) }
    /// All rows are there, so nothing takes long.
    var longRunningExecutor: any TaskExecutor { globalConcurrentExecutor }
    func interrupt() {}
    func giveBack() {}
}

extension Cursor {
    /// Moves on to the next row that is there.
    mutating func nextRow() -> Advance {
        let next = rowNumber + 1
        guard next < PQntuples(handle) else { return .done }
        // Decoding a great many rows lets others have the thread now and then.
        if next & 4095 == 4095, !hasYielded {
            hasYielded = true
            return .wait
        }
        hasYielded = false
        rowNumber = next
        return .row
    }
}

extension Outcome {
    /// What a statement did, by its result: the key is what it returns.
    init(_ result: OpaquePointer) {
        affectedRows = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        generatedKey = 0
        if PQntuples(result) == 1, PQnfields(result) == 1 {
            generatedKey = (try? Row(handle: result, number: 0).int64(0)) ?? 0
        }
    }
}
#endif
