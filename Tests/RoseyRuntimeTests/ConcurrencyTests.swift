import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConcurrencyTests {
    /// One task moves lines between users while eight read: no reader ever sees a half-done move.
    @Test(arguments: Storage.shared)
    func eightReadersAndAWriter(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let users = (0..<10).map {
                UserStats.Draft(username: "user\($0)", firstSeen: 0, lastSeen: 0, totalChatLines: 100)
            }
            try await db.userStats.insert(contentsOf: users)
            let isDone = Shared(false)
            let moves = 500
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reader in 0..<8 {
                    group.addTask {
                        var lastMove = 0
                        repeat {
                            let rows = try await db.userStats.fetchAll()
                            #expect(rows.reduce(0) { $0 + $1.totalChatLines } == 1000)
                            // Both ends of a move carry its number.
                            let move = rows.map(\.lastSeen).max() ?? 0
                            #expect(move == 0 || rows.filter { $0.lastSeen == move }.count == 2, "reader \(reader)")
                            #expect(move >= lastMove)
                            lastMove = move
                        } while !isDone.value
                    }
                }
                group.addTask {
                    for move in 1...moves {
                        try await db.transaction { tx in
                            try await tx.userStats.update("user\(move % 10)") {
                                $0.totalChatLines -= 1
                                $0.lastSeen = move
                            }
                            try await tx.userStats.update("user\((move + 1) % 10)") {
                                $0.totalChatLines += 1
                                $0.lastSeen = move
                            }
                        }
                    }
                    isDone.value = true
                }
                try await group.waitForAll()
            }
            #expect(try await db.userStats.all.max { $0.lastSeen } == moves)
        }
    }

    @Test(arguments: Storage.allCases)
    func concurrentCountsAddUp(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(.init(username: "alice", firstSeen: 0, lastSeen: 0))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await db.userStats.update("alice") { $0.totalChatLines += 1 } }
                }
                try await group.waitForAll()
            }
            #expect(try await db.userStats.find("alice")?.totalChatLines == 200)
        }
    }

    /// Two databases on one file stand for two processes: SQLite's locks do not know the difference.
    @Test func twoConnectionsToOneFileWaitForEachOther() async throws {
        let folder = try TemporaryFolder()
        let first = try await Database.open(url: folder.url("x.db"), configuration: .patient)
        let second = try await Database.open(url: folder.url("x.db"), configuration: .patient)
        try await first.migrate(RoseyModels.migrations)
        try await first.userStats.insert(.init(username: "alice", firstSeen: 0, lastSeen: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for db in [first, second] {
                group.addTask {
                    for _ in 0..<100 {
                        try await db.transaction { tx in
                            guard var alice = try await tx.userStats.find("alice") else { return }
                            alice.totalChatLines += 1
                            try await tx.userStats.update(alice)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await first.userStats.find("alice")?.totalChatLines == 200)
        await first.close()
        await second.close()
    }

    @Test func closeEndsEverything() async throws {
        let folder = try TemporaryFolder()
        let db = try await Database.open(url: folder.url("x.db"), configuration: .patient)
        try await db.migrate(RoseyModels.migrations)
        await db.close()
        await db.close()
        let error = try await databaseError { _ = try await db.userStats.count() }
        #expect(error?.code == .closed)
        let transaction = try await databaseError { try await db.transaction { _ in } }
        #expect(transaction?.code == .closed)
    }
}
