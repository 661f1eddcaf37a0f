#if PostgreSQL
import CLibPQ

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The rows of a result that libpq holds in memory, on their way to the task that asked for them, which frees them.
struct ReceivedRows: @unchecked Sendable {
    // Unchecked: nobody changes a result any more, and libpq's results are independent of their connection.
    let handle: OpaquePointer
    /// Which of the result's rows these are.
    let rows: Range<Int32>
    private let owner: Cursor.Owner

    /// A whole result.
    init(_ handle: OpaquePointer) {
        self.handle = handle
        rows = 0..<PQntuples(handle)
        owner = .result
    }

    /// One row of a result, or none.
    init(_ shared: SharedRows, row: Int32?) {
        handle = shared.handle
        rows = row.map { $0..<$0 + 1 } ?? 0..<0
        owner = .sharedResult(.passRetained(shared))
    }

    var cursor: Cursor {
        var cursor = Cursor(handle: handle, owner: owner)
        cursor.rowNumber = rows.lowerBound - 1
        cursor.end = rows.upperBound
        return cursor
    }

    var outcome: Outcome {
        if case .sharedResult = owner { return Outcome(affectedRows: rows.count, generatedKey: 0) }
        return Outcome(handle)
    }

    func free() { cursor.freeResult() }
}

/// A result whose rows are several receivers'.
final class SharedRows: Sendable {
    // Any number of threads may read one of libpq's results, and nobody changes this one.
    nonisolated(unsafe) let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }
}

/// What sends the statements of several tasks, and gives each of them all its rows at once.
protocol BufferedConnection: StatementConnection {
    /// The rows of a statement, which the receiver frees.
    nonisolated(nonsending) func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows
}

extension BufferedConnection {
    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try await rows(statement, bind).cursor
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        let rows = try await rows(statement, bind)
        defer { rows.free() }
        return rows.outcome
    }

    func runRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        throw DatabaseError.noPipelineItem("an insert of many rows")
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance { cursor.nextRow() }
    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws { await Task.yield() }
    func allow(_ slice: TimeSlice, _ cursor: inout Cursor) {}
    func close(_ cursor: Cursor) { cursor.freeResult() }
    func closeEventually(_ cursor: Cursor) { cursor.freeResult() }
    /// All rows are there, so nothing takes long.
    var longRunningExecutor: any TaskExecutor { globalConcurrentExecutor }
    func interrupt() {}
    func giveBack() {}
}

extension Outcome {
    /// What a statement did, by its result: the key is what it returns.
    init(_ result: OpaquePointer) {
        affectedRows = PQcmdTuples(result).map { strtol($0, nil, 10) } ?? 0
        generatedKey = 0
        if PQntuples(result) == 1, PQnfields(result) == 1 {
            generatedKey = (try? Row(handle: result, number: 0).int64(0)) ?? 0
        }
    }
}
#endif
