import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What commits have written gets from SQLite's write-ahead log into the file, and the log stays short.
@Suite(.timeLimit(.minutes(1)))
struct CheckpointTests {
    private static let relaxed = DatabaseConfiguration(sqlite: .init(synchronous: .normal))
    /// A message that fills a page and a half.
    private static let long = String(repeating: "a long message ", count: 400)

    private func size(_ path: String) throws -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }

    private func open(_ folder: TemporaryFolder) async throws -> Database {
        let db = try await Database.open(url: folder.url("log.db"), configuration: Self.relaxed)
        try await db.migrate(RoseyModels.migrations)
        return db
    }

    private func commit(_ count: Int, to db: Database) async throws {
        for number in 0..<count {
            try await db.recentChat.insert(.init(timestamp: number, username: "u", message: Self.long))
        }
    }

    @Test func whatIsCommittedGetsIntoTheFileWhileNobodyWaitsForIt() async throws {
        let folder = try TemporaryFolder()
        let db = try await open(folder)
        // Some 1,600 pages, the first thousand of which are moved; a commit would do that at 8,000.
        try await commit(400, to: db)
        while try size(folder.file("log.db")) < 150 * Self.long.utf8.count {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await db.recentChat.count() == 400)
        await db.close()
    }

    @Test func theLogStaysShortWhileSomebodyWritesAllTheTime() async throws {
        let folder = try TemporaryFolder()
        let db = try await open(folder)
        let page = 4096 + 24
        var longest = 0
        for _ in 0..<60 {
            try await commit(100, to: db)
            longest = max(longest, try size(folder.file("log.db-wal")))
        }
        // Some 30,000 pages in all. A commit at 8,000 moves them unless the other thread is just doing that, which takes as long
        // as the disk does.
        #expect(longest < 24_000 * page)
        #expect(try await db.recentChat.count() == 6_000)
        await db.close()
        #expect(!FileManager.default.fileExists(atPath: folder.file("log.db-wal")))
        let again = try await Database.open(url: folder.url("log.db"), configuration: Self.relaxed)
        #expect(try await again.recentChat.count() == 6_000)
        await again.close()
    }

    @Test func whoReadsSeesWhatWasThereAllTheSame() async throws {
        let folder = try TemporaryFolder()
        let db = try await open(folder)
        try await commit(10, to: db)
        try await db.read { old in
            #expect(try await old.recentChat.count() == 10)
            // Nothing that this one needs may be overwritten, however long the log becomes.
            try await commit(3_000, to: db)
            #expect(try await old.recentChat.count() == 10)
            #expect(try await old.recentChat.fetchAll().allSatisfy { $0.message == Self.long })
        }
        #expect(try await db.recentChat.count() == 3_010)
        await db.close()
    }

    @Test func aDatabaseIsClosedInTheMidstOfIt() async throws {
        let folder = try TemporaryFolder()
        for round in 1...20 {
            let db = try await open(folder)
            try await commit(250, to: db)
            await db.close()
            #expect(!FileManager.default.fileExists(atPath: folder.file("log.db-wal")))
            let next = try await open(folder)
            #expect(try await next.recentChat.count() == 250 * round)
            await next.close()
        }
    }
}
