#if PostgreSQL
import CLibPQ

/// The beginning and the end of transactions and of savepoints in them.
extension PostgreSQLConnection {
    func begin(_ access: Access, _ options: TransactionOptions) async throws {
        var command = "BEGIN"
        // A transaction that reads sees one state throughout, as on SQLite.
        let isolation = options.isolation ?? (access == .read ? .repeatableRead : nil)
        if let isolation { command += " ISOLATION LEVEL \(isolation.postgresql)" }
        if access == .read { command += " READ ONLY" }
        if options.isDeferrable { command += " DEFERRABLE" }
        prefix = [command]
        transaction = .pending
        isReadOnly = access == .read
        if access == .write { writer = pool.writers.insertCurrent() }
    }

    func commit() async throws {
        defer { endTransaction() }
        if transaction == .pending {
            prefix = []
            transaction = .none
            return
        }
        if wire.isBroken { throw connectionError(Self.commitStatement, isUnknown: false) }
        queuePrefix()
        queue("COMMIT", as: .statement)
        queueSync()
        wire.replyWait.isCommit = !isReadOnly
        var tag = ""
        let failure = await receiveRound(Self.commitStatement, isCancellable: false, commits: !isReadOnly) { result in
            tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
            PQclear(result)
        }
        // One that fails ends the transaction as well.
        if wire.transactionStatus == PQTRANS_IDLE { transaction = .none }
        // The server says so when it has committed: what breaks after that is no failure of the transaction.
        if let failure, tag != "COMMIT" { throw failure.error }
        transaction = .none
        if tag != "COMMIT" {
            throw DatabaseError(
                .transactionFailed, "the server rolled the transaction back, since a statement of it had failed")
        }
    }

    func endTransaction() {
        isReadOnly = false
        openCursors = []
        cursorsBeforeSavepoint = [:]
        clearAbandoned()
        if let writer { pool.writers.remove(writer) }
        writer = nil
    }

    func rollback() async {
        endTransaction()
        prefix = []
        steps = []
        await sendRollback()
        transaction = .none
    }

    func sendRollback() async {
        guard wire.transactionStatus != PQTRANS_IDLE, !wire.isBroken else { return }
        queue("ROLLBACK", as: .control)
        queueSync()
        if await receiveRound(Self.control, isCancellable: false, { PQclear($0) }) != nil { wire.giveUp() }
    }

    func savepoint(_ depth: Int) async throws {
        cursorsBeforeSavepoint[depth] = lastCursor
        prefix.append("SAVEPOINT s\(depth)")
    }

    func releaseSavepoint(_ depth: Int) async throws {
        // One that nothing was done in was never sent.
        if prefix.last == "SAVEPOINT s\(depth)" { prefix.removeLast() } else { prefix.append("RELEASE s\(depth)") }
    }

    func rollbackToSavepoint(_ depth: Int) async throws {
        guard isUsable else { throw connectionError(Self.control, isUnknown: false) }
        if let last = cursorsBeforeSavepoint[depth] { openCursors = openCursors.filter { $0 <= last } }
        if let unsent = prefix.firstIndex(of: "SAVEPOINT s\(depth)") {
            prefix.removeSubrange(unsent...)
        } else {
            // What has not been sent since belongs to what is undone.
            prefix = ["ROLLBACK TO s\(depth)", "RELEASE s\(depth)"]
        }
    }

    static let commitStatement = Statement("COMMIT", .write, table: "")
}

extension IsolationLevel {
    fileprivate var postgresql: String {
        switch self {
        case .readCommitted: "READ COMMITTED"
        case .repeatableRead: "REPEATABLE READ"
        case .serializable: "SERIALIZABLE"
        }
    }
}
#endif
