import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Each time limit has an error that names it.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct TimeoutTests {
    @Test func statementTimeout() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(maximumConnections: 1, statementTimeout: .seconds(3)))
        try await withServer(.init(), configuration) { _, db in
            let error = try await databaseError { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(60)") }
            #expect(error?.code == .timeout)
            #expect(error?.message.contains("statementTimeout") == true)
            let inside = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(1)
                    _ = try await tx.session.integers("SELECT 1 FROM pg_sleep(60)")
                }
            }
            #expect(inside?.code == .timeout)
            #expect(try await db.recentChat.count() == 0)
        }
    }

    @Test func idleInTransactionTimeout() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(maximumConnections: 1, idleInTransactionTimeout: .seconds(5)))
        try await withServer(.init(), configuration) { server, db in
            for isAtCommit in [false, true] {
                let error = try await databaseError {
                    try await db.transaction { tx in
                        try await tx.write(1)
                        try await eventually("the server ends the session") { try await server.clients() == 0 }
                        if !isAtCommit { try await tx.write(2) }
                    }
                }
                #expect(error?.code == .connection)
                #expect(error?.message.contains("idleInTransactionTimeout") == true)
                #expect(try await db.recentChat.count() == 0)
            }
        }
    }

    @Test func lockTimeout() async throws {
        let configuration = DatabaseConfiguration(lockTimeout: .seconds(10))
        try await withServer(.init(), configuration) { _, db in
            try await db.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
            let change = "UPDATE user_stats SET last_seen = 2 WHERE username = 'a'"
            try await db.transaction { tx in
                try await tx.session.run(change)
                let runs = Shared(0)
                // In a task of its own, since a call here that is not part of the transaction is refused.
                let other = Task.detached {
                    try await databaseError {
                        try await db.transaction(retry: RetryPolicy()) { other in
                            runs.withLock { $0 += 1 }
                            try await other.session.run(change)
                        }
                    }
                }
                let error = try await other.value
                #expect(error?.code == .timeout)
                #expect(error?.nativeCode == "55P03")
                #expect(error?.message.contains("lockTimeout") == true)
                #expect(runs.value == 1)
            }
        }
    }

    @Test func noConnectionIsFree() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(10), postgresql: .init(maximumConnections: 1))
        try await withServer(.init(), configuration) { _, db in
            try await db.transaction { tx in
                try await tx.write(1)
                let error = try await Task.detached {
                    try await databaseError { _ = try await db.recentChat.count() }
                }.value
                #expect(error?.code == .timeout)
                #expect(error?.message.contains("lockTimeout") == true)
            }
            #expect(try await db.recentChat.count() == 1)
        }
    }
}
