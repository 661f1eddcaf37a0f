import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct StreamTests {
    private func chat(_ db: Database, _ count: Int) async throws {
        try await db.recentChat.insert(
            contentsOf: (0..<count).map { RecentChat.Draft(timestamp: $0, username: "u", message: "message \($0)") })
    }

    @Test(arguments: [0, 1, 127, 128, 129, 1000])
    func yieldsEveryRowOnce(_ count: Int) async throws {
        try await withDatabase(.file) { db in
            try await chat(db, count)
            var timestamps: [Int] = []
            for try await row in db.recentChat.order({ $0.id.ascending }).stream() { timestamps.append(row.timestamp) }
            #expect(timestamps == Array(0..<count))
            var names = 0
            for try await (name, _) in db.recentChat.select({ ($0.username, $0.id) }).stream() where name == "u" {
                names += 1
            }
            #expect(names == count)
        }
    }

    /// However many rows there are, few are in memory at a time.
    @Test(arguments: Storage.allCases)
    func readsNoFurtherAheadThanItMust(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let decoded = Shared(0)
            let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
            let rows = db.session.stream(Statement(endless, .read, table: ""), { _ in }) { row in
                decoded.withLock { $0 += 1 }
                return try row.int(0)
            }
            for try await row in rows {
                #expect(decoded.value - row <= 128)
                if row == 100_000 { break }
            }
        }
    }

    @Test func givesItsConnectionBackWhenItIsLeftEarly() async throws {
        let configuration = DatabaseConfiguration(lockTimeout: .seconds(5), sqlite: .init(readers: 1))
        try await withDatabase(.file, configuration: configuration) { db in
            try await chat(db, 1000)
            for _ in 0..<20 {
                for try await row in db.recentChat.stream() where row.timestamp >= 0 { break }
            }
            #expect(try await db.recentChat.count() == 1000)
        }
    }

    @Test(arguments: Storage.allCases)
    func otherStatementsOfTheTransactionMayRunInBetween(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await chat(db, 300)
            try await db.transaction { tx in
                var rows = 0
                for try await row in tx.recentChat.where({ $0.timestamp < 300 }).order({ $0.id.ascending }).stream() {
                    rows += 1
                    try await tx.userStats.upsert(
                        .init(username: row.message, firstSeen: 1, lastSeen: 1), onConflict: .username)
                    if rows % 100 == 0 {
                        // The same SQL once more, while the stream is in the middle of it.
                        let again = tx.recentChat.where { $0.timestamp < 300 }.order { $0.id.ascending }
                        #expect(try await again.fetchAll().count == 300)
                    }
                }
                #expect(rows == 300)
                for try await _ in tx.recentChat.stream() { break }
            }
            #expect(try await db.userStats.count() == 300)
        }
    }

    @Test(arguments: Storage.allCases)
    func endsWithItsTransaction(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await chat(db, 1000)
            var iterator = try await db.transaction { tx in
                var iterator = tx.recentChat.stream().makeAsyncIterator()
                _ = try await iterator.next()
                return Iterator(iterator)
            }.iterator
            let error = try await databaseError {
                while try await iterator.next() != nil {}
            }
            #expect(error?.code == .closed)
            #expect(try await db.recentChat.where { $0.timestamp < 10 }.delete() == 10)
        }
    }

    /// The transaction's result must be Sendable, which iterators are not; this one is not shared.
    private struct Iterator: @unchecked Sendable {
        let iterator: RowStream<RecentChat>.Iterator

        init(_ iterator: RowStream<RecentChat>.Iterator) { self.iterator = iterator }
    }

    @Test(arguments: Storage.allCases)
    func failuresReachTheConsumer(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let rows = db.session.stream(Statement("SELECT 'x' FROM nowhere", .read, table: ""), { _ in }) {
                try $0.int(0)
            }
            let error = try await databaseError { for try await _ in rows {} }
            #expect(error?.code == .syntax)
        }
    }
}
