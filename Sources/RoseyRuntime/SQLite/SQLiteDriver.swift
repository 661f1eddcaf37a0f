import Synchronization

/// Opens SQLite databases, and lends one connection for writing and several for reading.
///
/// A file is kept in WAL mode: readers see the last commit and never wait for the writer, nor it for them. A database in
/// memory belongs to a single connection, which then serves both.
final class SQLiteDriver: Driver {
    let dialect = Dialect.sqlite
    let namespace: String
    var hasReaders: Bool { readers !== writers }
    private let writers: LeasePool<SQLiteConnection>
    private let readers: LeasePool<SQLiteConnection>
    private let isReadOnly: Bool
    private let checkpointer: Checkpointer?
    /// The connection that writes, to tell a task that it waits for its own transaction.
    private let writer: SQLiteConnection
    /// Whether the next task that asks should let others have its thread first.
    private let isBudgetSpent = Atomic<Bool>(false)

    /// - Parameters:
    ///   - path: the file, or `nil` for a database in memory.
    ///   - ownTable: the name of a table by which a file is known to be ours, and not somebody else's.
    init(path: String?, _ configuration: DatabaseConfiguration, ownedBy ownTable: String) async throws {
        namespace = path?.split(separator: "/").last.map(String.init) ?? ":memory:"
        isReadOnly = configuration.sqlite.mode == .readOnly
        let opener = SQLiteOpener(
            path: path.map(SQLiteOpener.absolute), configuration: configuration, ownTable: ownTable)
        let isShared = path != nil && !configuration.sqlite.isExclusive
        let checkpointer = isShared ? Checkpointer { try opener.openConfigured(.checkpointer) } : nil
        self.checkpointer = checkpointer
        writers = LeasePool(limit: 1, timeout: configuration.lockTimeout, name: "the connection that writes") {
            try await opener.open(.writer, for: $0, checkpointer)
        }
        if !isShared {
            readers = writers
        } else {
            readers = LeasePool(
                limit: configuration.sqlite.readers, timeout: configuration.lockTimeout,
                name: "a connection that reads"
            ) {
                try await opener.open(.reader, for: $0)
            }
        }
        // The first connection finds out whether this is a database at all.
        writer = try await writers.take()
        writers.giveBack(writer)
    }

    func tryLease(_ access: Access) throws -> (any DriverConnection)? {
        // Not by way of `pool(for:)`, whose result would count a reference.
        if access != .write { return try tryLease(from: readers) }
        try requireWritable()
        return try tryLease(from: writers)
    }

    @inline(__always)
    private func tryLease(from pool: LeasePool<SQLiteConnection>) throws -> (any DriverConnection)? {
        guard let connection = try pool.tryTake() else { return nil }
        guard connection.isBudgetSpent else { return connection }
        connection.renewBudget()
        pool.giveBack(connection)
        isBudgetSpent.store(true, ordering: .relaxed)
        return nil
    }

    func lease(_ access: Access) async throws -> any DriverConnection { try await leaseConnection(access) }

    func leaseForMigration() async throws -> any MigratingConnection { try await leaseConnection(.write) }

    private func leaseConnection(_ access: Access) async throws -> SQLiteConnection {
        let pool = try pool(for: access)
        if isBudgetSpent.exchange(false, ordering: .relaxed) { await Task.yield() }
        if pool === writers, writer.isInTransactionOfCurrentTask {
            throw DatabaseError(
                .misuse,
                "this call inside a transaction would wait for the transaction's own end; "
                    + "use the transaction that the closure was given, as in `tx.users.find(…)`")
        }
        return try await pool.take()
    }

    func leaseReader() async throws -> any DriverConnection {
        if let free = try tryLease(.read) { free } else { try await lease(.read) }
    }

    func notifications(on channels: [String]) async throws -> DatabaseNotifications {
        throw DatabaseNotifications.unavailable
    }

    private func pool(for access: Access) throws -> LeasePool<SQLiteConnection> {
        if access != .write { return readers }
        try requireWritable()
        return writers
    }

    private func requireWritable() throws {
        if isReadOnly { throw DatabaseError(.readOnly, "the database was opened for reading only") }
    }

    var pools: [PoolSummary] { (readers === writers ? [writers] : [writers, readers]).map(\.summary) }

    func close() async {
        await checkpointer?.close()
        // Connections close when they are let go: the readers first, so that the last one can tidy up the log.
        for pool in [readers, writers] {
            for connection in await pool.close() {
                await withTaskExecutorPreference(connection.longRunningExecutor) { connection.close() }
            }
        }
    }
}
