import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A batch is one flight and one transaction, and what happens to that concerns all of it.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct BatchFlightTests {
    private static func insertTwo(_ db: Database, _ number: Int) async throws {
        _ = try await db.batch(
            { try await $0.write(number) },
            { _ = try await $0.userStats.find("nobody") },
            { try await $0.write(number) })
    }

    @Test func oneTransaction() async throws {
        try await withServer(.init(), .single) { _, db in
            try await Self.insertTwo(db, 0)
            // They know by it in which transaction they were written.
            let transactions = try await db.session.integers("SELECT count(DISTINCT xmin::text) FROM recent_chat")
            #expect(transactions == [1])
        }
    }

    @Test(arguments: ["DISCARD ALL", "DEALLOCATE ALL"])
    func lostStatements(_ command: String) async throws {
        try await withServer(.init(), .single) { _, db in
            for round in 0..<3 {
                try await Self.insertTwo(db, round)
                try await db.session.run(command)
                try await Self.insertTwo(db, round)
            }
            let count = try await db.recentChat.count()
            #expect(count == 12)
        }
    }

    /// The server can tell of one statement at a time that its result is no longer what it was.
    @Test func stalePlans() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.userStats.insert(.init(username: "u", firstSeen: 1, lastSeen: 1, totalChatLines: 7))
            for type in ["int", "bigint", "int"] {
                func read() async throws -> [Int?] {
                    let (found, all, first) = try await db.batch(
                        { try await $0.userStats.find("u") }, { try await $0.userStats.all.fetchAll() },
                        { try await $0.userStats.where { $0.username == "u" }.first() })
                    return [found?.totalChatLines, all.first?.totalChatLines, first?.totalChatLines]
                }
                let before = try await read()
                try await db.session.run("ALTER TABLE user_stats ALTER total_chat_lines TYPE \(type)")
                let after = try await read()
                #expect(before == [7, 7, 7] && after == before)
            }
        }
    }

    @Test func cancellation() async throws {
        try await withServer(.init(), .single) { server, db in
            let task = Task {
                try await databaseError {
                    _ = try await db.batch(
                        { try await $0.write(1) },
                        { _ = try await $0.session.integers("SELECT 1 FROM pg_sleep(600)") },
                        { try await $0.write(2) })
                }
            }
            try await eventually("the query") { try await server.count("state = 'active'") == 1 }
            task.cancel()
            let error = try await task.value
            #expect(error?.code == .cancelled)
            let count = try await db.recentChat.count()
            #expect(count == 0)
        }
    }

    /// What is checked at the end of a transaction is the failure of all.
    @Test func theEndFails() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.session.run(
                """
                ALTER TABLE recent_chat ADD CONSTRAINT checked FOREIGN KEY (username) REFERENCES user_stats (username)
                DEFERRABLE INITIALLY DEFERRED
                """)
            let error = try await databaseError { try await Self.insertTwo(db, 1) }
            #expect(error?.code == .foreignKey && error?.table == "recent_chat" && error?.sql == "COMMIT")
            let (_, _) = try await db.batch(
                { try await $0.write(1) },
                { try await $0.userStats.insert(.init(username: "u", firstSeen: 1, lastSeen: 1)) })
            let count = try await db.recentChat.count()
            #expect(count == 1)
        }
    }

    /// The server has got all of it, and its answer is lost.
    @Test func theAnswerIsLost() async throws {
        try await withServer(.init(), .single) { server, db in
            let error = try await databaseError {
                _ = try await db.batch(
                    { try await $0.write(1) },
                    { _ = try await $0.session.integers("SELECT 1 FROM pg_sleep(600)") },
                    { _ in
                        Task {
                            try await eventually("the query") { try await server.count("wait_event = 'PgSleep'") == 1 }
                            try await server.terminate("wait_event = 'PgSleep'")
                        }
                    })
            }
            // It has said that it ends the session, so it is known what has become of the batch.
            #expect(error?.code == .connection && error?.nativeCode == "57P01", "\(String(describing: error))")
            let count = try await db.recentChat.count()
            #expect(count == 0)
        }
        try await withProxy(.single) { server, proxy, db in
            try await db.write(0)
            let error = try await databaseError {
                _ = try await db.batch(
                    { try await $0.write(1) },
                    { _ = try await $0.session.integers("SELECT 1 FROM pg_sleep(600)") },
                    { _ in
                        Task {
                            try await eventually("the query") { try await server.count("wait_event = 'PgSleep'") == 1 }
                            proxy.cut()
                        }
                    })
            }
            #expect(error?.code == .commitUnknown, "\(String(describing: error))")
        }
    }
}
