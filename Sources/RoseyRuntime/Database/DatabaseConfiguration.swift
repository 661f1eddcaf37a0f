/// How a database is opened and how long it may be waited for.
public struct DatabaseConfiguration: Sendable {
    /// How long a statement waits for a lock of another process, or a task for a connection, before it gives up with
    /// ``DatabaseError/Code/timeout``.
    public var lockTimeout: Duration
    /// How long a transaction may take as a whole, with the wait for its connection and with further attempts, before it is
    /// stopped with ``DatabaseError/Code/timeout``; `nil` for as long as it takes. See
    /// ``Database/withTimeout(_:_:)`` for single ones and for other calls. Migrations take as long as they take.
    public var transactionTimeout: Duration?
    /// How long a migration waits for other processes: for one that migrates as well, and for those that use what it is to
    /// change. Then it fails with ``DatabaseError/Code/timeout``, and says who is in the way if the database tells.
    public var migrationLockTimeout: Duration
    /// How many different statements of dynamic SQL each connection keeps prepared.
    public var dynamicStatementCapacity: Int
    public var sqlite: SQLite
    public var postgresql: PostgreSQL
    public var logging: Logging

    public init(
        lockTimeout: Duration = .seconds(5), transactionTimeout: Duration? = nil,
        migrationLockTimeout: Duration = .seconds(600),
        dynamicStatementCapacity: Int = 128, sqlite: SQLite = SQLite(), postgresql: PostgreSQL = PostgreSQL(),
        logging: Logging = Logging()
    ) {
        self.lockTimeout = lockTimeout
        self.transactionTimeout = transactionTimeout
        self.migrationLockTimeout = migrationLockTimeout
        self.dynamicStatementCapacity = max(1, dynamicStatementCapacity)
        self.sqlite = sqlite
        self.postgresql = postgresql
        self.logging = logging
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
        /// Whether the file is this process's alone for as long as it is open, which makes short statements about twice as
        /// fast: no locks have to be taken for each. Others, backups among them, wait for it until `lockTimeout`. One
        /// connection then serves readers and writers in turn, as in memory.
        public var isExclusive: Bool
        /// Overwrite deleted content with zeros. It costs writes, and distributions disagree about it by default.
        public var secureDelete: Bool

        public init(
            mode: Mode = .readWriteCreate, synchronous: Synchronous = .full, readers: Int = 4,
            isExclusive: Bool = false, secureDelete: Bool = false
        ) {
            self.mode = mode
            self.synchronous = synchronous
            self.readers = max(1, readers)
            self.isExclusive = isExclusive
            self.secureDelete = secureDelete
        }
    }
}

extension DatabaseConfiguration {
    /// What concerns PostgreSQL only. What libpq itself can be told (TLS, keep-alive, hosts to try one after another) is
    /// said in the address.
    public struct PostgreSQL: Sendable, Hashable {
        /// How statements are sent.
        public enum PreparedStatements: String, Sendable, Hashable, CaseIterable {
            /// Each connection prepares a statement once, until a pooler on the way turns out not to keep them: then as with
            /// `unnamed`, and a warning says so once. Through any pooler, statements of a transaction after its first are
            /// prepared anew each time, since a failure of one could not be made up for.
            case automatic
            /// Each connection prepares a statement once. That is the fastest way through a pooler that keeps them, such as
            /// PgBouncer from version 1.21 on with `max_prepared_statements`. Where one turns out not to,
            /// ``DatabaseError/Code/misuse`` says so.
            case named
            /// Each statement is prepared anew each time, for poolers that are known not to keep them.
            case unnamed
        }

        /// How many connections are kept open when there is nothing to do.
        public var minimumConnections: Int
        /// How many connections there are at most, to the primary and to each replica.
        public var maximumConnections: Int
        /// How old a connection gets before it is replaced, when it is not in use; `nil` for as old as it takes. Up to a
        /// tenth is left out, so that they do not all end together.
        public var maximumLifetime: Duration?
        /// How long a connection beyond the minimum stays open without work.
        public var idleTimeout: Duration?
        /// A connection that had no work for longer than this is tried before it is used.
        public var keepAliveAfter: Duration
        /// How long to pause at most between two attempts to connect while a task waits for a connection. The pauses begin with
        /// a tenth of a second and double; while nobody waits they grow to 10 seconds.
        public var maximumRetryDelay: Duration
        /// How long making a connection may take, for each host, and for each of a replica 3 seconds at most; libpq counts
        /// whole seconds, and at least 2.
        public var connectTimeout: Duration
        /// How long ``Database/open(url:configuration:onWait:)`` tries again where the server cannot be reached, is starting up
        /// or is not of the kind that the address asks for, as in the middle of a fail-over; zero to fail at once. What time
        /// does not heal, such as a wrong password, fails at once in any case.
        public var openTimeout: Duration
        /// How long a statement may run before the server stops it; `nil` for as long as it takes.
        public var statementTimeout: Duration?
        /// How long this side waits for the reply to a statement, or for more of its rows, before it asks the server to stop, and
        /// fails with ``DatabaseError/Code/timeout``: a server that is frozen or cut off keeps no time. The connection is given
        /// up unless the server obeys within ``cancelTimeout``. `nil` for one second more than ``statementTimeout``, and without
        /// that for as long as it takes. Statements that are answered together have it as many times as they are. Time in which
        /// nobody asks a stream for its next row does not count, nor do migrations.
        ///
        /// Whoever changes the server's `statement_timeout` for a session or a transaction has to set this to the longest.
        public var replyTimeout: Duration?
        /// How long the server may take to stop the statement of a task that was cancelled, or to answer what costs it nothing,
        /// before the connection is given up. The task comes back after so long at most.
        public var cancelTimeout: Duration
        /// How long a transaction may wait for its next statement before the server ends it; `nil` for as long as it
        /// takes.
        public var idleInTransactionTimeout: Duration?
        /// How long a thread busy-waits for a reply before the task is suspended; zero never to. It costs processor time: a
        /// statement takes up to twice as much of it. It saves about a third of a short statement's latency on a nearby server.
        /// docs/DATABASES.md says under "Waiting" when a thread blocks instead.
        public var busyWait: Duration
        /// Whether the server keeps statements prepared, which saves it most of the work for short ones.
        public var preparedStatements: PreparedStatements
        /// Addresses of servers that follow the primary, for ``Database/read(isolation:isDeferrable:_:)``.
        public var replicas: [DatabaseURL]

        public init(
            minimumConnections: Int = 1, maximumConnections: Int = 10, maximumLifetime: Duration? = .seconds(3600),
            idleTimeout: Duration? = .seconds(600), keepAliveAfter: Duration = .seconds(30),
            maximumRetryDelay: Duration = .seconds(1), connectTimeout: Duration = .seconds(10),
            openTimeout: Duration = .zero, statementTimeout: Duration? = nil, replyTimeout: Duration? = nil,
            cancelTimeout: Duration = .seconds(1), idleInTransactionTimeout: Duration? = nil,
            busyWait: Duration = .microseconds(200), preparedStatements: PreparedStatements = .automatic,
            replicas: [DatabaseURL] = []
        ) {
            self.minimumConnections = minimumConnections
            self.maximumConnections = max(1, maximumConnections)
            self.maximumLifetime = maximumLifetime
            self.idleTimeout = idleTimeout
            self.keepAliveAfter = keepAliveAfter
            self.maximumRetryDelay = maximumRetryDelay
            self.connectTimeout = connectTimeout
            self.openTimeout = openTimeout
            self.statementTimeout = statementTimeout
            self.replyTimeout = replyTimeout
            self.cancelTimeout = cancelTimeout
            self.idleInTransactionTimeout = idleInTransactionTimeout
            self.busyWait = busyWait
            self.preparedStatements = preparedStatements
            self.replicas = replicas
        }

        /// How long the server may keep silent about a statement, if there is a limit.
        var longestSilence: Duration? { replyTimeout?.clamped ?? statementTimeout.map { $0.clamped + .seconds(1) } }
    }
}
