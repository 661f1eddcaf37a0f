import Logging
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct StatementLogTests {
    /// Nothing that a program stores may be found in its log.
    private static let secret = "s3cret-value"

    @Test(arguments: Storage.allCases)
    func everyStatementWithItsTextAndNoValue(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            try await db.userStats.insert(.init(username: Self.secret, firstSeen: 1, lastSeen: 4711))
            let found = try await db.userStats.find(Self.secret)
            #expect(found?.lastSeen == 4711)
            let none = try await db.userStats.find("nobody")
            #expect(none == nil)
            let all = try await db.userStats.where { $0.lastSeen == 4711 }.fetchAll()
            #expect(all.count == 1)
            try await db.userStats.where { $0.username == Self.secret }.update { $0.lastSeen = 4712 }
            let last = log.lines("statement").suffix(5)
            #expect(last.map { $0["rows"] } == ["1", "1", "0", "1", "1"], "\(log.text)")
            let words = last.compactMap { $0["sql"]?.split(separator: " ").first }
            #expect(words == ["INSERT", "SELECT", "SELECT", "SELECT", "UPDATE"])
            for line in last {
                #expect(line.level == .trace)
                #expect(line["sql"]?.contains("\"user_stats\"") == true)
                #expect(line["duration_ms"].flatMap(Double.init).map { $0 >= 0 } == true)
            }
            #expect(!log.text.contains(Self.secret))
            #expect(!log.text.contains("4711") && !log.text.contains("4712"))
        }
    }

    /// Lookups that go to a server together are told of one by one, each once.
    @Test(arguments: Storage.allCases)
    func lookupsOfManyTasks(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            try await db.userStats.insert(
                contentsOf: (0..<50).map { .init(username: "u\($0)", firstSeen: 1, lastSeen: 1) })
            let before = log.lines("statement").count
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<100 { group.addTask { _ = try? await db.userStats.find("u\(number)") } }
            }
            let lines = log.lines("statement").dropFirst(before)
            #expect(lines.count == 100)
            #expect(lines.count { $0["rows"] == "1" } == 50 && lines.count { $0["rows"] == "0" } == 50)
            #expect(lines.allSatisfy { $0["sql"]?.hasPrefix("SELECT") == true })
        }
    }

    /// In their order, and of one that fails only that.
    @Test(arguments: Storage.allCases)
    func batches(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            func words(_ message: String, after count: Int) -> [String] {
                log.lines(message).dropFirst(count).compactMap { line in
                    let words = line["sql"]?.split(separator: " ").prefix(2).joined(separator: " ")
                    // Those of SQLite's transaction.
                    return words.flatMap { ["BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"].contains($0) ? nil : $0 }
                }
            }
            let before = log.lines("statement").count
            _ = try await db.batch(
                { try await $0.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1)) },
                { try await $0.userStats.update("a") { $0.totalChatLines += 1 } },
                { try await $0.userStats.find("a") })
            let statements = words("statement", after: before)
            #expect(statements == ["INSERT INTO", "UPDATE \"user_stats\"", "SELECT \"username\","], "\(statements)")
            let failures = log.lines("statement failed").count
            _ = try? await db.batch(
                { try await $0.userStats.find("a") },
                { try await $0.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1)) },
                { try await $0.userStats.update("a") { $0.totalChatLines += 1 } })
            let failed = words("statement failed", after: failures)
            #expect(failed == ["INSERT INTO"], "\(failed)")
        }
    }

    @Test(arguments: Storage.allCases)
    func transactionsAndSavepoints(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            let before = log.statements.count
            try await db.transaction { tx in
                try await tx.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
                try? await tx.transaction { inner in
                    _ = try await inner.userStats.count()
                    throw CancellationError()
                }
                try await tx.transaction { _ = try await $0.userStats.count() }
            }
            try? await db.transaction { tx in
                _ = try await tx.userStats.count()
                throw CancellationError()
            }
            let words = log.statements.dropFirst(before).map {
                $0.split(separator: " ").prefix(2).joined(separator: " ")
            }
            #expect(
                words == [
                    "BEGIN", "INSERT INTO", "SAVEPOINT s1", "SELECT count(*)", "ROLLBACK TO", "SAVEPOINT s1",
                    "SELECT count(*)", "RELEASE s1", "COMMIT", "BEGIN", "SELECT count(*)", "ROLLBACK",
                ], "\(words)")
        }
    }

    @Test(arguments: Storage.allCases)
    func manyRowsAtOnce(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            let users = (0..<100).map { UserStats.Draft(username: "user \($0)", firstSeen: 1, lastSeen: 1) }
            try await db.userStats.insert(contentsOf: users)
            let line = log.lines("statement").last
            #expect(line?["rows"] == "100" && line?["sql"]?.hasPrefix("INSERT INTO") == true, "\(log.text)")
            #expect(!log.text.contains("user 7"))
        }
    }

    /// A row that the program refuses is no failure of the statement.
    @Test(arguments: Storage.allCases)
    func aRowThatCannotBeRead(_ storage: Storage) async throws {
        struct Refusal: Error {}
        try await withObservedDatabase(storage, .trace) { db, log in
            let before = log.lines("statement").count
            for _ in 0..<2 {
                await #expect(throws: Refusal.self) {
                    _ = try await db.session.fetchAll(Statement("SELECT 7", .read, table: ""), { _ in }) { _ in
                        throw Refusal()
                    }
                }
            }
            let lines = log.lines("statement").dropFirst(before)
            #expect(lines.map { $0["rows"] } == ["1", "1"], "\(log.text)")
            #expect(log.lines("statement failed").isEmpty, "\(log.text)")
        }
    }

    /// The rows of a stream are counted as far as it was read.
    @Test(arguments: Storage.allCases)
    func streams(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            let users = (0..<1000).map { UserStats.Draft(username: "user \($0)", firstSeen: 1, lastSeen: 1) }
            try await db.userStats.insert(contentsOf: users)
            var count = 0
            for try await _ in db.userStats.stream() { count += 1 }
            #expect(count == 1000)
            #expect(log.lines("statement").last?["rows"] == "1000", "\(log.text)")
            try await db.transaction { tx in
                var rows = 0
                for try await _ in tx.userStats.stream() {
                    rows += 1
                    if rows == 10 { break }
                }
            }
            let line = log.lines("statement").last { $0["sql"]?.hasPrefix("SELECT") == true }
            let rows = line?["rows"].flatMap { Int($0) } ?? 0
            #expect(rows >= 10 && rows < 1000, "\(rows)")
        }
    }

    @Test(arguments: Storage.allCases)
    func pipelines(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .trace) { db, log in
            try await db.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
            let before = log.statements.count
            let found = try await db.pipeline(["a", "b", "c"]) { try await $0.userStats.find($1) }
            let names = try found.map { try $0.get()?.username }
            #expect(names == ["a", nil, nil])
            let finds = log.lines("statement").dropFirst(before).filter { $0["sql"]?.hasPrefix("SELECT") == true }
            #expect(finds.compactMap { $0["rows"] }.sorted() == ["0", "0", "1"], "\(log.text)")
            let inside = try await db.transaction { tx in
                try await tx.pipeline({ try await $0.userStats.count() }, { try await $0.userStats.exists("a") })
            }
            let (count, exists) = (try inside.0.get(), try inside.1.get())
            #expect(count == 1 && exists)
        }
    }

    @Test(arguments: Storage.allCases)
    func aFailureWithoutWhatItIsAbout(_ storage: Storage) async throws {
        for level in [Logger.Level.trace, .debug] {
            try await withObservedDatabase(storage, level) { db, log in
                let user = UserStats.Draft(username: Self.secret, firstSeen: 1, lastSeen: 1)
                try await db.userStats.insert(user)
                let error = try await databaseError { try await db.userStats.insert(user) }
                #expect(error?.code == .unique)
                let line = log.lines("statement failed").last
                #expect(line?.level == .debug && line?["error"] == "unique" && line?["code"] == error?.nativeCode)
                #expect(line?["sql"]?.hasPrefix("INSERT INTO \"user_stats\"") == true)
                _ = try await databaseError { try await db.session.run("SELECT nothing FROM nowhere") }
                #expect(log.lines("statement failed").last?["error"] == "syntax", "\(log.text)")
                #expect(!log.text.contains(Self.secret))
                #expect(log.statements.isEmpty == (level == .debug))
            }
        }
    }

    /// A value that no column can take never gets to the database.
    @Test(arguments: Storage.both)
    func aValueThatCannotBeBound(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .debug) { db, log in
            let error = try await databaseError {
                try await db.userStats.insert(.init(username: "\(Self.secret)\0", firstSeen: 1, lastSeen: 1))
            }
            #expect(log.lines("statement failed").count == (error == nil ? 0 : 1))
            #expect(!log.text.contains(Self.secret))
        }
    }

    @Test(arguments: Storage.allCases)
    func whatTakesLong(_ storage: Storage) async throws {
        // By level, who hears of it.
        for (level, isHeard) in [(Logger.Level.info, true), (.warning, true), (.error, false), (.trace, true)] {
            try await withObservedDatabase(storage, level, slowStatement: .milliseconds(1)) { db, log in
                let before = log.lines("slow statement").count
                let sums = try await db.session.integers(
                    storage == .postgresql ? "SELECT 1 FROM pg_sleep(0.02)" : slowQuery)
                #expect(sums.count == 1)
                let line = log.lines("slow statement").dropFirst(before).first
                #expect((line != nil) == isHeard)
                guard let line else { return }
                #expect(line.level == .warning && line["rows"] == "1")
                #expect(line["duration_ms"].flatMap(Double.init).map { $0 >= 1 } == true)
                #expect(line["sql"]?.contains(storage == .postgresql ? "pg_sleep" : "RECURSIVE") == true)
            }
        }
    }

    /// The reply is waited for on the thread at first, and the task suspends only after that.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func durationOfSlowStatementIncludesTheFirstWait() async throws {
        try await withObservedDatabase(
            .postgresql, .info, slowStatement: .milliseconds(1), busyWait: .milliseconds(500)
        ) { db, log in
            for effect in [Statement.Effect.read, .write] {
                let sleep = Statement("SELECT 1 FROM pg_sleep(?)", effect, table: "")
                let before = log.lines("slow statement").count
                // Until it is prepared, and known to be answered soon, the first wait is another one.
                for seconds in [0, 0, 0.6] {
                    if effect == .read {
                        let rows = try await db.session.fetchAll(sleep, { $0.bind(seconds, at: 1) }) { _ in true }
                        #expect(rows == [true])
                    } else {
                        try await db.session.execute(sleep) { $0.bind(seconds, at: 1) }
                    }
                }
                let lines = log.lines("slow statement").dropFirst(before)
                let duration = lines.last?["duration_ms"].flatMap(Double.init) ?? 0
                #expect(duration >= 590, "\(effect): \(log.text)")
            }
        }
    }

    @Test(arguments: Storage.both)
    func whatTakesLongAndFails(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .info, slowStatement: .milliseconds(1)) { db, log in
            let task = Task {
                try await db.session.integers(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
            }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            let error = try await databaseError { _ = try await task.value }
            #expect(error?.code == .cancelled)
            let line = log.lines("slow statement").last
            // On a busy machine it may have been cancelled before it began.
            #expect(line == nil || line?["error"] == "cancelled", "\(log.text)")
        }
    }

    /// What is short, and a program that wants to know nothing, see nothing.
    @Test(arguments: Storage.allCases)
    func silence(_ storage: Storage) async throws {
        try await withObservedDatabase(storage, .warning, slowStatement: .seconds(1000)) { db, log in
            try await db.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
            #expect(log.lines.isEmpty, "\(log.text)")
        }
        try await withObservedDatabase(storage, .info, slowStatement: nil) { db, log in
            _ = try await db.session.integers(slowQuery)
            #expect(log.lines("slow statement").isEmpty)
        }
    }
}
