/// What several tasks run their statements on at the same time, with an observer: each has all its rows when it is answered.
final class ObservedStatements: StatementConnection {
    private let base: any StatementConnection
    private let observer: StatementObserver

    init(_ base: any StatementConnection, _ observer: StatementObserver) {
        self.base = base
        self.observer = observer
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try await observer.observing(
            statement, { try await base.open(statement, keepsOpen: keepsOpen, bind) },
            rows: { base.rowCount(of: $0) })
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await observer.observing(
            statement, { try await base.run(statement, bind) }, rows: { $0.affectedRows })
    }

    func runRepeatedly(
        _ statement: Statement, copy: String?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        try await base.runRepeatedly(statement, copy: copy, count: count, isAlone: isAlone, bindNext)
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        try base.advance(&cursor, statement)
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        try await base.waitToAdvance(&cursor, statement)
    }

    func allowLongRunning(_ cursor: inout Cursor) { base.allowLongRunning(&cursor) }
    func close(_ cursor: Cursor) { base.close(cursor) }
    func closeEventually(_ cursor: Cursor) { base.closeEventually(cursor) }
    var longRunningExecutor: any TaskExecutor { base.longRunningExecutor }
    func interrupt() { base.interrupt() }
    func giveBack() { base.giveBack() }
}
