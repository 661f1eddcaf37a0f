import RoseyModels
import RoseyRuntime
import Synchronization
import TestDatabases
import TestSupport
import Testing

private struct Stop: Error {}

@Suite(.timeLimit(.minutes(5)))
struct TransactionTests {
    private static func user(_ name: String) -> UserStats.Draft {
        .init(username: name, firstSeen: 1, lastSeen: 1)
    }

    @Test(arguments: Storage.allCases)
    func takesEffectAsAWholeOrNotAtAll(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let count = try await db.transaction { tx in
                try await tx.userStats.insert(Self.user("a"))
                try await tx.userStats.insert(Self.user("b"))
                return try await tx.userStats.count()
            }
            #expect(count == 2)
            await #expect(throws: Stop.self) {
                try await db.transaction { tx in
                    try await tx.userStats.insert(Self.user("c"))
                    throw Stop()
                }
            }
            #expect(try await db.userStats.count() == 2)
        }
    }

    /// Once more after the database has asked for it, with nothing of the first time left, and after nothing else.
    @Test(arguments: Storage.allCases)
    func retries(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            func runs(until success: Int, _ error: any Error & Sendable, attempts: Int) async throws -> Int {
                let runs = Shared(0)
                _ = try? await db.transaction(retry: RetryPolicy(attempts: attempts, initialDelay: .zero)) { tx in
                    let run = runs.withLock { runs in
                        runs += 1
                        return runs
                    }
                    try await tx.recentChat.insert(.init(timestamp: run, username: "u", message: "m"))
                    if run < success { throw error }
                }
                return runs.value
            }
            let conflict = DatabaseError(.serialization, "a conflict")
            let third = try await runs(until: 3, conflict, attempts: 5)
            let kept = try await db.recentChat.fetchAll().map(\.timestamp)
            #expect(third == 3 && kept == [3])
            let never = try await runs(until: 9, conflict, attempts: 4)
            let late = try await runs(until: 3, DatabaseError(.timeout, "late"), attempts: 5)
            let other = try await runs(until: 3, Stop(), attempts: 5)
            let count = try await db.recentChat.count()
            #expect(never == 4 && late == 1 && other == 1 && count == 1)
        }
    }

    /// SQLite has one level, which is the strictest.
    @Test(arguments: Storage.allCases, IsolationLevel.allCases)
    func isolationLevels(_ storage: Storage, _ level: IsolationLevel) async throws {
        try await withDatabase(storage) { db in
            @Sendable func current(_ tx: Transaction) async throws -> [String] {
                guard storage == .postgresql else { return [] }
                let settings = ["isolation", "read_only", "deferrable"].map { "current_setting('transaction_\($0)')" }
                return try await tx.session.texts("SELECT \(settings.joined(separator: " || ',' || "))")
            }
            let words = ["readCommitted": "read committed", "repeatableRead": "repeatable read"]
            let word = words[level.rawValue] ?? "serializable"
            let writing = try await db.transaction(isolation: level) { tx in
                try await tx.userStats.insert(Self.user("a"))
                return try await current(tx)
            }
            let reading = try await db.read(isolation: level, isDeferrable: true) { tx in
                let count = try await tx.userStats.count()
                #expect(count == 1)
                return try await current(tx)
            }
            guard storage == .postgresql else { return }
            #expect(writing == ["\(word),off,off"])
            #expect(reading == ["\(word),on,on"])
        }
    }

    @Test(arguments: Storage.allCases)
    func nestedTransactionsAreSavepoints(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.transaction { tx in
                try await tx.userStats.insert(Self.user("outer"))
                try await tx.transaction { inner in
                    try await inner.userStats.insert(Self.user("kept"))
                    await #expect(throws: Stop.self) {
                        try await inner.transaction { innermost in
                            try await innermost.userStats.insert(Self.user("undone"))
                            throw Stop()
                        }
                    }
                }
                // A failed statement inside undoes what is inside, and no more.
                let error = try await databaseError {
                    try await tx.transaction { inner in
                        try await inner.userStats.insert(Self.user("undone too"))
                        try await inner.userStats.insert(Self.user("outer"))
                    }
                }
                #expect(error?.code == .unique)
                try await tx.userStats.insert(Self.user("after"))
            }
            let names = try await db.userStats.order { $0.username.ascending }.fetchAll().map(\.username)
            #expect(names == ["after", "kept", "outer"])
        }
    }

    @Test(arguments: Storage.allCases)
    func aFailedStatementFailsTheTransaction(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("taken"))
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.userStats.insert(Self.user("lost"))
                    #expect(
                        try await databaseError { try await tx.userStats.insert(Self.user("taken")) }?.code == .unique)
                    #expect(try await databaseError { _ = try await tx.userStats.count() }?.code == .transactionFailed)
                }
            }
            #expect(error?.code == .transactionFailed)
            #expect(try await db.userStats.count() == 1)
        }
    }

    @Test(arguments: Storage.shared)
    func childTasksTakeTurns(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.transaction { tx in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            try await tx.userStats.insert(Self.user("user\(number)"))
                            if number % 10 == 0 { _ = try await tx.userStats.fetchAll() }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(try await db.userStats.count() == 100)
        }
    }

    @Test(arguments: Storage.allCases)
    func concurrentTransactionsInsideTakeTurns(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.transaction { tx in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<50 {
                        group.addTask {
                            try? await tx.transaction { inner in
                                try await inner.userStats.insert(Self.user("user\(number)"))
                                await Task.yield()
                                if number % 2 == 1 { throw Stop() }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(try await db.userStats.count() == 25)
        }
    }

    @Test(arguments: Storage.allCases)
    func cannotBeUsedAfterItsEnd(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let escaped = try await db.transaction { $0 }
            let error = try await databaseError { _ = try await escaped.userStats.count() }
            #expect(error?.code == .closed)
            #expect(error?.message.contains("has ended") == true)
        }
    }

    @Test func waitingForItselfIsAnErrorNotADeadlock() async throws {
        try await withDatabase(.file) { db in
            let error = try await databaseError {
                try await db.transaction { _ in
                    _ = try await db.userStats.insert(Self.user("a"))
                }
            }
            #expect(error?.code == .misuse)
            let outer = try await databaseError {
                try await db.transaction { tx in
                    try await tx.transaction { _ in _ = try await tx.userStats.insert(Self.user("a")) }
                }
            }
            #expect(outer?.code == .misuse)
            // Reading the last commit from outside is fine with a file.
            let count = try await db.transaction { tx in
                try await tx.userStats.insert(Self.user("b"))
                return try await db.userStats.count()
            }
            #expect(count == 0)
        }
        try await withDatabase(.memory) { db in
            let error = try await databaseError {
                try await db.transaction { _ in _ = try await db.userStats.count() }
            }
            #expect(error?.code == .misuse)
        }
    }

    @Test(arguments: Storage.shared)
    func readTransactionsSeeOneStateAndCannotWrite(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("a"))
            try await db.read { tx in
                #expect(try await tx.userStats.count() == 1)
                try await db.userStats.insert(Self.user("b"))
                #expect(try await tx.userStats.count() == 1)
            }
            #expect(try await db.userStats.count() == 2)
            let error = try await databaseError {
                try await db.read { tx in _ = try await tx.userStats.insert(Self.user("c")) }
            }
            #expect(error?.code == .readOnly)
            // Neither the typed API nor the connection lets a write through.
            let raw = try await databaseError {
                try await db.read { tx in
                    _ = try await tx.session.fetchAll(
                        Statement("DELETE FROM user_stats RETURNING 1", .read, table: ""), { _ in }, { _ in 1 })
                }
            }
            #expect(raw?.code == .readOnly)
        }
    }

    /// A write that is refused before it is sent has done nothing, so the transaction goes on, whatever kind of write it is.
    @Test(arguments: Storage.allCases)
    func whatIsRefusedDoesNotEndATransactionThatReads(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("a"))
            try await db.read { tx in
                let errors = [
                    try await databaseError { try await tx.userStats.insert(Self.user("b")) },
                    try await databaseError { try await tx.userStats.insert(contentsOf: [Self.user("b")]) },
                    try await databaseError { try await tx.userStats.update("a") { $0.totalChatLines += 1 } },
                    try await databaseError { try await tx.userStats.delete("a") },
                    try await databaseError { try await tx.userStats.all.delete() },
                ]
                #expect(errors.map(\.?.code) == Array(repeating: .readOnly, count: errors.count))
                #expect(try await tx.userStats.find("a")?.totalChatLines == 0)
            }
            #expect(try await db.userStats.count() == 1)
        }
    }

    /// A statement that waits for its turn while the transaction falls apart does not run at all.
    @Test(arguments: Storage.allCases)
    func whatWaitsDoesNotRunOutside(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for _ in 0..<50 {
                _ = try await databaseError {
                    try await db.transaction { tx in
                        try await tx.userStats.insert(Self.user("a"))
                        await withThrowingTaskGroup(of: Void.self) { group in
                            group.addTask {
                                try await tx.session.run("INSERT OR ROLLBACK INTO user_stats SELECT * FROM user_stats")
                            }
                            for number in 0..<5 {
                                group.addTask { _ = try await tx.userStats.insert(Self.user("late \(number)")) }
                            }
                            while let result = await group.nextResult() { _ = result }
                        }
                    }
                }
                #expect(try await db.userStats.count() == 0)
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func aChildThatWaitsForItsParentIsAnErrorNotADeadlock(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.transaction { tx in
                let error = try await databaseError {
                    try await tx.transaction { _ in
                        async let count = tx.userStats.count()
                        _ = try await count
                    }
                }
                #expect(error?.code == .misuse)
                #expect(try await tx.userStats.count() == 0)
            }
        }
    }

    @Test(arguments: Storage.sqlite)
    func anErrorThatRollsBackByItselfCannotLeadToWritesOutside(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.userStats.insert(Self.user("a"))
                    // SQLite ends the whole transaction for this, not only the statement.
                    _ = try await databaseError {
                        try await tx.session.run("INSERT OR ROLLBACK INTO user_stats SELECT * FROM user_stats")
                    }
                    _ = try await databaseError { try await tx.userStats.insert(Self.user("b")) }
                }
            }
            #expect(error?.code == .transactionFailed)
            #expect(try await db.userStats.count() == 0)
            let inside = try await databaseError {
                try await db.transaction { tx in
                    try await tx.userStats.insert(Self.user("a"))
                    _ = try await databaseError {
                        try await tx.transaction { inner in
                            try await inner.session.run("INSERT OR ROLLBACK INTO user_stats SELECT * FROM user_stats")
                        }
                    }
                    try await tx.userStats.insert(Self.user("b"))
                }
            }
            #expect(inside?.code == .transactionFailed)
            #expect(try await db.userStats.count() == 0)
        }
    }
}
