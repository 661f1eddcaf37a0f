import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The server forgets prepared statements, or cannot run them any more.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct PreparedStatementTests {
    private static let dynamic = "SELECT count(*) FROM recent_chat"

    private static func several(_ db: some DatabaseAccess) async throws {
        try await db.write(1)
        _ = try await db.recentChat.where { $0.timestamp == 1 }.fetchAll()
        _ = try await db.session.integers(Self.dynamic)
        _ = try await db.userStats.find("a")
    }

    @Test(arguments: ["DISCARD ALL", "DEALLOCATE ALL"])
    func forgotten(_ command: String) async throws {
        try await withServer(.init(), .single) { _, db in
            for _ in 0..<3 {
                try await Self.several(db)
                try await db.session.run(command)
                try await Self.several(db)
                try await db.session.run(command)
                try await db.transaction { try await Self.several($0) }
                try await db.session.run(command)
                try await db.read { _ = try await $0.recentChat.count() }
            }
            #expect(try await db.recentChat.count() == 9)
        }
    }

    /// What is forgotten in the middle of a transaction is an error, and the next transaction works.
    @Test func forgottenInTheMiddle() async throws {
        try await withServer(.init(), .single) { _, db in
            try await Self.several(db)
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(2)
                    try await tx.session.run("DEALLOCATE ALL")
                    try await tx.write(3)
                }
            }
            #expect(error?.nativeCode == "26000")
            #expect(try await db.recentChat.count() == 1)
            try await db.transaction { try await Self.several($0) }
        }
    }

    /// The rows of a flight cannot be had a second time. The error comes once.
    @Test func forgottenBeforeManyRows() async throws {
        try await withServer(.init(), .single) { _, db in
            let rows = (0..<10).map { RecentChat.Draft(timestamp: $0, username: "u", message: "m") }
            try await db.recentChat.insert(contentsOf: rows)
            try await db.session.run("DEALLOCATE ALL")
            let error = try await databaseError { try await db.recentChat.insert(contentsOf: rows) }
            #expect(error == nil || error?.nativeCode == "26000")
            try await db.recentChat.insert(contentsOf: rows)
            #expect(try await db.recentChat.count() == (error == nil ? 30 : 20))
        }
    }

    /// "cached plan must not change result type"
    @Test func changedResultType() async throws {
        try await withServer(.init(), .single) { server, db in
            let all = "SELECT * FROM numbers"
            try await db.session.run("CREATE TABLE numbers (n bigint)")
            try await db.session.run("INSERT INTO numbers VALUES (1)")
            for type in ["int", "bigint"] {
                #expect(try await db.session.integers(all) == [1])
                try await server.psql("ALTER TABLE numbers ALTER n TYPE \(type)")
                #expect(try await db.session.integers(all) == [1])
                try await server.psql("ALTER TABLE numbers ALTER n TYPE smallint")
                // The first statement of a transaction.
                try await db.transaction { tx in
                    #expect(try await tx.session.integers(all) == [1])
                    try await tx.write(1)
                }
                try await server.psql("ALTER TABLE numbers ALTER n TYPE \(type)")
                try await db.transaction { tx in
                    try await tx.transaction { inner in
                        let values = try await inner.session.integers(all)
                        #expect(values == [1])
                    }
                    try await tx.write(1)
                }
                try await server.psql("ALTER TABLE numbers ALTER n TYPE smallint")
                // A later one.
                let error = try await databaseError {
                    try await db.transaction { tx in
                        try await tx.write(2)
                        _ = try await tx.session.integers(all)
                    }
                }
                #expect(error?.nativeCode == "0A000")
                #expect(error?.sql == all)
                try await db.transaction { tx in
                    try await tx.write(1)
                    #expect(try await tx.session.integers(all) == [1])
                }
            }
            #expect(try await db.recentChat.where { $0.timestamp == 2 }.count() == 0)
            #expect(try await db.recentChat.count() == 6)
        }
    }

    /// The server keeps no more statements than the connection.
    @Test func theOldestAreForgotten() async throws {
        var configuration = DatabaseConfiguration.single
        configuration.dynamicStatementCapacity = 2
        try await withServer(.init(), configuration) { _, db in
            let kept = "SELECT count(*) FROM pg_prepared_statements"
            let before = try await db.session.integers(kept)[0]
            for round in 0..<3 {
                for number in 0..<30 {
                    #expect(try await db.session.integers("SELECT \(number)") == [number])
                    #expect(try await db.session.integers("SELECT \(number / 2)") == [number / 2])
                }
                #expect(try await db.session.integers(kept)[0] <= before + 3, "\(round)")
                try await db.transaction { tx in
                    for number in 0..<30 {
                        let values = try await tx.session.integers("SELECT -\(number)")
                        #expect(values == [-number])
                    }
                }
            }
            _ = try await db.session.integers(kept)
            #expect(try await db.session.integers(kept)[0] <= before + 3)
        }
    }

    /// A query that is run again is no new statement, whatever its values.
    @Test func aQueryIsKnownAgain() async throws {
        try await withServer(.init(), .single) { _, db in
            func queries(_ number: Int) async throws {
                _ = try await db.recentChat.where { $0.timestamp > number }.order { $0.timestamp.ascending }.limit(5)
                    .fetchAll()
                _ = try await db.recentChat.where { $0.timestamp.isIn(number...number + 3) }.fetchAll()
                try await db.userStats.where { $0.username == "\(number)" }.update { $0.totalChatLines += number }
            }
            let kept = "SELECT count(*) FROM pg_prepared_statements"
            _ = try await db.session.integers(kept)
            try await queries(0)
            let before = try await db.session.integers(kept)[0]
            for number in 1..<10 { try await queries(number) }
            #expect(try await db.session.integers(kept)[0] == before)
            // A longer list is another one.
            _ = try await db.recentChat.where { $0.timestamp.isIn(1...8) }.fetchAll()
            #expect(try await db.session.integers(kept)[0] == before + 1)
        }
    }
}
