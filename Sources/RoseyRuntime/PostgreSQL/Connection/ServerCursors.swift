#if PostgreSQL
import CLibPQ

/// The server's cursors, which streams fetch their rows from.
extension PostgreSQLConnection {
    struct AbandonedCursor: @unchecked Sendable {
        // Unchecked: the result belongs to nobody else.
        let token: UInt64
        let rows: OpaquePointer
    }

    /// How many rows one fetch of a stream brings.
    private static let rowsPerFetch: Int32 = 512

    /// A cursor of the server's, from which rows are fetched as they are wanted, so that other statements can run in
    /// between. Outside a transaction it has one of its own, which ends when the connection is given back.
    func openCursor(_ statement: Statement) async throws -> Cursor {
        try requireSound(statement)
        let isFirst = transaction != .open
        if transaction == .none {
            prefix = ["BEGIN READ ONLY"]
            transaction = .pending
        }
        lastCursor += 1
        let sql = statement.id >= 0 ? statement.postgresql : NumberedPlaceholders.sql(statement.postgresql)
        queuePrefix()
        wire.send("DECLARE rosey_cursor_\(lastCursor) NO SCROLL CURSOR FOR \(sql)", encoder)
        steps.append(.control)
        let token = lastCursor
        let rows: OpaquePointer
        do { rows = try await fetch(token, statement) } catch {
            if isFirst, !isUsable { hasBrokenAtStart = true }
            throw error
        }
        openCursors.insert(token)
        return Cursor(rows: rows, token: token)
    }

    private func fetch(_ token: UInt64, _ statement: Statement) async throws -> OpaquePointer {
        queuePrefix()
        wire.send("FETCH \(Self.rowsPerFetch) FROM rosey_cursor_\(token)")
        steps.append(.statement)
        wire.sync()
        steps.append(.sync)
        var rows: OpaquePointer?
        let failure = await fly(statement) { rows = $0 }
        if let failure {
            PQclear(rows)
            throw failure.error
        }
        guard let rows else { throw connectionError(statement, isUnknown: false) }
        return rows
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        let next = cursor.nextRow()
        guard case .done = next else { return next }
        if cursor.privateToken == 0 { return underWay == nil && cursor.end != Cursor.unsent ? .done : .wait }
        return cursor.end == Self.rowsPerFetch ? .wait : .done
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        if cursor.hasYielded { return await Task.yield() }
        let rows: OpaquePointer
        if cursor.privateToken == 0 {
            rows = try await perform(statement)
        } else {
            try requireSound(statement)
            rows = try await fetch(cursor.privateToken, statement)
        }
        PQclear(cursor.handle)
        cursor = Cursor(rows: rows, token: cursor.privateToken)
    }

    func allow(_ stint: Stint, _ cursor: inout Cursor) {}

    func close(_ cursor: Cursor) {
        PQclear(cursor.handle)
        forget(cursor.privateToken)
    }

    /// Lets the server close a cursor with the next statement, unless it has gone with its transaction or savepoint.
    private func forget(_ token: UInt64) {
        if openCursors.remove(token) != nil { prefix.append("CLOSE rosey_cursor_\(token)") }
    }

    func closeEventually(_ cursor: Cursor) {
        abandoned.withLock {
            $0.append(AbandonedCursor(token: cursor.privateToken, rows: cursor.handle))
        }
        hasAbandoned.store(true, ordering: .relaxed)
    }

    func supply(of cursor: Cursor) -> RowSupply {
        if cursor.privateToken != 0 { return .asAsked }
        return underWay == nil && cursor.end != Cursor.unsent ? .held(count: cursor.rowsLeft) : .onTheWay
    }

    func clearAbandoned() {
        hasAbandoned.store(false, ordering: .relaxed)
        let cursors = abandoned.withLock { list in
            defer { list = [] }
            return list
        }
        for cursor in cursors {
            PQclear(cursor.rows)
            forget(cursor.token)
        }
    }
}
#endif
