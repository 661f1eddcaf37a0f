/// A connection that tells somebody how its statements fail, and only of that: not of rows that cannot be decoded.
final class NotingStatements: ForwardingStatements {
    let base: any StatementConnection
    private let note: @Sendable (any Error) -> Void

    init(_ base: any StatementConnection, _ note: @escaping @Sendable (any Error) -> Void) {
        self.base = base
        self.note = note
    }

    private func noting<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            note(error)
            throw error
        }
    }

    private func noting<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch {
            note(error)
            throw error
        }
    }

    func tryOpen(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Cursor? {
        try noting { try base.tryOpen(statement, bind) }
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try await noting { try await base.open(statement, keepsOpen: keepsOpen, bind) }
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        try noting { try base.advance(&cursor, statement) }
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        try await noting { try await base.waitToAdvance(&cursor, statement) }
    }

    func tryRun(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Outcome? {
        try noting { try base.tryRun(statement, bind) }
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await noting { try await base.run(statement, bind) }
    }
}
