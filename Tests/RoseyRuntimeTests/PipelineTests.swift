import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PipelineTests {
    private static func user(_ name: String) -> UserStats.Draft {
        .init(username: name, firstSeen: 1, lastSeen: 1)
    }

    /// What an item reads after another has written is there, and what has been read does not keep the file open.
    @Test(arguments: Storage.allCases)
    func readsAndWritesInTurn(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for number in 0..<3 {
                let counts = Shared<[Int]>([])
                _ = try await db.pipeline(0..<6) { pipeline, i in
                    let count = try await pipeline.recentChat.count()
                    async let other = pipeline.recentChat.count()
                    if i % 2 == 0 {
                        _ = try await other
                        try await pipeline.recentChat.insert(.init(timestamp: i, username: "u", message: "m"))
                        let next = try await pipeline.recentChat.count()
                        counts.withLock { $0.append(next - count) }
                    } else {
                        _ = try await other
                    }
                }.map { try $0.get() }
                // On a server the items run at the same time, so that one may see the others' rows as well.
                #expect(counts.value.count == 3 && counts.value.allSatisfy { $0 >= 1 })
                let count = try await db.recentChat.count()
                #expect(count == 3 * (number + 1))
            }
            let escaped = Shared<Pipeline?>(nil)
            _ = try await db.pipeline([0]) { pipeline, _ in
                _ = try await pipeline.recentChat.count()
                escaped.withLock { $0 = pipeline }
            }
            guard let pipeline = escaped.value, storage != .memory else { return }
            let error = try await databaseError { _ = try await pipeline.recentChat.count() }
            #expect(error?.code == .closed && error?.message.contains("pipeline") == true)
        }
    }

    @Test(arguments: Storage.allCases)
    func aResultForEachItem(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let names = (0..<1000).map { "user\($0)" }
            try await db.userStats.insert(contentsOf: names.map(Self.user))
            let found = try await db.pipeline(names + ["nobody"]) { try await $0.userStats.find($1)?.username }
            let values = try found.map { try $0.get() }
            #expect(values == names.map { $0 } + [nil])
            let none = try await db.pipeline([String]()) { try await $0.userStats.find($1) }
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: Storage.allCases)
    func itemsOfDifferentKinds(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let (message, count, upserted, updated) = try await db.pipeline(
                { try await $0.outboundMessages.insert(.init(timestamp: 1, message: "hi")).message },
                { try await $0.userStats.count() },
                { try await $0.userStats.upsert(Self.user("a"), onConflict: .username) },
                { try await $0.userStats.where { $0.username == "nobody" }.update { $0.totalChatLines += 1 } })
            #expect(try message.get() == "hi")
            #expect([0, 1].contains(try count.get()))
            #expect(try upserted.get().username == "a")
            #expect(try updated.get() == 0)
        }
    }

    /// Outside a transaction what fails does not concern the others.
    @Test(arguments: Storage.allCases)
    func failuresAreTheirOwn(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("taken"))
            let results = try await db.pipeline(["a", "taken", "b", String(repeating: "x", count: 51), "c"]) {
                try await $0.userStats.insert(Self.user($1)).username
            }
            #expect(results.map { try? $0.get() } == ["a", nil, "b", nil, "c"])
            guard case .failure(let unique as DatabaseError) = results[1],
                case .failure(let long as DatabaseError) = results[3]
            else { return _ = Issue.record("no errors: \(results)") }
            #expect(unique.code == .unique && unique.constraint == "user_stats_pkey")
            #expect(long.code == .tooLong)
            #expect(try await db.userStats.count() == 4)
        }
    }

    @Test(arguments: Storage.allCases)
    func aFailureInsideATransactionIsTheTransactions(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let results = Shared<[Result<String, any Error>]>([])
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.userStats.insert(Self.user("taken"))
                    results.value = try await tx.pipeline(["a", "taken", "b"]) {
                        try await $0.userStats.insert(Self.user($1)).username
                    }
                }
            }
            #expect(error?.code == .transactionFailed)
            #expect(results.value.contains { if case .failure = $0 { true } else { false } })
            #expect(try await db.userStats.count() == 0)
            // And one that works.
            let inserted = try await db.transaction { tx in
                try await tx.userStats.insert(Self.user("first"))
                return try await tx.pipeline(["a", "b", "c"]) {
                    try await $0.userStats.insert(Self.user($1)).username
                }
            }
            #expect(inserted.map { try? $0.get() } == ["a", "b", "c"])
            #expect(try await db.userStats.count() == 4)
        }
    }

    /// Items may have different numbers of statements, or none.
    @Test(arguments: Storage.allCases)
    func itemsOfDifferentLengths(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let results = try await db.pipeline(0..<20) { pipeline, number in
                for turn in 0..<number {
                    try await pipeline.recentChat.insert(.init(timestamp: turn, username: "u\(number)", message: "m"))
                }
                if number == 7 { throw DatabaseError(.other, "seven") }
                return number == 0 ? 0 : try await pipeline.recentChat.where { $0.username == "u\(number)" }.count()
            }
            #expect(results.map { try? $0.get() } == (0..<20).map { $0 == 7 ? nil : $0 })
        }
    }

    @Test(arguments: Storage.allCases)
    func whatIsNoItem(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let results = try await db.pipeline([0, 1]) { pipeline, number -> Int in
                if number == 0 { return try await pipeline.transaction { try await $0.userStats.count() } }
                return try await pipeline.userStats.count()
            }
            #expect(results.map { try? $0.get() } == [nil, 0])
        }
    }

    /// What would wait for itself, or for nothing, is an error on every database.
    @Test(arguments: Storage.allCases)
    func whatCannotBeAnItem(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(Self.user("a"))
            let (stream, many, pipeline) = try await db.pipeline(
                { for try await _ in $0.userStats.stream() { break } },
                { try await $0.userStats.insert(contentsOf: [Self.user("b")]) },
                { _ = try await $0.pipeline([1]) { pipeline, _ in try await pipeline.userStats.count() } })
            for result in [stream, many, pipeline] {
                #expect(throws: DatabaseError.self) { try result.get() }
            }
            // Nothing is left behind: all connections can be had.
            _ = try await db.pipeline(0..<30) { pipeline, _ in try await pipeline.userStats.count() }
            #expect(try await db.userStats.count() == 1)
        }
    }

    @Test(arguments: Storage.both)
    func whatOutlivesItsPipeline(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let escaped = try await db.pipeline([1]) { pipeline, _ in pipeline }
            let count = try? await escaped.first?.get().userStats.count()
            #expect(count == nil || storage == .memory)
        }
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func theOuterTransactionInsideAnItem() async throws {
        try await withDatabase(.postgresql) { db in
            try await db.transaction { tx in
                let results = try await tx.pipeline([1, 2]) { pipeline, number in
                    number == 1 ? try await tx.userStats.count() : try await pipeline.userStats.count()
                }
                #expect(results.map { try? $0.get() } == [nil, 0])
            }
        }
    }

    @Test(arguments: Storage.both)
    func tooManyValues(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let error = try await databaseError {
                _ = try await db.userStats.where { $0.totalChatLines.isIn(0..<70_000) }.count()
            }
            #expect(error?.code == .syntax)
            #expect(try await db.userStats.where { $0.totalChatLines.isIn(0..<30_000) }.count() == 0)
        }
    }

    /// Buffers on both sides fill up, and nobody waits for the other.
    @Test(arguments: Storage.allCases)
    func muchInBothDirections(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let text = String(repeating: "x", count: 250_000)
            let results = try await db.pipeline(0..<200) { pipeline, number in
                let row = try await pipeline.recentChat.insert(
                    .init(timestamp: number, username: "u", message: text))
                return try await pipeline.recentChat.find(row.id)?.message.utf8.count
            }
            #expect(results.allSatisfy { (try? $0.get()) == 250_000 })
        }
    }
}
