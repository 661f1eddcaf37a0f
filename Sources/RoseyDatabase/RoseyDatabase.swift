import RoseyModels
public import RoseyRuntime

/// Everything that Rosey, the chat bot, asks of its database, on SQLite and on PostgreSQL alike.
///
/// Each method is one transaction where it changes more than one row, and the database does the counting, so that any number
/// of bots can share one database. Times are whole Unix seconds, from a clock that can be replaced.
///
/// ```swift
/// let rosey = try await RoseyDatabase.open(url: "sqlite:///bot_data.db")
/// try await rosey.userJoined("alice")
/// ```
public struct RoseyDatabase: Sendable {
    /// The database itself, for what the bot does not have a method for.
    public let database: Database
    let clock: UnixClock
    let tokenSource: TokenSource

    /// Opens the database at an address, brings it to the newest revision, and sees to it that both singletons have their
    /// row.
    ///
    /// - Parameters:
    ///   - url: see `DatabaseURL`.
    ///   - clock: where the time comes from.
    ///   - tokenSource: where the bytes of new tokens come from.
    /// - Throws: `DatabaseError`: for one if the database was made by something else.
    public static func open(
        url: String, configuration: DatabaseConfiguration = DatabaseConfiguration(), clock: UnixClock = .system,
        tokenSource: TokenSource = .system
    ) async throws -> RoseyDatabase {
        let database = try await Database.open(url: url, configuration: configuration)
        do {
            try await database.migrate(RoseyModels.migrations)
            let rosey = RoseyDatabase(database: database, clock: clock, tokenSource: tokenSource)
            try await rosey.makeSingletons()
            return rosey
        } catch {
            await database.close()
            throw error
        }
    }

    /// The bot's operations on a database that is open already, which is neither migrated nor given its singletons: for those
    /// that only look.
    public init(database: Database, clock: UnixClock = .system, tokenSource: TokenSource = .system) {
        self.database = database
        self.clock = clock
        self.tokenSource = tokenSource
    }

    var now: Int { clock.now() }

    private func makeSingletons() async throws {
        let now = now
        if try await database.channelStats.get() == nil {
            try await unlessItExists { try await $0.channelStats.insert(.init(lastUpdated: now)) }
        }
        if try await database.currentStatus.get() == nil {
            try await unlessItExists { try await $0.currentStatus.insert(.init(lastUpdated: now)) }
        }
    }

    /// Inserts a row that another bot may insert at the same moment.
    func unlessItExists<Row: Sendable>(_ insert: @Sendable (Transaction) async throws -> Row) async throws {
        do {
            try await database.transaction { _ = try await insert($0) }
        } catch let error as DatabaseError where error.code == .unique {}
    }

    /// Ends the sessions that are open, as ``userLeft(_:)`` does, and closes the database. A second call does nothing; any
    /// other call after it throws `DatabaseError.Code.closed`.
    ///
    /// - Throws: `DatabaseError` where the sessions cannot be ended. The database is closed all the same.
    public func close() async throws {
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await endSessions()) } catch let error as DatabaseError where error.code == .closed
        {
            return
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        try outcome.get()
    }
}

/// Why the bot's database does not do what it was asked to.
public enum RoseyDatabaseError: Error, Hashable, CustomStringConvertible {
    /// A user has a name.
    case emptyUsername

    public var description: String {
        switch self {
        case .emptyUsername: "a user name cannot be empty"
        }
    }
}
