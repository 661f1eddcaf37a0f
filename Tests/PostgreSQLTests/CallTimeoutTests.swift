import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A whole call has a time limit: whatever it waits for.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct CallTimeoutTests {
    private static let limit = Duration.milliseconds(300)

    @Test func aWaitForAConnection() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.transaction { tx in
                let waiting = Task.detached {
                    try await databaseError {
                        try await db.withTimeout(Self.limit) { try await db.transaction { try await $0.write(2) } }
                    }
                }
                #expect(try await waiting.value?.code == .timeout)
                try await tx.write(1)
            }
            #expect(try await db.recentChat.count() == 1)
        }
    }

    @Test func aSlowStatement() async throws {
        try await withServer(.init(), .single) { server, db in
            let error = try await databaseError {
                try await db.withTimeout(Self.limit) {
                    _ = try await db.session.integers("SELECT 1 FROM pg_sleep(600)")
                }
            }
            #expect(error?.code == .timeout)
            #expect(error?.sql?.contains("pg_sleep") == true)
            // The server has stopped, and the connection is kept.
            #expect(try await server.count("state = 'active'") == 0)
            #expect(try await server.clients() == 1)
        }
    }

    /// The limit of the configuration is one for each transaction, with what it does besides.
    @Test func everyTransaction() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), transactionTimeout: .milliseconds(500),
            postgresql: .init(maximumConnections: 1))
        try await withServer(.init(), configuration) { _, db in
            try await db.transaction { try await $0.write(1) }
            for work in [
                { () async throws in try await db.transaction { try await Self.work($0) } },
                { try await db.transaction(isolation: .serializable) { try await Self.work($0) } },
                { try await db.read { _ = try await $0.session.integers("SELECT 1 FROM pg_sleep(600)") } },
                { try await db.read { _ in try await Task.sleep(for: .seconds(600)) } },
            ] {
                #expect(try await databaseError { try await work() }?.code == .timeout)
            }
            #expect(try await db.recentChat.count() == 1)
        }
    }

    private static func work(_ tx: Transaction) async throws {
        try await tx.write(2)
        _ = try await tx.session.integers("SELECT 1 FROM pg_sleep(600)")
    }

    /// Whether a commit has arrived that is not answered is not known.
    @Test func aSilentCommit() async throws {
        try await withProxy(.single) { _, proxy, db in
            let error = try await databaseError {
                try await db.withTimeout(Self.limit) {
                    try await db.transaction { tx in
                        try await tx.write(1)
                        proxy.hold()
                    }
                }
            }
            #expect(error?.code == .commitUnknown)
            proxy.cut()
            proxy.forward()
            try await db.write(2)
        }
    }

    /// Errors of other kinds, results and cancellations from outside are what they are.
    @Test func whatIsNotLate() async throws {
        try await withServer(.init(), .single) { _, db in
            #expect(try await db.withTimeout(.seconds(60)) { try await db.recentChat.count() } == 0)
            let error = try await databaseError {
                try await db.withTimeout(.seconds(60)) { try await db.session.run("nonsense") }
            }
            #expect(error?.code == .syntax)
            let task = Task {
                try await databaseError {
                    try await db.withTimeout(.seconds(60)) {
                        _ = try await db.session.integers("SELECT 1 FROM pg_sleep(600)")
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            #expect(try await task.value?.code == .cancelled)
        }
    }
}
