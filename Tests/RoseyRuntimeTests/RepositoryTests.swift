import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite struct RepositoryTests {
    @Test(arguments: Storage.allCases)
    func findInsertExistsDelete(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            #expect(try await db.userStats.find("alice") == nil)
            let inserted = try await db.userStats.insert(.init(username: "alice", firstSeen: 1, lastSeen: 2))
            #expect(
                inserted
                    == UserStats(
                        username: "alice", firstSeen: 1, lastSeen: 2, totalChatLines: 0, totalTimeConnected: 0,
                        currentSessionStart: nil))
            #expect(try await db.userStats.find("alice") == inserted)
            #expect(try await db.userStats.exists("alice"))
            #expect(try await !db.userStats.exists("Alice"))
            #expect(try await db.userStats.delete("alice"))
            #expect(try await !db.userStats.delete("alice"))
            #expect(try await db.userStats.count() == 0)
        }
    }

    @Test(arguments: Storage.allCases)
    func idsAreGivenAndNeverGivenAgain(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let first = try await db.outboundMessages.insert(.init(timestamp: 1, message: "a"))
            let second = try await db.outboundMessages.insert(.init(timestamp: 1, message: "b"))
            #expect(second.id == first.id + 1)
            #expect(second.message == "b" && !second.sent && second.retryCount == 0)
            try await db.outboundMessages.delete(second.id)
            let third = try await db.outboundMessages.insert(.init(timestamp: 1, message: "c"))
            #expect(third.id == second.id + 1)
            #expect(try await db.outboundMessages.find(third.id) == third)
        }
    }

    @Test(arguments: Storage.allCases)
    func insertOfManyIsAllOrNothing(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let drafts = (0..<1000).map { UserStats.Draft(username: "user\($0)", firstSeen: $0, lastSeen: $0) }
            try await db.userStats.insert(contentsOf: drafts)
            #expect(try await db.userStats.count() == 1000)
            let error = try await databaseError {
                try await db.userStats.insert(
                    contentsOf: [
                        .init(username: "new", firstSeen: 0, lastSeen: 0),
                        .init(username: "user7", firstSeen: 0, lastSeen: 0),
                    ])
            }
            #expect(error?.code == .unique)
            #expect(try await !db.userStats.exists("new"))
            try await db.userStats.insert(contentsOf: [])
            #expect(try await db.userStats.count() == 1000)
        }
    }

    /// All or none, in their order, so that of two with the same key the later one counts.
    @Test(arguments: Storage.allCases)
    func upsertsOfManyRows(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            func user(_ name: String, _ firstSeen: Int) -> UserStats.Draft {
                .init(username: name, firstSeen: firstSeen, lastSeen: 9)
            }
            try await db.userStats.insert(user("old", 1))
            let many = (0..<600).map { user("user\($0 % 500)", $0) }
            try await db.userStats.upsert(contentsOf: [user("old", 2)] + many, onConflict: .username)
            let (count, old, twice) = try await (
                db.userStats.count(), db.userStats.find("old")?.firstSeen, db.userStats.find("user99")?.firstSeen
            )
            #expect(count == 501 && old == 2 && twice == 599)

            let tooLong = user(String(repeating: "x", count: 51), 0)
            let error = try await databaseError {
                try await db.userStats.upsert(contentsOf: [user("new", 3), tooLong], onConflict: .username)
            }
            let new = try await db.userStats.find("new")
            #expect(error?.code == .tooLong && new == nil)
            try await db.userStats.upsert(contentsOf: [], onConflict: .username)

            // By another key than the table's own, which a draft does not say.
            let tokens = (0..<40).map { ApiToken.Draft(token: "t\($0 % 20)", description: "\($0)", createdAt: $0) }
            try await db.apiTokens.upsert(contentsOf: tokens, onConflict: .token)
            let descriptions = try await db.apiTokens.order { $0.createdAt.ascending }.fetchAll().map(\.description)
            #expect(descriptions == (20..<40).map { "\($0)" })
        }
    }

    /// In an order that no row may take another's place in: rows of one key next to each other and far apart, columns that are
    /// NULL in some rows, in all of them, and in the first hundred.
    @Test(arguments: Storage.allCases)
    func upsertsOfManyRowsAreDoneInTheirOrder(_ storage: Storage) async throws {
        var random = SeededGenerator()
        print("upserts of many rows on \(storage): seed \(random.seed)")
        try await withDatabase(storage) { db in
            var expected: [String: UserStats] = [:]
            for count in [1, 7, 8, 99, 100, 101, 350, 1_200] {
                let names = max(1, count / Int.random(in: 1...4, using: &random))
                let startsAt = [0, 100, .max].randomElement(using: &random) ?? 0
                let rows = (0..<count).map { number in
                    UserStats(
                        username: "ü\(Int.random(in: 0..<names, using: &random))", firstSeen: number, lastSeen: -number,
                        totalChatLines: number % 3, totalTimeConnected: 0,
                        currentSessionStart: number < startsAt || Bool.random(using: &random) ? nil : number)
                }
                for row in rows { expected[row.username] = row }
                let drafts = rows.map(UserStats.Draft.init)
                if Bool.random(using: &random) {
                    try await db.userStats.upsert(contentsOf: drafts, onConflict: .username)
                } else {
                    try await db.transaction { tx in
                        try await tx.userStats.upsert(contentsOf: drafts, onConflict: .username)
                    }
                }
                let stored = try await db.userStats.fetchAll()
                #expect(Dictionary(uniqueKeysWithValues: stored.map { ($0.username, $0) }) == expected, "\(count) rows")
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func upsertInsertsAndThenReplaces(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            var alice = try await db.userStats.upsert(
                UserStats(username: "alice", firstSeen: 1, lastSeen: 1), onConflict: .username)
            alice.totalChatLines = 9
            alice.currentSessionStart = 5
            #expect(try await db.userStats.upsert(alice, onConflict: .username) == alice)
            #expect(try await db.userStats.fetchAll() == [alice])

            let draft = ApiToken.Draft(token: "t", name: "first", createdAt: 1)
            let first = try await db.apiTokens.upsert(draft, onConflict: .token)
            let second = try await db.apiTokens.upsert(
                .init(token: "t", name: "second", createdAt: 2, isActive: false), onConflict: .token)
            #expect(second.id == first.id)
            #expect(second.name == "second" && second.createdAt == 2 && !second.isActive)
        }
    }

    @Test(arguments: Storage.allCases)
    func updateOfAWholeRow(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            var user = try await db.userStats.insert(.init(username: "alice", firstSeen: 1, lastSeen: 2))
            user.totalTimeConnected = 100
            user.currentSessionStart = 7
            #expect(try await db.userStats.update(user))
            #expect(try await db.userStats.find("alice") == user)
            #expect(try await !db.userStats.update(UserStats(username: "bob", firstSeen: 1, lastSeen: 1)))
        }
    }

    @Test(arguments: Storage.allCases)
    func updateByClosure(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(
                contentsOf: [
                    .init(username: "a", firstSeen: 1, lastSeen: 10, totalChatLines: 1, currentSessionStart: 3),
                    .init(username: "b", firstSeen: 2, lastSeen: 20, totalChatLines: 2),
                ])
            let changed = try await db.userStats.update("a") {
                $0.totalChatLines += 1
                $0.lastSeen = 11
                $0.currentSessionStart = nil
            }
            #expect(changed)
            #expect(
                try await db.userStats.find("a")
                    == UserStats(username: "a", firstSeen: 1, lastSeen: 11, totalChatLines: 2))
            #expect(try await !db.userStats.update("nobody") { $0.lastSeen = 1 })
            // Assigned from another column, as it was before the update.
            let count = try await db.userStats.where { $0.totalChatLines >= 2 }.update {
                $0.firstSeen = $0.lastSeen
                $0.totalTimeConnected = $0.totalTimeConnected + 5
            }
            #expect(count == 2)
            #expect(try await db.userStats.find("b")?.firstSeen == 20)
            #expect(try await db.userStats.find("b")?.totalTimeConnected == 5)
            #expect(try await db.userStats.all.update { _ in } == 0)
            // One after another, as in a program.
            try await db.userStats.update("b") {
                $0.totalChatLines += 1
                $0.totalChatLines += 2
                $0.lastSeen = 7
                $0.lastSeen += 2
                $0.firstSeen = $0.lastSeen
                $0.totalChatLines += 1
            }
            let bob = try await db.userStats.find("b")
            #expect(bob?.totalChatLines == 6 && bob?.lastSeen == 9 && bob?.firstSeen == 9)
        }
    }

    @Test(arguments: Storage.allCases)
    func updateAndDeleteRefuseALimit(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let update = try await databaseError { try await db.userStats.limit(1).update { $0.lastSeen = 1 } }
            #expect(update?.code == .misuse)
            let delete = try await databaseError { try await db.userStats.limit(1).delete() }
            #expect(delete?.code == .misuse)
        }
    }

    @Test(arguments: Storage.allCases)
    func singletons(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            #expect(try await db.channelStats.get() == nil)
            #expect(try await !db.channelStats.update { $0.maxUsers = 1 })
            let first = try await db.channelStats.insert(.init(lastUpdated: 5))
            #expect(first == ChannelStats(id: 1, lastUpdated: 5))
            let again = try await databaseError { try await db.channelStats.insert(.init(lastUpdated: 5)) }
            #expect(again?.code == .unique)
            #expect(try await db.channelStats.update { $0.maxUsers += 3 })
            #expect(try await db.channelStats.get()?.maxUsers == 3)
            let replaced = try await db.channelStats.put(.init(maxConnected: 2, lastUpdated: 6))
            #expect(replaced == ChannelStats(maxUsers: 0, maxConnected: 2, lastUpdated: 6))
            #expect(try await db.channelStats.get() == replaced)
            let status = try await db.currentStatus.put(.init(lastUpdated: 1, botRank: 2.5, botAfk: true))
            #expect(status.status == "offline" && status.botRank == 2.5 && status.botAfk && !status.botConnected)
        }
    }

    @Test func modelsAreCodable() throws {
        let user = UserStats(username: "ä", firstSeen: 1, lastSeen: 2, currentSessionStart: 3)
        #expect(user.id == "ä")
        #expect(UserStats(UserStats.Draft(user)) == user)
    }
}
