/// A connection that reports how its statements fail, and only that: not rows that cannot be decoded.
final class FailureReporting: ForwardingStatements {
    let base: any StatementConnection
    private let report: @Sendable (any Error) -> Void

    init(_ base: any StatementConnection, _ report: @escaping @Sendable (any Error) -> Void) {
        self.base = base
        self.report = report
    }

    fileprivate func reporting<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            report(error)
            throw error
        }
    }

    fileprivate func reporting<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch {
            report(error)
            throw error
        }
    }

    private func forwarded<Result>(_ start: Start<Result>) -> Start<Result> {
        if case .sent(let sent) = start { .sent(ReportingSentStatement(sent, self)) } else { start }
    }

    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor> {
        forwarded(try reporting { try base.startRows(statement, bind) })
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try await reporting { try await base.open(statement, keepsOpen: keepsOpen, bind) }
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        try reporting { try base.advance(&cursor, statement) }
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        try await reporting { try await base.waitToAdvance(&cursor, statement) }
    }

    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome> {
        forwarded(try reporting { try base.startCommand(statement, bind) })
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await reporting { try await base.run(statement, bind) }
    }
}

private final class ReportingSentStatement: SentStatement {
    private let base: any SentStatement
    private let connection: FailureReporting

    init(_ base: any SentStatement, _ connection: FailureReporting) {
        self.base = base
        self.connection = connection
    }

    func rows() async throws -> Cursor { try await connection.reporting { try await base.rows() } }

    func outcome() async throws -> Outcome { try await connection.reporting { try await base.outcome() } }
}
