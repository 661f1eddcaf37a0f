/// How a database is opened and how long it may be waited for.
public struct DatabaseConfiguration: Sendable, Hashable {
    /// How long a statement waits for a lock of another process, or a task for a connection, before it gives up with
    /// ``DatabaseError/Code/timeout``.
    public var lockTimeout: Duration
    /// How many different statements of dynamic SQL each connection keeps prepared.
    public var dynamicStatementCapacity: Int
    public var sqlite: SQLite

    public init(
        lockTimeout: Duration = .seconds(5), dynamicStatementCapacity: Int = 128, sqlite: SQLite = SQLite()
    ) {
        self.lockTimeout = lockTimeout
        self.dynamicStatementCapacity = max(1, dynamicStatementCapacity)
        self.sqlite = sqlite
    }
}

extension DatabaseConfiguration {
    /// What concerns SQLite only.
    public struct SQLite: Sendable, Hashable {
        public enum Mode: Sendable, Hashable {
            /// A file that does not exist is made.
            case readWriteCreate
            /// The file must exist.
            case readWrite
            /// The file must exist, and is never written: not even its journal mode.
            case readOnly
        }

        /// When a commit counts as done.
        public enum Synchronous: String, Sendable, Hashable {
            /// When it would survive a power cut, as on PostgreSQL.
            case full
            /// When it would survive the end of the process. A power cut can undo the last commits, never damage the
            /// database.
            case normal
        }

        public var mode: Mode
        public var synchronous: Synchronous
        /// How many connections read at the same time; the one writer is not counted.
        public var readers: Int
        /// Overwrite deleted content with zeros. It costs writes, and distributions disagree about it by default.
        public var secureDelete: Bool

        public init(
            mode: Mode = .readWriteCreate, synchronous: Synchronous = .full, readers: Int = 4,
            secureDelete: Bool = false
        ) {
            self.mode = mode
            self.synchronous = synchronous
            self.readers = max(1, readers)
            self.secureDelete = secureDelete
        }
    }
}
