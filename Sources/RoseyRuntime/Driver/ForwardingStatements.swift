/// A connection that passes everything on to another one, except for what it does in a way of its own.
protocol ForwardingStatements: StatementConnection {
    var base: any StatementConnection { get }
}

extension ForwardingStatements {
    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor> {
        try base.startRows(statement, bind)
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try await base.open(statement, keepsOpen: keepsOpen, bind)
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        try base.advance(&cursor, statement)
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        try await base.waitToAdvance(&cursor, statement)
    }

    func allow(_ slice: TimeSlice, _ cursor: inout Cursor) { base.allow(slice, &cursor) }
    func close(_ cursor: Cursor) { base.close(cursor) }
    func closeEventually(_ cursor: Cursor) { base.closeEventually(cursor) }

    func receive(
        _ cursor: inout Cursor, _ statement: Statement, _ receive: (borrowing Row) throws -> Void
    ) async throws {
        try await base.receive(&cursor, statement, receive)
    }

    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome> {
        try base.startCommand(statement, bind)
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await base.run(statement, bind)
    }

    func runRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        try await base.runRepeatedly(statement, together, count: count, isAlone: isAlone, bindNext)
    }

    var longRunningExecutor: any TaskExecutor { base.longRunningExecutor }
    func interrupt() { base.interrupt() }
    func giveBack() { base.giveBack() }
}
