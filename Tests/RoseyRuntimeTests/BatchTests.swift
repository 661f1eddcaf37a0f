import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BatchTests {
    private struct Mistake: Error, Equatable {}

    private static func user(_ name: String, lines: Int = 0) -> UserStats.Draft {
        .init(username: name, firstSeen: 1, lastSeen: 1, totalChatLines: lines)
    }

    private static func message(_ time: Int) -> RecentChat.Draft {
        .init(timestamp: time, username: "u", message: "m")
    }

    /// How many users and messages there are.
    private static func counts(_ db: Database) async throws -> [Int] {
        [try await db.userStats.count(), try await db.recentChat.count()]
    }

    @Test(arguments: Storage.allCases)
    func inOrder(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for round in 0..<3 {
                let (inserted, isUpdated, found, count) = try await db.batch(
                    { try await $0.userStats.insert(Self.user("a\(round)")) },
                    { try await $0.userStats.update("a\(round)") { $0.totalChatLines += 7 } },
                    { try await $0.userStats.find("a\(round)") },
                    { try await $0.userStats.count() })
                #expect(inserted.username == "a\(round)" && isUpdated)
                #expect(found?.totalChatLines == 7 && count == round + 1)
            }
            let (message, deleted) = try await db.batch(
                { try await $0.recentChat.insert(Self.message(1)) },
                { try await $0.userStats.where { $0.totalChatLines == 7 }.delete() })
            #expect(message.timestamp == 1 && deleted == 3)
            let counts = try await Self.counts(db)
            #expect(counts == [0, 1])
        }
    }

    @Test(arguments: Storage.allCases)
    func allOrNothing(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("a"))
            for place in 0..<3 {
                @Sendable func message(_ pipeline: Pipeline, _ number: Int) async throws {
                    if number == place {
                        try await pipeline.userStats.insert(Self.user("a"))
                    } else {
                        try await pipeline.recentChat.insert(Self.message(number))
                    }
                }
                let error = try await databaseError {
                    _ = try await db.batch(
                        { try await message($0, 0) }, { try await message($0, 1) }, { try await message($0, 2) })
                }
                #expect(error?.code == .unique && error?.table == "user_stats", "\(String(describing: error))")
                let counts = try await Self.counts(db)
                #expect(counts == [1, 0])
            }
        }
    }

    /// An item cannot make up for the failure of its statement.
    @Test(arguments: Storage.allCases)
    func aFailureThatIsCaught(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("a"))
            let error = try await databaseError {
                _ = try await db.batch(
                    { try await $0.recentChat.insert(Self.message(1)) },
                    { _ = try? await $0.userStats.insert(Self.user("a")) },
                    {
                        do { _ = try await $0.recentChat.insert(Self.message(2)) } catch { throw Mistake() }
                    })
            }
            #expect(error?.code == .unique)
            var counts = try await Self.counts(db)
            #expect(counts == [1, 0])
            // One that is not sent at all: no column can take the value.
            let refusal = try await databaseError {
                _ = try await db.batch(
                    { try await $0.recentChat.insert(Self.message(1)) },
                    { _ = try? await $0.userStats.insert(Self.user(String(repeating: "x", count: 51))) },
                    { try await $0.recentChat.insert(Self.message(2)) })
            }
            #expect(refusal?.code == .tooLong)
            counts = try await Self.counts(db)
            #expect(counts == [1, 0])
        }
    }

    /// An item may not leave its statement to a task that goes on without it.
    @Test(arguments: Storage.allCases)
    func aStatementThatIsLeftBehind(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let tasks = Shared<[Task<Void, Never>]>([])
            for round in 0..<100 {
                let error = try await databaseError {
                    _ = try await db.batch(
                        { pipeline in
                            let task = Task { _ = try? await pipeline.recentChat.insert(Self.message(round)) }
                            tasks.withLock { $0.append(task) }
                            if round % 3 == 0 { await Task.yield() }
                        },
                        { pipeline in
                            if round % 2 == 0 { await Task.yield() }
                            try await pipeline.recentChat.insert(Self.message(1000 + round))
                        })
                }
                #expect(error == nil || error?.code == .misuse, "\(String(describing: error))")
                for task in tasks.value { await task.value }
                let times = try await db.recentChat.all.fetchAll().map(\.timestamp)
                // All or nothing; without the one left behind where the batch did not see it.
                let isWhole = times.contains(1000 + round)
                #expect(
                    isWhole == (error == nil) && (isWhole || !times.contains(round)), "\(round): \(times.suffix(3))")
            }
            try await db.recentChat.all.delete()
            _ = try await db.batch(
                { try await $0.recentChat.insert(Self.message(1)) }, { try await $0.recentChat.insert(Self.message(2)) }
            )
            let counts = try await Self.counts(db)
            #expect(counts == [0, 2])
        }
    }

    @Test(arguments: Storage.allCases)
    func whatAnItemThrowsBeforeItsStatement(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for place in 0..<3 {
                @Sendable func item(_ pipeline: Pipeline, _ number: Int) async throws {
                    if number == place { throw Mistake() }
                    try await pipeline.recentChat.insert(Self.message(number))
                }
                await #expect(throws: Mistake()) {
                    _ = try await db.batch(
                        { try await item($0, 0) }, { try await item($0, 1) }, { try await item($0, 2) })
                }
                let counts = try await Self.counts(db)
                #expect(counts == [0, 0])
            }
            // A value that no column can take.
            let error = try await databaseError {
                _ = try await db.batch(
                    { try await $0.recentChat.insert(Self.message(1)) },
                    { try await $0.userStats.insert(Self.user(String(repeating: "x", count: 51))) })
            }
            #expect(error?.code == .tooLong)
            let counts = try await Self.counts(db)
            #expect(counts == [0, 0])
        }
    }

    /// What comes after the batch undoes nothing, a row that cannot be read as little as the program's own error.
    @Test(arguments: Storage.allCases)
    func whatAnItemThrowsAfterItsStatement(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for place in 0..<3 {
                @Sendable func item(_ pipeline: Pipeline, _ number: Int) async throws {
                    try await pipeline.recentChat.insert(Self.message(number))
                    if number == place { throw Mistake() }
                }
                await #expect(throws: Mistake()) {
                    _ = try await db.batch(
                        { try await item($0, 0) }, { try await item($0, 1) }, { try await item($0, 2) })
                }
                let counts = try await Self.counts(db)
                #expect(counts == [0, 3 * (place + 1)])
            }
            let insert = Statement(
                "INSERT INTO recent_chat (timestamp, username, message) VALUES (99, 'u', 'm') RETURNING message",
                .write,
                table: "recent_chat")
            let error = try await databaseError {
                _ = try await db.batch(
                    { try await $0.session.fetchOne(insert, { _ in }) { try $0.int(0) } },
                    { try await $0.recentChat.insert(Self.message(100)) })
            }
            #expect(error?.code == .decoding)
            let counts = try await Self.counts(db)
            #expect(counts == [0, 11])
        }
    }

    @Test(arguments: Storage.allCases)
    func oneStatementEach(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let error = try await databaseError {
                _ = try await db.batch(
                    {
                        try await $0.recentChat.insert(Self.message(1))
                        try await $0.recentChat.insert(Self.message(2))
                    },
                    { try await $0.recentChat.insert(Self.message(3)) })
            }
            #expect(error?.code == .misuse && error?.message.contains("one statement") == true)
            // The second came after the batch.
            var counts = try await Self.counts(db)
            #expect(counts == [0, 2])

            let (nothing, child, other) = try await db.batch(
                { _ in 1 },
                { pipeline in
                    async let inserted = pipeline.recentChat.insert(Self.message(4))
                    return try await inserted.timestamp
                },
                { _ in 3 })
            #expect([nothing, child, other] == [1, 4, 3])
            let (a, b) = try await db.batch({ _ in "a" }, { _ in "b" })
            #expect([a, b] == ["a", "b"])
            counts = try await Self.counts(db)
            #expect(counts == [0, 3])
        }
    }

    @TaskLocal private static var mark = "none"

    /// An item that waits for its statement lends nothing of its own to the others.
    @Test(arguments: Storage.allCases)
    func itemsDoNotSeeTheTaskLocalsOfOthers(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let seen = try await Self.$mark.withValue("batch") {
                try await db.batch(
                    { pipeline in
                        let before = Self.mark
                        try await Self.$mark.withValue("first") {
                            _ = try await pipeline.recentChat.insert(Self.message(1))
                        }
                        return before
                    },
                    { pipeline in
                        let before = Self.mark
                        try await pipeline.recentChat.insert(Self.message(2))
                        return before + " " + Self.mark
                    })
            }
            #expect(seen == ("batch", "batch batch"))
        }
    }

    /// Nor is one stopped by the time limit of another.
    @Test(arguments: Storage.allCases)
    func timeLimitOfAnItemIsItsOwn(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            _ = try await db.batch(
                { pipeline in
                    try await db.withTimeout(.seconds(1)) {
                        _ = try await pipeline.recentChat.insert(Self.message(1))
                    }
                },
                { pipeline in
                    try await Task.sleep(for: .milliseconds(1500))
                    try await pipeline.recentChat.insert(Self.message(2))
                })
            let counts = try await Self.counts(db)
            #expect(counts == [0, 2])
        }
    }

    /// What waits longest for something else is still the first statement.
    @Test(arguments: Storage.allCases)
    func statementsAreInTheOrderOfTheItems(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for _ in 0..<3 {
                let (_, count) = try await db.batch(
                    { pipeline in
                        try await Task.sleep(for: .milliseconds(5))
                        try await pipeline.recentChat.insert(Self.message(1))
                    },
                    { try await $0.recentChat.count() })
                let stored = try await db.recentChat.count()
                #expect(count == stored)
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func whatCannotBeAnItem(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.recentChat.insert(Self.message(1))
            let mistakes: [@Sendable (Pipeline) async throws -> Void] = [
                { try await $0.recentChat.insert(contentsOf: [Self.message(2)]) },
                { _ = try await $0.pipeline([1]) { try await $0.recentChat.find($1) } },
                { try await $0.transaction { _ = try await $0.recentChat.count() } },
                { for try await _ in $0.recentChat.all.stream() {} },
                { _ = try await $0.recentChat.where { $0.timestamp == 1 }.forUpdate().fetchAll() },
            ]
            for mistake in mistakes {
                let error = try await databaseError {
                    _ = try await db.batch({ try await $0.recentChat.insert(Self.message(3)) }, mistake)
                }
                #expect(error?.code == .misuse, "\(String(describing: error))")
            }
            let counts = try await Self.counts(db)
            #expect(counts == [0, 1])
        }
    }

    /// Neither can wait for the other.
    @Test(arguments: Storage.allCases)
    func besideTransactions(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let inner = try await databaseError {
                try await db.transaction { tx in
                    try await tx.recentChat.insert(Self.message(1))
                    _ = try await db.batch({ _ = try await $0.recentChat.count() }, { _ in })
                }
            }
            #expect(inner?.code == .misuse)
            let outer = try await databaseError {
                _ = try await db.batch(
                    { try await $0.recentChat.insert(Self.message(2)) },
                    { _ in try await db.recentChat.insert(Self.message(3)) })
            }
            #expect(outer?.code == .misuse)
            let counts = try await Self.counts(db)
            #expect(counts == [0, 0])
        }
    }

    @Test(arguments: Storage.allCases)
    func afterItsEnd(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let escaped = Shared<Pipeline?>(nil)
            _ = try await db.batch(
                { _ in }, { pipeline in escaped.withLock { $0 = pipeline } })
            let error = try await databaseError { _ = try await escaped.value?.recentChat.insert(Self.message(1)) }
            #expect(error?.code == .closed, "\(String(describing: error))")
            let counts = try await Self.counts(db)
            #expect(counts == [0, 0])
        }
    }

    @Test(arguments: Storage.allCases)
    func ofACancelledTask(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await databaseError {
                    _ = try await db.batch(
                        { try await $0.recentChat.insert(Self.message(1)) },
                        { try await $0.recentChat.insert(Self.message(2)) })
                }
            }
            let error = try await task.value
            let counts = try await Self.counts(db)
            #expect(counts == (error == nil ? [0, 2] : [0, 0]))
            // What a server is asked for can be left unsent to the last; on SQLite a short statement is through sooner.
            #expect(error?.code == .cancelled || (error == nil && storage != .postgresql))
        }
    }

    /// Whoever looks sees all of a batch or nothing.
    @Test(arguments: Storage.allCases)
    func manyAtOnce(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(contentsOf: (0..<4).map { Self.user("u\($0)", lines: 1000) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        for round in 0..<25 {
                            // In one order everywhere, so that none waits for another that waits for it.
                            let (from, to) = (task % 3, task % 3 + 1)
                            _ = try await db.batch(
                                { try await $0.userStats.update("u\(from)") { $0.totalChatLines -= 1 } },
                                { try await $0.userStats.update("u\(to)") { $0.totalChatLines += 1 } },
                                { try await $0.recentChat.insert(Self.message(task * 100 + round)) })
                        }
                    }
                    group.addTask {
                        for _ in 0..<25 {
                            let users = try await db.userStats.all.fetchAll()
                            #expect(users.reduce(0) { $0 + $1.totalChatLines } == 4000)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let counts = try await Self.counts(db)
            #expect(counts == [4, 200])
        }
    }
}
