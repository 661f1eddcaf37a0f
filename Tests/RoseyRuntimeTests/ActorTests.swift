import Dispatch
import RoseyModels
import RoseyRuntime
import Synchronization
import TestDatabases
import TestSupport
import Testing

/// Statements of actors: short ones run on the actor, long ones leave it to others.
@Suite(.timeLimit(.minutes(5)))
struct ActorTests {
    /// Counts how often a task came to it, or came back.
    private final class CountingExecutor: SerialExecutor {
        private let queue = DispatchQueue(label: "actor")
        private let count = Atomic<Int>(0)

        var arrivals: Int { count.load(ordering: .relaxed) }

        func enqueue(_ job: consuming ExecutorJob) {
            count.wrappingAdd(1, ordering: .relaxed)
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
        }
    }

    private actor Bot {
        private nonisolated let executor = CountingExecutor()
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        // Each returns how often its task left the actor and came back.

        func shortStatements(_ db: Database) async throws -> Int {
            let before = executor.arrivals
            try await db.userStats.insert(.init(username: "u", firstSeen: 1, lastSeen: 1))
            var lines = 0
            for _ in 0..<10 {
                // The closure uses what is the actor's own.
                lines += try await db.userStats.find("u")?.totalChatLines ?? 0
                try await db.userStats.update("u") { $0.totalChatLines = lines + 1 }
                lines += try await db.userStats.where { $0.username == "u" }.first()?.totalChatLines ?? 0
                lines += try await db.userStats.where { $0.totalChatLines > 0 }.sum { $0.totalChatLines }
            }
            return executor.arrivals - before
        }

        func bulkWrite(_ db: Database) async throws -> Int {
            let before = executor.arrivals
            try await db.userStats.where { $0.username == "u" }.delete()
            return executor.arrivals - before
        }

        func longRead(_ db: Database, _ count: Int) async throws -> Int {
            let before = executor.arrivals
            let numbers = try await db.session.integers(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count)) SELECT i FROM n")
            #expect(numbers.count == count)
            return executor.arrivals - before
        }

        func stream(_ db: Database, _ count: Int) async throws -> Int {
            let before = executor.arrivals
            var read = 0
            for try await _ in db.recentChat.stream() { read += 1 }
            #expect(read == count)
            return executor.arrivals - before
        }
    }

    @Test func shortStatementsStay() async throws {
        try await withDatabase(.memory) { db in
            let returns = try await Bot().shortStatements(db)
            #expect(returns == 0)
        }
    }

    @Test func longOnesLeave() async throws {
        try await withDatabase(.memory) { db in
            let bot = Bot()
            let returns = try await bot.bulkWrite(db)
            #expect(returns == 1)
            for count in [50_000, 1_000_000] {
                let returns = try await bot.longRead(db, count)
                #expect(returns == 1, "\(count)")
            }
        }
    }

    /// A stream comes back once for each of its batches, not for each row.
    @Test(arguments: Storage.allCases)
    func streams(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let drafts = (0..<1000).map { RecentChat.Draft(timestamp: $0, username: "u", message: "m") }
            try await db.recentChat.insert(contentsOf: drafts)
            let returns = try await Bot().stream(db, drafts.count)
            #expect((1...50).contains(returns))
        }
    }
}
