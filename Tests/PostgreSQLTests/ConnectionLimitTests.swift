import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The server takes no more connections, or none at all.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct ConnectionLimitTests {
    private static let options = PostgreSQLServer.Options(
        tcp: true, settings: ["max_connections": "6", "superuser_reserved_connections": "0"])

    /// Who has a connection shares it among its tasks, until the server has room for more.
    @Test func poolsGetOnWithWhatThereIs() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(minimumConnections: 1, maximumConnections: 5))
        try await withServer(Self.options, configuration) { server, first in
            try await withDatabase(server.socketURL, configuration) { second in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<60 {
                        group.addTask {
                            try await (number.isMultiple(of: 2) ? first : second).transaction { tx in
                                try await tx.write(number)
                                _ = try await tx.session.integers("SELECT 1 FROM pg_sleep(0.01)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await first.recentChat.count() == 60)
            }
        }
    }

    @Test func openingSaysSo() async throws {
        let greedy = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(minimumConnections: 6, maximumConnections: 6))
        try await PostgreSQLServer.with(Self.options) { server in
            try await withDatabase(server.socketURL, greedy) { _ in
                try await eventually("no room is left") {
                    try await PostgreSQLServer.psql("SELECT 1", at: server.socketURL).status != 0
                }
                let error = try await databaseError { try await withDatabase(server.socketURL) { _ in } }
                #expect(error?.code == .connection)
                #expect(error?.message.contains("too many clients") == true, "\(String(describing: error))")
            }
            try await eventually("there is room again") {
                try await databaseError { try await withDatabase(server.socketURL) { _ in } } == nil
            }
        }
    }

    /// A peer that takes connections and says nothing.
    @Test(arguments: [1, 60])
    func silence(_ lockTimeout: Int) async throws {
        let hole = try BlackHole()
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(lockTimeout), postgresql: .init(connectTimeout: .seconds(2)))
        let url = "postgresql://rosey@127.0.0.1:\(hole.port)/postgres"
        let error = try await databaseError { try await withDatabase(url, configuration) { _ in } }
        #expect(error?.code == .connection)
        #expect(error?.message.contains("timeout") == true, "\(String(describing: error))")
    }

    @Test func silenceForACancelledTask() async throws {
        let hole = try BlackHole()
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(connectTimeout: .seconds(2)))
        let task = Task {
            try await databaseError {
                try await withDatabase("postgresql://rosey@127.0.0.1:\(hole.port)/postgres", configuration) { _ in }
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(try await task.value?.code == .cancelled)
    }

    @Test func nobodyListens() async throws {
        let port = try BlackHole().port
        for url in ["postgresql://rosey@127.0.0.1:\(port)/postgres", "postgresql://rosey@/postgres?host=/nonexistent"] {
            let error = try await databaseError { try await withDatabase(url) { _ in } }
            #expect(error?.code == .connection)
            #expect(error?.message.contains("cannot connect to postgresql://rosey@") == true)
        }
    }
}
