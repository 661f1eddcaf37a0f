/// A pipeline whose statements an observer is told of.
struct ObservedPipeline: PipelineRun {
    private let run: any PipelineRun
    let statements: any StatementConnection

    init(_ run: any PipelineRun, _ observer: StatementObserver) {
        self.run = run
        statements = PipelinedStatements(run.statements, observer)
    }

    var executor: any TaskExecutor { run.executor }
    func endItem() { run.endItem() }
    func fly() async { await run.fly() }
}

/// What the items run their statements on: at the same time, and each has all its rows when it is answered.
private final class PipelinedStatements: StatementConnection {
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
