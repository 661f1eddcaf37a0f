#if Metrics
import Metrics
import Synchronization

/// Durations of statements and of migrations, by the names and dimensions of OpenTelemetry's conventions.
final class DatabaseMetrics: Sendable {
    private struct Key: Hashable {
        var label: String
        var operation: String
        var table = ""
        var error = ""
    }

    let factory: any MetricsFactory
    /// What all that is measured here has in common.
    let dimensions: [(String, String)]
    private let dialect: Dialect
    private let timers = Mutex<[Key: Timer]>([:])

    /// - Returns: `nil` where the program keeps no metrics.
    init?(_ dialect: Dialect, _ namespace: String) {
        factory = MetricsSystem.factory
        if factory is NOOPMetricsHandler { return nil }
        self.dialect = dialect
        dimensions = [("db.system.name", dialect.rawValue), ("db.namespace", namespace)]
    }

    func record(_ statement: Statement, _ duration: Duration, _ failure: DatabaseError?) {
        let key = Key(
            label: "db.client.operation.duration", operation: statement.operation(dialect) ?? "",
            table: statement.table,
            error: failure?.code.rawValue ?? "")
        record(duration, key, operationName: "db.operation.name")
    }

    func recordMigration(_ action: MigrationAction, _ duration: Duration) {
        record(
            duration, Key(label: "rosey.migration.duration", operation: action.rawValue),
            operationName: "rosey.migration.action")
    }

    private func record(_ duration: Duration, _ key: Key, operationName: String) {
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            var dimensions = dimensions
            if !key.operation.isEmpty { dimensions.append((operationName, key.operation)) }
            if !key.table.isEmpty { dimensions.append(("db.collection.name", key.table)) }
            if !key.error.isEmpty { dimensions.append(("error.type", key.error)) }
            let timer = Timer(label: key.label, dimensions: dimensions, factory: factory)
            timers[key] = timer
            return timer
        }
        timer.recordNanoseconds(duration.nanoseconds)
    }
}
#endif
