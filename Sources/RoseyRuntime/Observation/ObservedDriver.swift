/// A driver whose connections tell an observer what they do.
final class ObservedDriver: Driver {
    private let driver: any Driver
    private let observer: StatementObserver
    #if Metrics
    private let gauges: PoolGauges?
    #endif

    init(_ driver: any Driver, _ observer: StatementObserver) {
        self.driver = driver
        self.observer = observer
        #if Metrics
        gauges = observer.metrics.map { PoolGauges($0, driver) }
        #endif
    }

    var dialect: Dialect { driver.dialect }
    var namespace: String { driver.namespace }
    var hasReaders: Bool { driver.hasReaders }
    var pools: [PoolSummary] { driver.pools }

    func tryLease(_ access: Access) throws -> (any DriverConnection)? {
        try driver.tryLease(access).map { ObservedConnection($0, observer) }
    }

    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        switch try driver.tryEnter(access) {
        case nil: nil
        case let connection as any DriverConnection: ObservedConnection(connection, observer)
        case let shared?: ObservedStatements(shared, observer)
        }
    }

    func lease(_ access: Access) async throws -> any DriverConnection {
        ObservedConnection(try await driver.lease(access), observer)
    }

    func leaseReader() async throws -> any DriverConnection {
        ObservedConnection(try await driver.leaseReader(), observer)
    }

    func leaseForMigration() async throws -> any MigratingConnection {
        ObservedMigratingConnection(try await driver.leaseForMigration(), observer)
    }

    func notifications(on channels: [String]) async throws -> DatabaseNotifications {
        try await driver.notifications(on: channels)
    }

    func close() async {
        await driver.close()
        #if Metrics
        gauges?.end()
        #endif
    }
}
