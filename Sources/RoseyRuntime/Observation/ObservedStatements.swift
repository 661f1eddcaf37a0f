/// What several tasks run their statements on at the same time, with an observer: each has all its rows when it is answered.
final class ObservedStatements: ForwardingStatements {
    let base: any StatementConnection
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
            rows: { if case .buffered(let count) = $0.supply { count } else { nil } })
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await observer.observing(
            statement, { try await base.run(statement, bind) }, rows: { $0.affectedRows })
    }
}
