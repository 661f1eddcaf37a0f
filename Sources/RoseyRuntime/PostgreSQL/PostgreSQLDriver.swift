#if PostgreSQL
import Synchronization

/// Lends connections to a PostgreSQL server, and for reading to the replicas that follow it.
final class PostgreSQLDriver: Driver {
    let dialect = Dialect.postgresql
    let hasReaders = false
    var namespace: String { primary.connector.databaseName }
    private let primary: PostgreSQLPool
    private let lookups: SharedLookups
    private let replicas: [PostgreSQLPool]
    private let nextReplica = Atomic<Int>(0)

    /// - Throws: ``DatabaseError/Code/connection`` where the primary cannot be reached. Replicas may come later.
    init(
        _ url: DatabaseURL, _ configuration: DatabaseConfiguration, onWait: ((DatabaseError) -> Void)?
    ) async throws {
        let settings = configuration.postgresql
        func pool(_ url: DatabaseURL, isReplica: Bool) throws -> PostgreSQLPool {
            guard case .postgresql = url.location else {
                throw DatabaseError(.misuse, "a replica of a PostgreSQL database has a postgresql:// address")
            }
            return PostgreSQLPool(
                try PostgreSQLConnector(url, configuration, isReplica: isReplica),
                PoolConfiguration(
                    minimum: isReplica ? 0 : settings.minimumConnections, maximum: settings.maximumConnections,
                    waitTimeout: configuration.lockTimeout, maximumLifetime: settings.maximumLifetime,
                    idleTimeout: settings.idleTimeout,
                    keepAliveAfter: isReplica
                        ? min(settings.keepAliveAfter, Self.replicaCheckInterval) : settings.keepAliveAfter,
                    backoff: Backoff(awaitedMaximum: settings.maximumRetryDelay)),
                isReplica: isReplica)
        }
        primary = try pool(url, isReplica: false)
        lookups = SharedLookups(primary)
        replicas = try settings.replicas.map { try pool($0, isReplica: true) }
        do {
            try await primary.start(timeout: settings.openTimeout, onWait: onWait)
        } catch {
            await primary.close()
            throw error
        }
    }

    func tryLease(_ access: Access) throws -> (any DriverConnection)? {
        if access == .write, primary.writers.containsCurrent { throw Self.waitsForItself }
        return try primary.tryLease()
    }

    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        access == .lookup ? try lookups.tryEnter() : try tryLease(access)
    }

    func lease(_ access: Access) async throws -> any DriverConnection { try await leaseConnection(access) }

    func leaseForMigration() async throws -> any MigratingConnection { try await leaseConnection(.write) }

    private func leaseConnection(_ access: Access) async throws -> PostgreSQLConnection {
        if access == .write, primary.writers.containsCurrent { throw Self.waitsForItself }
        return try await primary.lease()
    }

    /// The replicas in turn, those left out that cannot be reached, and the primary if none can. One that is busy is waited
    /// for where no other is free, and one that has become a primary is asked where there is no other.
    func leaseReader() async throws -> any DriverConnection {
        let first = nextReplica.wrappingAdd(1, ordering: .relaxed).oldValue & 0xffff_ffff
        for (isPromoted, waits) in [(false, false), (false, true), (true, false), (true, true)] {
            for offset in replicas.indices {
                let replica = replicas[(first + offset) % replicas.count]
                guard replica.isPromoted == isPromoted else {
                    if replica.isPromoted, !waits { replica.lookAgain() }
                    continue
                }
                do {
                    if let free = try replica.tryLease() { return free }
                    if replica.isHealthy {
                        if waits || replica.summary.hasRoom { return try await replica.lease() }
                    } else if !waits {
                        // One that is out of reach is tried again in the background, not while somebody waits.
                        replica.retry()
                    }
                } catch let error as DatabaseError where error.code == .connection || error.code == .timeout {
                    continue
                }
            }
        }
        if let free = try primary.tryLease() { return free }
        return try await primary.lease()
    }

    func notifications(on channels: [String]) async throws -> DatabaseNotifications {
        let connector = primary.connector
        // Subscribed before anybody iterates, so that nothing sent from now on is missed.
        let first = NotificationListener(connector, channels)
        try await first.start()
        let unused = Mutex<NotificationListener?>(first)
        return DatabaseNotifications {
            let listener = unused.withLock { listener in
                defer { listener = nil }
                return listener ?? NotificationListener(connector, channels)
            }
            return DatabaseNotifications.AsyncIterator { try await listener.next() }
        }
    }

    /// A connection to a replica that had no work for longer is tried before it is used: the replica may have become a primary
    /// or keep silent, and there are others to ask.
    private static let replicaCheckInterval = Duration.seconds(2)

    var pools: [PoolSummary] { ([primary] + replicas).map(\.summary) }

    func close() async {
        for pool in replicas + [primary] { await pool.close() }
    }

    private static let waitsForItself = DatabaseError(
        .misuse,
        "this call inside a transaction is not part of it, and might wait for the transaction's own end; "
            + "use the transaction that the closure was given, as in `tx.users.find(…)`")
}
#endif
