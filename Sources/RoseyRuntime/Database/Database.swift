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

    /// The address it was opened with.
    public let url: DatabaseURL

    private init(driver: any Driver, url: DatabaseURL) {
        self.driver = driver
        self.url = url
    }

    /// Opens the database at an address (see ``DatabaseURL``).
    ///
    /// - Throws: ``DatabaseError``, with the reason and the path: ``DatabaseError/Code/connection`` when it cannot be
    ///   opened, ``DatabaseError/Code/corrupt`` when it is no database, ``DatabaseError/Code/timeout`` when another
    ///   process keeps it locked. Nothing is changed then.
    public static func open(
        url: String, configuration: DatabaseConfiguration = DatabaseConfiguration()
    ) async throws -> Database {
        let url = try DatabaseURL(url)
        let driver: any Driver
        switch url.location {
        case .sqliteFile(let path): driver = try await SQLiteDriver(path: path, configuration)
        case .sqliteMemory: driver = try await SQLiteDriver(path: nil, configuration)
        case .postgresql:
            throw DatabaseError(
                .connection, "this version of Rosey has no driver for PostgreSQL; use a sqlite:/// address")
        }
        return Database(driver: driver, url: url)
    }

    public var dialect: Dialect { driver.dialect }

    public var session: Session { Session(database: self, transaction: nil) }

    @discardableResult
    public func transaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        try await run(.write, body)
    }

    /// A transaction that may take down tables which others refer to, and put them up again.
    func migrationTransaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        try await run(.write, isMigration: true, body)
    }

    /// Runs `body` in a transaction that only reads, and sees one state of the database throughout.
    ///
    /// While it runs, SQLite cannot shorten its write-ahead log: keep it short where others write.
    ///
    /// - Throws: what `body` throws, or a ``DatabaseError``; ``DatabaseError/Code/readOnly`` for an attempt to write.
    @discardableResult
    public func read<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        try await run(.read, body)
    }

    /// Waits until all that runs is done and closes the connections. From now on every call throws
    /// ``DatabaseError/Code/closed``; a second `close` does nothing.
    public func close() async {
        await driver.close()
    }

    private func run<Result: Sendable>(
        _ access: Access, isMigration: Bool = false, _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let connection = if let free = try driver.tryLease(access) { free } else { try await driver.lease(access) }
        defer { connection.giveBack() }
        do {
            if isMigration { try await connection.beginMigration() } else { try await connection.begin(access) }
            let transaction = Transaction(database: self, connection: connection, access: access)
            let result: Result
            do {
                result = try await body(transaction)
            } catch {
                await transaction.end()
                throw error
            }
            await transaction.end()
            try transaction.requireSuccess()
            if isMigration { try await connection.commitMigration() } else { try await connection.commit() }
            if isMigration { await connection.endMigration() }
            return result
        } catch {
            await connection.rollback()
            if isMigration { await connection.endMigration() }
            throw error
        }
    }
}

extension Database: CustomStringConvertible {
    /// The address, without its password.
    public var description: String { "Database(\(url))" }
}
