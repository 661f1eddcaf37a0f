/// What statements run on: the ``Database`` itself, or a ``Transaction``.
///
/// Generated code extends this protocol with a repository for each table, so that `db.users` and `tx.users` read alike.
/// Functions that work on both take `some DatabaseAccess`.
public protocol DatabaseAccess: Sendable {
    /// The way generated code reaches the database.
    var session: Session { get }

    /// Runs `body` in a transaction, which takes effect as a whole when `body` returns and not at all when it throws.
    ///
    /// On a transaction this is a savepoint: what `body` did is undone when it throws, and the outer transaction goes on.
    /// When a statement fails, the transaction it is in has failed, on every database: further statements in it throw
    /// ``DatabaseError/Code/transactionFailed``. To recover from a failure, put what may fail into a transaction inside.
    ///
    /// - Throws: what `body` throws, or a ``DatabaseError``.
    @discardableResult
    func transaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result
}
