#if Metrics
import Metrics
import MetricsTestKit
import RoseyModels
import RoseyRuntime
import TestDatabases
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MetricsTests {
    private func withMetrics(
        _ storage: Storage, _ body: @Sendable (Database, TestMetrics) async throws -> Void
    ) async throws {
        let metrics = TestMetrics()
        try await storage.withURL { url in
            // The program's own, as it is when the database is opened.
            let db = try await withMetricsFactory(metrics) {
                try await Database.open(url: url, configuration: .patient)
            }
            try await db.migrate(RoseyModels.migrations)
            try await body(db, metrics)
            await db.close()
        }
    }

    private static func dimensions(_ timer: TestTimer) -> [String: String] {
        Dictionary(uniqueKeysWithValues: timer.dimensions.map { ($0.0, $0.1) })
    }

    @Test(arguments: Storage.allCases)
    func statementsByOperationAndTable(_ storage: Storage) async throws {
        try await withMetrics(storage) { db, metrics in
            let user = UserStats.Draft(username: "a", firstSeen: 1, lastSeen: 1)
            try await db.userStats.insert(user)
            _ = try? await db.userStats.insert(user)
            for _ in 0..<3 { _ = try await db.userStats.find("a") }
            try await db.userStats.where { $0.username == "a" }.delete()
            func count(_ operation: String, _ error: String? = nil) -> Int {
                metrics.timers(label: "db.client.operation.duration").filter { timer in
                    let dimensions = Self.dimensions(timer)
                    return dimensions["db.operation.name"] == operation
                        && dimensions["db.collection.name"] == "user_stats" && dimensions["error.type"] == error
                        && dimensions["db.system.name"] == db.dialect.rawValue && dimensions["db.namespace"] != ""
                }.reduce(0) { $0 + $1.values.count }
            }
            let counts = [count("INSERT"), count("INSERT", "unique"), count("SELECT"), count("DELETE")]
            #expect(counts == [1, 1, 3, 1], "\(metrics)")
        }
    }

    @Test(arguments: Storage.both)
    func migrations(_ storage: Storage) async throws {
        try await withMetrics(storage) { db, metrics in
            let timer = metrics.timers(label: "rosey.migration.duration").first
            #expect(timer.map(Self.dimensions)?["rosey.migration.action"] == "upgrade")
            #expect(timer?.values.count == RoseyModels.migrations.count)
        }
    }

    @Test(arguments: Storage.both)
    func thePool(_ storage: Storage) async throws {
        try await withMetrics(storage) { db, metrics in
            @Sendable func gauge(_ label: String, _ state: String? = nil) -> Double? {
                metrics.recorders(label: label).first { recorder in
                    state == nil || recorder.dimensions.contains { $0.1 == state }
                }?.lastValue
            }
            @Sendable func used() -> Double? { gauge("db.client.connection.count", "used") }
            try await db.transaction { _ in
                while used() != 1 { try await Task.sleep(for: .milliseconds(50)) }
            }
            while used() != 0 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(gauge("db.client.connection.count", "idle") == 1)
            #expect(gauge("db.client.connection.pending_requests") == 0)
        }
    }

    /// A program that keeps none is as if they were not there.
    @Test func noMetrics() async throws {
        try await Storage.memory.withURL { url in
            let db = try await Database.open(url: url)
            let found = try await db.session.integers("SELECT 1")
            #expect(found == [1])
            await db.close()
        }
    }
}
#endif
