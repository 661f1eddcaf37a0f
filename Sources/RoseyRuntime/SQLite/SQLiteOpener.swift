import CSQLite
import ExactText
import Logging

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Opens connections to one database and sets them up.
struct SQLiteOpener: Sendable {
    enum Role: Sendable {
        case writer, reader
        /// Moves the log into the file; see ``Checkpointer``.
        case checkpointer
    }

    /// The file, or `nil` for a database in memory.
    let path: String?
    let configuration: DatabaseConfiguration
    /// A file that has a table of this name is ours, and not somebody else's.
    let ownTable: String

    private var mode: DatabaseConfiguration.SQLite.Mode { configuration.sqlite.mode }

    /// - Parameter checkpointer: looks after what the connection commits.
    func open(
        _ role: Role, for pool: LeasePool<SQLiteConnection>, _ checkpointer: Checkpointer? = nil
    ) async throws -> SQLiteConnection {
        let executor = LongRunningExecutor()
        return try await withTaskExecutorPreference(executor) {
            let db = try openConfigured(role)
            configuration.logging.logger.debug(
                "connection opened", metadata: ["path": "\(path ?? ":memory:")", "role": "\(role)"])
            return SQLiteConnection(
                db, path: path ?? ":memory:", configuration: configuration, executor: executor, pool: pool,
                checkpointer: checkpointer)
        }
    }

    /// On a thread that may block.
    func openConfigured(_ role: Role) throws -> OpaquePointer {
        let db = try openHandle(role)
        do {
            try configure(db, role)
        } catch {
            sqlite3_close_v2(db)
            throw error
        }
        return db
    }

    /// The path as it is now, whatever the working directory is when the next connection is opened.
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return String(cString: directory) + "/" + path
    }

    private func openHandle(_ role: Role) throws -> OpaquePointer {
        if let path { try checkFile(path) }
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        switch mode {
        // A reader finds the file that the writer opened, or none.
        case .readWriteCreate: flags |= SQLITE_OPEN_READWRITE | (role == .writer ? SQLITE_OPEN_CREATE : 0)
        case .readWrite: flags |= SQLITE_OPEN_READWRITE
        case .readOnly: flags |= SQLITE_OPEN_READONLY
        }
        if path == nil {
            flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY
        }
        var db: OpaquePointer?
        let status = sqlite3_open_v2(path ?? ":memory:", &db, flags, nil)
        guard status == SQLITE_OK, let db else {
            let error = failure(status, db)
            sqlite3_close_v2(db)
            throw error
        }
        return db
    }

    /// SQLite's own words for these are "unable to open database file".
    private func checkFile(_ path: String) throws {
        if path.utf8.contains(0) { throw DatabaseError(.connection, "the path of the database contains a NUL") }
        var info = stat()
        if stat(path, &info) == 0 {
            if info.st_mode & S_IFMT == S_IFDIR {
                throw DatabaseError(.connection, "\(path) is a directory; the database must be a file")
            }
            if access(path, R_OK) != 0 {
                throw DatabaseError(.connection, "\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            if mode != .readOnly, access(path, W_OK) != 0 {
                throw DatabaseError(.readOnly, "\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
        } else if mode != .readWriteCreate {
            throw DatabaseError(.connection, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        } else if errno != ENOENT {
            throw DatabaseError(.connection, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
    }

    private func configure(_ db: OpaquePointer, _ role: Role) throws {
        // While it opens, a connection is on a thread that may block, so SQLite does the waiting.
        let milliseconds = configuration.lockTimeout / .milliseconds(1)
        sqlite3_busy_timeout(db, Int32(clamping: Int64(min(max(milliseconds, 0), Double(Int32.max)))))
        try check(rosey_sqlite3_forbid_double_quoted_strings(db), db)
        if configuration.sqlite.isExclusive { try execute("PRAGMA locking_mode = EXCLUSIVE", db) }
        // The first statement that looks into the file: what is no database is left as it is.
        try execute("PRAGMA schema_version", db)
        if mode != .readOnly, path != nil {
            if sqlite3_db_readonly(db, "main") == 1 {
                throw DatabaseError(.readOnly, "\(path ?? "") cannot be written")
            }
            if role == .writer { try useWriteAheadLog(db) }
        }
        try execute("PRAGMA synchronous = \(configuration.sqlite.synchronous.rawValue)", db)
        try execute("PRAGMA foreign_keys = ON", db)
        try execute("PRAGMA secure_delete = \(configuration.sqlite.secureDelete ? "ON" : "OFF")", db)
        if role == .reader { try execute("PRAGMA query_only = ON", db) }
        if path != nil, !configuration.sqlite.isExclusive { SharedMemoryLock.waitAwake(db) }
        // From here on waiting is up to the connection, which does not block.
        sqlite3_busy_timeout(db, 0)
    }

    /// Sets the journal mode, which is kept in the file: of one that is new, or ours. Somebody else's is left as it
    /// is, and works in its own mode.
    private func useWriteAheadLog(_ db: OpaquePointer) throws {
        if try execute("PRAGMA journal_mode", db) == "wal" { return }
        let tables =
            "SELECT count(*) = 0 OR max(name = \(SQLQuoting.text(ownTable))) FROM sqlite_schema WHERE type = 'table'"
        guard try execute(tables, db) == "1" else { return }
        let mode = try execute("PRAGMA journal_mode = WAL", db)
        guard mode == "wal" else {
            throw DatabaseError(.connection, "\(path ?? "") cannot use a write-ahead log; is it on a network disk?")
        }
    }

    /// Runs a statement and returns the text in its first column, if it has a row.
    @discardableResult
    private func execute(_ sql: String, _ db: OpaquePointer) throws -> String? {
        var handle: OpaquePointer?
        defer { sqlite3_finalize(handle) }
        // Where two connections wait for each other SQLite does not wait at all, as when both set the journal mode.
        let deadline = ContinuousClock.now + min(configuration.lockTimeout, .seconds(1 << 40))
        func whileBusy(_ step: () -> Int32) -> Int32 {
            while true {
                let status = step()
                guard status & 0xff == SQLITE_BUSY, ContinuousClock.now < deadline else { return status }
                usleep(1000)
            }
        }
        try check(whileBusy { sqlite3_prepare_v2(db, sql, -1, &handle, nil) }, db)
        let status = whileBusy { sqlite3_step(handle) }
        guard status == SQLITE_ROW || status == SQLITE_DONE else { throw failure(status, db) }
        return status == SQLITE_ROW ? sqlite3_column_text(handle, 0).map { String(cString: $0) } : nil
    }

    private func check(_ status: Int32, _ db: OpaquePointer) throws {
        if status != SQLITE_OK { throw failure(status, db) }
    }

    private func failure(_ status: Int32, _ db: OpaquePointer?) -> DatabaseError {
        var error = DatabaseError.sqlite(status, db)
        error.message =
            switch error.code {
            case .timeout: "another process has kept \(path ?? "") locked for \(configuration.lockTimeout)"
            case .corrupt: "\(path ?? "") is not a SQLite database, or is damaged (\(error.message))"
            default: "\(path ?? "") cannot be opened: \(error.message)"
            }
        return error
    }
}
