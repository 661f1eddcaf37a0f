import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Many rows at a time take effect as a whole or not at all.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct BulkInsertTests {
    /// Says nothing of how many there are.
    private struct Rows: Sequence, Sendable {
        let count: Int
        let duplicate: Int?

        var underestimatedCount: Int { 0 }

        func makeIterator() -> AnyIterator<UserStats.Draft> {
            var next = 0
            return AnyIterator {
                guard next < count else { return nil }
                defer { next += 1 }
                let number = next == duplicate ? 0 : next
                return UserStats.Draft(username: "user \(number)", firstSeen: 1, lastSeen: 1)
            }
        }
    }

    private static func insert(_ db: some DatabaseAccess, isLazy: Bool, duplicate: Int?) async throws {
        let rows = Rows(count: 20_000, duplicate: duplicate)
        if isLazy {
            try await db.userStats.insert(contentsOf: rows)
        } else {
            try await db.userStats.insert(contentsOf: Array(rows))
        }
    }

    @Test(arguments: [false, true], [1, 10_000, 19_999])
    func aDuplicate(_ isLazy: Bool, _ duplicate: Int) async throws {
        try await withServer(.init(), .single) { server, db in
            let error = try await databaseError {
                try await Self.insert(db, isLazy: isLazy, duplicate: duplicate)
            }
            #expect(error?.code == .unique)
            #expect(error?.table == "user_stats")
            #expect(error?.column == "username")
            #expect("\(String(describing: error))".contains("user 0") == false)
            #expect(try await db.userStats.count() == 0)

            let inside = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(1)
                    try await Self.insert(tx, isLazy: isLazy, duplicate: duplicate)
                }
            }
            #expect(inside?.code == .unique)
            #expect(try await db.recentChat.count() == 0)

            try await db.transaction { tx in
                try await tx.write(1)
                let inner = try await databaseError {
                    try await tx.transaction { try await Self.insert($0, isLazy: isLazy, duplicate: duplicate) }
                }
                #expect(inner?.code == .unique)
                try await tx.write(2)
            }
            #expect(try await db.recentChat.count() == 2)
            #expect(try await db.userStats.count() == 0)

            try await Self.insert(db, isLazy: isLazy, duplicate: nil)
            #expect(try await db.userStats.count() == 20_000)
            #expect(try await server.clients() == 1)
        }
    }

    /// Cancelled somewhere in the middle of the data.
    @Test func cancelled() async throws {
        try await withServer(.init(), .single) { server, db in
            var generator = SeededGenerator()
            let seed = generator.seed
            for round in 0..<20 {
                let task = Task { try await Self.insert(db, isLazy: true, duplicate: nil) }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &generator)))
                task.cancel()
                let error = try await databaseError { try await task.value }
                let count = try await db.userStats.count()
                #expect(count == (error == nil ? 20_000 : 0), "seed \(seed), round \(round)")
                #expect(error == nil || error?.code == .cancelled, "seed \(seed), round \(round)")
                try await db.session.run("TRUNCATE user_stats")
            }
            #expect(try await server.clients() == 1)
        }
    }
}
