#if Metrics
import Metrics

/// How many connections are open and in use, and how many tasks wait for one. Looked at once a second, so that it costs
/// statements nothing.
final class PoolGauges: Sendable {
    private let used: Gauge
    private let idle: Gauge
    private let waiting: Gauge
    private let driver: any Driver
    private let watch: Task<Void, Never>

    init(_ metrics: DatabaseMetrics, _ driver: any Driver) {
        func gauge(_ label: String, _ state: String? = nil) -> Gauge {
            let state = state.map { [("db.client.connection.state", $0)] } ?? []
            return Gauge(label: label, dimensions: metrics.dimensions + state, factory: metrics.factory)
        }
        let used = gauge("db.client.connection.count", "used")
        let idle = gauge("db.client.connection.count", "idle")
        let waiting = gauge("db.client.connection.pending_requests")
        (self.used, self.idle, self.waiting, self.driver) = (used, idle, waiting, driver)
        watch = Task.detached {
            repeat {
                Self.record(driver, used: used, idle: idle, waiting: waiting)
            } while (try? await Task.sleep(for: .seconds(1))) != nil
        }
    }

    deinit {
        watch.cancel()
    }

    /// The last time, after the database was closed.
    func end() {
        watch.cancel()
        Self.record(driver, used: used, idle: idle, waiting: waiting)
    }

    private static func record(_ driver: any Driver, used: Gauge, idle: Gauge, waiting: Gauge) {
        let pools = driver.pools
        used.record(pools.reduce(0) { $0 + $1.lent })
        idle.record(pools.reduce(0) { $0 + $1.idle + $1.checking })
        waiting.record(pools.reduce(0) { $0 + $1.waiting })
    }
}
#endif
