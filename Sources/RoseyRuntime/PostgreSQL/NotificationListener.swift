#if PostgreSQL
import CLibPQ
import ExactText
import Logging
import Synchronization

/// A connection of its own that hears what others notify, and is made anew when it breaks.
actor NotificationListener {
    private let connector: PostgreSQLConnector
    private let channels: [String]
    private var wire: Wire?
    private var pending: [DatabaseNotification] = []
    private var position = 0
    private var backoff = Backoff()
    /// Whether the connection has been lost since the last notification.
    private var hasGap = false

    init(_ connector: PostgreSQLConnector, _ channels: [String]) {
        self.connector = connector
        self.channels = channels
    }

    deinit {
        wire?.close()
    }

    /// Connects and subscribes.
    func start() async throws {
        let wire = try await connector.connectWire().wire
        wire.watch(limit: connector.connectTimeout)
        defer { wire.unwatch() }
        for channel in channels { wire.send("LISTEN \(SQLQuoting.name(channel))") }
        wire.sync()
        var failure: DatabaseError?
        for _ in channels {
            let result = await wire.next(isCancellable: false)
            if PQresultStatus(result) != PGRES_COMMAND_OK, failure == nil {
                failure = .postgres(PostgreSQLReport(result, wire.handle), nil)
            }
            PQclear(result)
        }
        PQclear(await wire.next(isCancellable: false))
        if let failure { throw failure }
        self.wire = wire
        backoff.reset()
    }

    /// The next notification; `nil` once the task is cancelled.
    func next() async throws -> DatabaseNotification? {
        while !Task.isCancelled {
            if position < pending.count {
                defer { position += 1 }
                return pending[position]
            }
            pending.removeAll(keepingCapacity: true)
            position = 0
            guard let wire else {
                try await reconnect()
                continue
            }
            if !takeNotifications(wire), await !wire.listen() {
                wire.close()
                self.wire = nil
                connector.logger.info("connection for notifications lost")
            }
        }
        wire?.close()
        wire = nil
        return nil
    }

    /// What has been read already. Returns whether there was anything.
    private func takeNotifications(_ wire: Wire) -> Bool {
        // Parses what has been read.
        _ = PQisBusy(wire.handle)
        while let notification = PQnotifies(wire.handle) {
            pending.append(
                DatabaseNotification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra), processID: notification.pointee.be_pid,
                    isAfterGap: hasGap))
            hasGap = false
            PQfreemem(notification)
        }
        return !pending.isEmpty
    }

    /// Tries until the server is there again, or refuses for good.
    private func reconnect() async throws {
        hasGap = true
        while !Task.isCancelled {
            do {
                try await start()
                connector.logger.info("notifications subscribed again")
                return
            } catch let error as DatabaseError where [.connection, .readOnly].contains(error.code) {
                // A server that only reads may be about to become the primary.
                var generator = SystemRandomNumberGenerator()
                try? await Task.sleep(for: backoff.delays(using: &generator).awaited)
            }
        }
    }
}
#endif
