public import Logging

/// A database, open for use by any number of tasks.
///
/// ```swift
/// let db = try await Database.open(url: "sqlite:///bot_data.db")
/// ```
///
/// Statements made directly on a database are a transaction each. They run on the caller's thread where that is short,
/// and elsewhere where it is not, so no executor is blocked for long and no short statement pays for a hop.
public final class Database: DatabaseAccess {
    let driver: any Driver
    public let dialect: Dialect
    /// Whom it tells of its work; see ``DatabaseConfiguration/Logging``.
    public let logger: Logger
    /// Who is told of statements, if anybody wants to be.
    let observer: StatementObserver?

    /// The address it was opened with.
    public let url: DatabaseURL

    /// See ``DatabaseConfiguration/transactionTimeout``.
    private let transactionTimeout: Duration?
    /// See ``DatabaseConfiguration/migrationLockTimeout``.
    let migrationLockTimeout: Duration

    private init(driver: any Driver, url: DatabaseURL, _ configuration: DatabaseConfiguration) {
        let logging = configuration.logging
        transactionTimeout = configuration.transactionTimeout
        migrationLockTimeout = configuration.migrationLockTimeout
        observer = StatementObserver(logging, driver)
        dialect = driver.dialect
        self.driver = observer.map { ObservedDriver(driver, $0) } ?? driver
        logger = logging.logger
        self.url = url
    }

    /// Opens the database at an address (see ``DatabaseURL``).
    ///
    /// - Parameter onWait: is told why a server is waited for; see ``DatabaseConfiguration/PostgreSQL/openTimeout``.
    /// - Throws: ``DatabaseError``, with the reason and the path: ``DatabaseError/Code/connection`` when it cannot be
    ///   opened, ``DatabaseError/Code/corrupt`` when it is no database, ``DatabaseError/Code/timeout`` when another
    ///   process keeps it locked. Nothing is changed then.
    public static func open(
        url: String, configuration: DatabaseConfiguration = DatabaseConfiguration(),
        onWait: ((DatabaseError) -> Void)? = nil
    ) async throws -> Database {
        try await open(DatabaseURL(url), configuration: configuration, onWait: onWait)
    }

    /// Opens the database at an address that was read before, as ``DatabaseURL/init(sqlitePath:)`` makes it of a path.
    ///
    /// - Throws: as ``open(url:configuration:onWait:)``.
    public static func open(
        _ url: DatabaseURL, configuration: DatabaseConfiguration = DatabaseConfiguration(),
        onWait: ((DatabaseError) -> Void)? = nil
    ) async throws -> Database {
        let driver: any Driver
        switch url.location {
        case .sqliteFile(let path):
            driver = try await SQLiteDriver(path: path, configuration, ownedBy: MigrationRecord.revisions)
        case .sqliteMemory:
            driver = try await SQLiteDriver(path: nil, configuration, ownedBy: MigrationRecord.revisions)
        case .postgresql:
            #if PostgreSQL
            driver = try await PostgreSQLDriver(url, configuration, onWait: onWait)
            #else
            throw DatabaseError.noPostgreSQL
            #endif
        }
        let database = Database(driver: driver, url: url, configuration)
        database.logger.debug("database opened", metadata: ["url": "\(url)"])
        return database
    }

    @inlinable
    public var session: Session { Session(self) }

    @discardableResult
    public func transaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        if let transactionTimeout {
            return try await withTimeout(transactionTimeout) { try await self.run(.write, TransactionOptions(), body) }
        }
        return try await run(.write, TransactionOptions(), body)
    }

    /// Runs `body` in a transaction of this isolation level, and again where others got in its way.
    ///
    /// `body` must do nothing outside the database that cannot be done twice.
    ///
    /// - Parameters:
    ///   - isolation: what the transaction sees of others; `nil` for the database's default.
    ///   - retry: how often it is run again after ``DatabaseError/Code/serialization``, and never after anything else.
    /// - Throws: what `body` throws, or a ``DatabaseError``; ``DatabaseError/Code/commitUnknown`` where the connection broke
    ///   during the commit.
    @discardableResult
    public func transaction<Result: Sendable>(
        isolation: IsolationLevel? = nil, retry: RetryPolicy = .never,
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let options = TransactionOptions(isolation: isolation)
        if let transactionTimeout {
            return try await withTimeout(transactionTimeout) { try await self.run(options, retry, body) }
        }
        return try await run(options, retry, body)
    }

    private func run<Result: Sendable>(
        _ options: TransactionOptions, _ retry: RetryPolicy,
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        var attempt = 1
        while true {
            switch await attemptTransaction(.write, options, body) {
            case .success(let result): return result
            case .failure(let error, let remedy):
                guard remedy == .again, attempt < retry.attempts, !Task.isCancelled else { throw error }
                let delay = retry.delay(after: attempt)
                do { try await Task.sleep(for: delay) } catch _ as CancellationError {
                    throw error
                }
                attempt += 1
                logger.debug(
                    "transaction runs again",
                    metadata: ["attempt": "\(attempt)", "after_ms": "\(delay.milliseconds)"])
            }
        }
    }

    /// Lends a connection to `body` on which this process alone migrates.
    func migrating<Result: Sendable>(
        _ observer: (MigrationEvent) -> Void = { _ in }, _ body: (MigrationConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await driver.leaseForMigration()
        defer { connection.giveBack() }
        do {
            try await connection.lockMigrations(timeout: migrationLockTimeout, observer)
            let result = try await body(MigrationConnection(database: self, connection: connection))
            await connection.unlockMigrations()
            return result
        } catch {
            await connection.unlockMigrations()
            throw error
        }
    }

    /// Runs `body` in a transaction that only reads, and sees one state of the database throughout. It runs on a replica
    /// where the configuration names any and one is in reach, which may be behind the primary.
    ///
    /// Where a replica breaks off or keeps silent before it has answered the first statement, `body` runs again elsewhere: what
    /// it does outside the database before that has to be something that can be done twice.
    ///
    /// While it runs, SQLite cannot shorten its write-ahead log, nor PostgreSQL tidy up: keep it short where others write.
    ///
    /// - Parameters:
    ///   - isolation: `nil` for one that sees one state throughout.
    ///   - isDeferrable: for a `serializable` one, to wait until it can neither fail nor make others fail.
    /// - Throws: what `body` throws, or a ``DatabaseError``; ``DatabaseError/Code/readOnly`` for an attempt to write.
    @discardableResult
    public func read<Result: Sendable>(
        isolation: IsolationLevel? = nil, isDeferrable: Bool = false,
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let options = TransactionOptions(isolation: isolation, isDeferrable: isDeferrable)
        if let transactionTimeout {
            return try await withTimeout(transactionTimeout) { try await self.run(.read, options, body) }
        }
        return try await run(.read, options, body)
    }

    /// Waits until all that runs is done and closes the connections. From now on every call throws
    /// ``DatabaseError/Code/closed``; a second `close` does nothing.
    public func close() async {
        await driver.close()
        logger.debug("database closed", metadata: ["url": "\(url)"])
    }

    private func run<Result: Sendable>(
        _ access: Access, _ options: TransactionOptions, _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        var attempt = await attemptTransaction(access, options, body)
        if attempt.canRunElsewhere {
            // On each of the replicas once more, and on the primary.
            for _ in driver.pools where attempt.canRunElsewhere && !Task.isCancelled {
                logger.debug("transaction runs again elsewhere")
                attempt = await attemptTransaction(access, options, body)
            }
        }
        switch attempt {
        case .success(let result): return result
        case .failure(let error, _): throw error
        }
    }

    enum Attempt<Result: Sendable> {
        case success(Result)
        case failure(any Error, Remedy)

        var canRunElsewhere: Bool { if case .failure(_, .elsewhere) = self { true } else { false } }
    }

    /// What may help against a failure, whatever error `body` made of that.
    enum Remedy {
        case none
        /// Another transaction got in the way: to run it again.
        case again
        /// A replica broke off before it had answered anything: to run it on another server.
        case elsewhere
    }

    private func attemptTransaction<Result: Sendable>(
        _ access: Access, _ options: TransactionOptions, _ body: @Sendable (Transaction) async throws -> Result
    ) async -> Attempt<Result> {
        let connection: any DriverConnection
        do {
            connection =
                if access == .read {
                    try await driver.leaseReader()
                } else if let free = try driver.tryLease(access) { free } else { try await driver.lease(access) }
        } catch {
            return .failure(error, .none)
        }
        defer { connection.giveBack() }
        return await attemptTransaction(
            on: connection, access, begin: { try await $0.begin(access, options) }, commit: { try await $0.commit() },
            body)
    }

    /// Runs `body` in a transaction on a connection that the caller holds.
    func attemptTransaction<Result: Sendable>(
        on connection: any DriverConnection, _ access: Access, begin: (any DriverConnection) async throws -> Void,
        commit: (any DriverConnection) async throws -> Void, _ body: (Transaction) async throws -> Result
    ) async -> Attempt<Result> {
        let transaction = Transaction(database: self, connection: connection, access: access)
        do {
            try await begin(connection)
            let result: Result
            do {
                result = try await body(transaction)
            } catch {
                await transaction.end()
                throw error
            }
            await transaction.end()
            try transaction.requireSuccess()
            try await commit(connection)
            return .success(result)
        } catch {
            await connection.rollback()
            let cause = transaction.firstFailure ?? error as? DatabaseError
            return .failure(
                error, cause?.code == .serialization ? .again : connection.canRunElsewhere ? .elsewhere : .none)
        }
    }
}

extension Database: ConnectionSource {
    @usableFromInline var database: Database { self }
    @usableFromInline var transaction: Transaction? { nil }
    @usableFromInline var isPipelineItem: Bool { false }

    @usableFromInline
    func tryEnter(_ access: Access) throws -> (any StatementConnection)? { try driver.tryEnter(access) }

    @usableFromInline
    func enter(_ access: Access) async throws -> any StatementConnection { try await driver.lease(access) }

    @usableFromInline
    func fail(_ error: any Error) {}

    @usableFromInline
    func leave(_ connection: any StatementConnection) { connection.giveBack() }
}

extension Database: CustomStringConvertible {
    /// The address, without its password.
    public var description: String { "Database(\(url))" }
}
