#if PostgreSQL
import CLibPQ

/// Cursors over results that libpq holds, among them those which streams fetch from a cursor of the server's.
extension PostgreSQLConnection {
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
        queue("DECLARE rosey_cursor_\(lastCursor) NO SCROLL CURSOR FOR \(sql)", encoder, as: .control)
        let number = lastCursor
        let rows: OpaquePointer
        do { rows = try await fetch(number, statement) } catch {
            if isFirst, !isUsable { hasBrokenAtStart = true }
            throw error
        }
        openCursors.insert(number)
        return Cursor(rows: rows, .serverCursor(number))
    }

    private func fetch(_ number: UInt64, _ statement: Statement) async throws -> OpaquePointer {
        queuePrefix()
        queue("FETCH \(Self.rowsPerFetch) FROM rosey_cursor_\(number)", as: .statement)
        queueSync()
        var rows: OpaquePointer?
        let failure = await receiveRound(statement) { rows = $0 }
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
        return switch cursor.owner {
        case .sentStatement, .unsentCopy: .wait
        case .serverCursor: cursor.end == Self.rowsPerFetch ? .wait : .done
        case .result, .sharedResult, .statementCache, .ownStatement: .done
        }
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        if cursor.hasYielded { return await Task.yield() }
        let rows: OpaquePointer
        if case .serverCursor(let number) = cursor.owner {
            try requireSound(statement)
            rows = try await fetch(number, statement)
        } else if let sent = takeSent(from: &cursor) {
            rows = try await finish(sent)
        } else {
            // Only some of the rows are wanted, so they are not copied. The encoder has no values, as a copy takes none.
            rows = try await perform(statement)
            cursor.owner = .result
        }
        PQclear(cursor.handle)
        cursor = Cursor(rows: rows, cursor.owner)
    }

    /// The statement whose rows the cursor waits for, if it does. The cursor is one of an empty result then.
    func takeSent(from cursor: inout Cursor) -> StatementInFlight? {
        guard case .sentStatement(let retained) = cursor.owner else { return nil }
        cursor.owner = .result
        return retained.takeRetainedValue() as? StatementInFlight
    }

    func allow(_ slice: TimeSlice, _ cursor: inout Cursor) {}

    func close(_ cursor: Cursor) {
        cursor.freeResult()
        if case .serverCursor(let number) = cursor.owner { forget(number) }
    }

    /// Lets the server close a cursor with the next statement, unless it has gone with its transaction or savepoint.
    private func forget(_ number: UInt64) {
        if openCursors.remove(number) != nil { prefix.append("CLOSE rosey_cursor_\(number)") }
    }

    func closeEventually(_ cursor: Cursor) {
        abandoned.withLock { $0.append(cursor) }
        hasAbandoned.store(true, ordering: .relaxed)
    }

    func clearAbandoned() {
        hasAbandoned.store(false, ordering: .relaxed)
        let cursors = abandoned.withLock { list in
            defer { list = [] }
            return list
        }
        for cursor in cursors { close(cursor) }
    }
}

extension Cursor {
    /// A cursor before the first of the rows that are there.
    init(rows: OpaquePointer, _ owner: Owner = .result) {
        self.init(handle: rows, owner: owner)
        end = PQntuples(rows)
    }

    /// Frees the rows, or the cursor's share in them.
    func freeResult() {
        switch owner {
        case .sharedResult(let retained): return retained.release()
        case .sentStatement(let retained): retained.release()
        case .result, .serverCursor, .unsentCopy: break
        case .statementCache, .ownStatement: return
        }
        PQclear(handle)
    }

    /// Moves on to the next row that is there.
    mutating func nextRow() -> Advance {
        let next = rowNumber + 1
        guard next < end else { return .done }
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
#endif
