import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// An administrator, or the server itself, ends single sessions.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct TerminationTests {
    @Test func duringAQuery() async throws {
        try await withServer { server, db in
            let query = Task {
                try await databaseError { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(60)") }
            }
            try await eventually("the query") {
                try await server.count("query LIKE '%pg_sleep%' AND state = 'active'") == 1
            }
            try await server.terminate("query LIKE '%pg_sleep%'")
            let error = try await query.value
            #expect(error?.code == .connection)
            #expect(error?.nativeCode == "57P01")
            #expect(error?.sql?.contains("pg_sleep") == true)
            try await db.write(1)
            #expect(try await db.recentChat.count() == 1)
        }
    }

    /// Once between two statements, and once during one.
    @Test(arguments: [false, true])
    func duringATransaction(_ isInStatement: Bool) async throws {
        try await withServer { server, db in
            let runs = Shared(0)
            let error = try await databaseError {
                try await db.transaction(retry: RetryPolicy()) { tx in
                    runs.withLock { $0 += 1 }
                    try await tx.write(1)
                    if isInStatement {
                        async let sleep: [Int] = tx.session.integers("SELECT 1 FROM pg_sleep(60)")
                        try await eventually("the query") { try await server.count("query LIKE '%pg_sleep%'") == 1 }
                        try await server.terminate("state = 'active'")
                        _ = try await sleep
                    } else {
                        try await server.terminate("state = 'idle in transaction'")
                    }
                    try await tx.write(2)
                }
            }
            #expect(error?.code == .connection)
            #expect(runs.value == 1)
            #expect(try await db.recentChat.count() == 0)
        }
    }

    /// The body of the transaction does not see it: the commit does.
    @Test func beforeTheCommit() async throws {
        try await withServer { server, db in
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(1)
                    try await server.terminate("state = 'idle in transaction'")
                }
            }
            // The server says that it ended the session before it has seen a COMMIT.
            #expect(error?.code == .connection)
            #expect(try await db.recentChat.count() == 0)
        }
    }

    /// A session that ends right after its commit has committed.
    @Test func duringTheCommit() async throws {
        // A commit takes a tenth of a second.
        let slow = ["fsync": "on", "commit_delay": "100000", "commit_siblings": "0"]
        try await withServer(.init(settings: slow)) { server, db in
            for number in 1...10 {
                let isReady = Shared(false)
                let killer = Task {
                    try await eventually("the end of the transaction") { isReady.value }
                    try await server.psql(
                        """
                        SELECT pg_sleep(0.04);
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();
                        """)
                }
                let error = try await databaseError {
                    try await db.transaction { tx in
                        try await tx.write(number)
                        isReady.value = true
                        // As long as psql takes to start.
                        try await Task.sleep(for: .milliseconds(10 * number))
                    }
                }
                _ = try await killer.value
                let exists =
                    try await server.psql("SELECT count(*) FROM recent_chat WHERE timestamp = \(number)") == "1"
                switch error?.code {
                case nil: #expect(exists)
                case .commitUnknown?: break
                case let code: #expect(code == .connection && !exists, "\(exists), \(String(describing: error))")
                }
            }
        }
    }

    /// A connection that has been idle is tried, and a new one made instead.
    @Test func whileIdle() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(maximumConnections: 1, keepAliveAfter: .milliseconds(1)))
        try await withServer(.init(), configuration) { server, db in
            for number in 1...8 {
                try await server.terminate("TRUE")
                try await db.write(number)
                try await server.terminate("TRUE")
                try await db.transaction { tx in try await tx.write(number) }
            }
            #expect(try await db.recentChat.count() == 16)
        }
    }

    /// A stream that loses its connection says so, and does not end as if there were no more rows.
    @Test func duringAStream() async throws {
        try await withServer { server, db in
            try await db.recentChat.insert(
                contentsOf: (0..<5000).map { .init(timestamp: $0, username: "u", message: "m") })
            var rows = 0
            let error = try await databaseError {
                for try await _ in db.recentChat.stream() {
                    rows += 1
                    if rows == 10 { try await server.terminate("state = 'idle in transaction'") }
                }
            }
            #expect(error?.code == .connection)
            #expect(rows < 5000)
            #expect(try await db.recentChat.count() == 5000)
        }
    }
}
