#if PostgreSQL
import Logging
import Synchronization

/// Whether the statements that go to one server are prepared under names, which a pooler on the way may not allow.
final class StatementNaming: Sendable {
    typealias Policy = DatabaseConfiguration.PostgreSQL.PreparedStatements

    let policy: Policy
    private let logger: Logger
    private let hasLost = Atomic<Bool>(false)

    init(_ policy: Policy, _ logger: Logger) {
        self.policy = policy
        self.logger = logger
    }

    /// Whether a new connection uses names.
    var isOn: Bool {
        switch policy {
        case .automatic: !hasLost.load(ordering: .relaxed)
        case .named: true
        case .unnamed: false
        }
    }

    /// Notes that a pooler loses prepared statements. It is told once, however many connections find out.
    func noteLoss(_ error: DatabaseError) {
        guard policy == .automatic, !hasLost.exchange(true, ordering: .relaxed) else { return }
        logger.warning(
            "a pooler does not keep prepared statements, so they are prepared anew each time from now on (see preparedStatements)",
            metadata: ["code": "\(error.nativeCode ?? "")"])
    }

    /// Says to whoever relies on names what to do about a pooler.
    func refusal(_ error: DatabaseError) -> DatabaseError {
        var refusal = error
        refusal.code = .misuse
        refusal.message =
            "a pooler between this program and the server does not keep prepared statements: let it "
            + "(PgBouncer: max_prepared_statements, from version 1.21 on), use the address of the server itself, or set "
            + "preparedStatements to automatic or unnamed"
        return refusal
    }
}
#endif
