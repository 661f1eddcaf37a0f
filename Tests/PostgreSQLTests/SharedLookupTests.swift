import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What many tasks look up at the same time goes to the server together, and nobody notices.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct SharedLookupTests {
    private static func configuration(
        connections: Int, lockTimeout: Duration = .seconds(120)
    ) -> DatabaseConfiguration {
        DatabaseConfiguration(
            lockTimeout: lockTimeout,
            postgresql: .init(maximumConnections: connections, busyWait: .milliseconds(1)))
    }

    private static func name(_ number: Int) -> String { "user \(number)" }

    /// A server with so many users, each of whom has written as many lines as its number.
    private static func withUsers<Result: Sendable>(
        _ count: Int, connections: Int, lockTimeout: Duration = .seconds(120),
        _ body: (PostgreSQLServer, Database) async throws -> Result
    ) async throws -> Result {
        try await withServer(.init(), configuration(connections: connections, lockTimeout: lockTimeout)) { server, db in
            try await db.userStats.insert(
                contentsOf: (0..<count).map {
                    .init(username: name($0), firstSeen: 1, lastSeen: 1, totalChatLines: $0)
                })
            // So that it is known how near the server is, however busy this machine.
            for number in 0..<300 { _ = try await db.userStats.find(name(number)) }
            return try await body(server, db)
        }
    }

    /// Runs `body` so many times at once.
    private static func together(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            try await group.waitForAll()
        }
    }

    private static func transactions(_ db: Database) async throws -> Int {
        try await db.session.run("SELECT pg_stat_force_next_flush()")
        return try await db.session.integers(
            "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")[0]
    }

    @Test(arguments: [1, 4])
    func everyoneHasItsOwnRow(_ connections: Int) async throws {
        try await Self.withUsers(300, connections: connections) { server, db in
            let before = try await Self.transactions(db)
            try await Self.together(400) { task in
                for round in 0..<20 {
                    let number = (task * 7 + round * 13) % 350
                    let found = try await db.userStats.find(Self.name(number))
                    #expect(found?.totalChatLines == (number < 300 ? number : nil))
                    let exists = try await db.userStats.exists(Self.name(number))
                    #expect(exists == (number < 300))
                }
            }
            let used = try await Self.transactions(db) - before
            #expect(used < 16_000 / 2, "\(used) transactions for 16,000 lookups")
            #expect(try await server.clients() <= connections)
        }
    }

    /// Who has written sees it.
    @Test func writersReadTheirOwn() async throws {
        try await Self.withUsers(64, connections: 8) { _, db in
            try await Self.together(64) { task in
                for round in 1...30 {
                    try await db.userStats.where { $0.username == Self.name(task) }.update { $0.lastSeen = round }
                    let found = try await db.userStats.find(Self.name(task))
                    #expect(found?.lastSeen == round)
                }
            }
        }
    }

    /// A row that makes the server fail, as one of a view that divides by zero, concerns nobody else.
    @Test func aFailureIsOnesOwn() async throws {
        try await Self.withUsers(100, connections: 2) { _, db in
            try await db.session.run("ALTER TABLE user_stats RENAME TO users")
            try await db.session.run(
                """
                CREATE VIEW user_stats AS
                SELECT username, first_seen, last_seen, 4711 / (total_chat_lines - 50) AS total_chat_lines,
                    total_time_connected, current_session_start FROM users
                """)
            try await Self.together(100) { task in
                for round in 0..<10 {
                    let number = (task + round * 31) % 100
                    do {
                        let found = try await db.userStats.find(Self.name(number))
                        #expect(number != 50 && found?.totalChatLines == 4711 / (number - 50))
                    } catch let error as DatabaseError {
                        #expect(number == 50 && error.nativeCode == "22012")
                    }
                }
            }
        }
    }

    /// A text that cannot be sent is refused before it holds up anybody.
    @Test func aKeyThatIsNone() async throws {
        try await Self.withUsers(50, connections: 1) { _, db in
            try await Self.together(100) { task in
                if task.isMultiple(of: 2) {
                    let error = try await databaseError { _ = try await db.userStats.find("a\0b") }
                    #expect(error != nil)
                } else {
                    let found = try await db.userStats.find(Self.name(task / 2))
                    #expect(found?.totalChatLines == task / 2)
                }
            }
        }
    }

    /// Who has to wait for a lock waits alone.
    @Test func aLockHoldsUpOnlyItsOwn() async throws {
        try await Self.withUsers(50, connections: 40) { server, db in
            try await server.whileLocked("user_stats") {
                let waiting = Task {
                    try await Self.together(8) { task in
                        let found = try await db.userStats.find(Self.name(task))
                        #expect(found?.totalChatLines == task)
                    }
                }
                try await Self.together(8) { _ in
                    for number in 0..<50 {
                        let found = try await db.recentChat.find(number)
                        #expect(found == nil)
                    }
                }
                // They have gone on from their flight, each to wait for the lock on a connection of its own.
                try await eventually("all wait alone") { try await server.count("wait_event_type = 'Lock'") == 8 }
                return waiting
            }.value
            try await Self.together(50) { task in
                let found = try await db.userStats.find(Self.name(task))
                #expect(found?.totalChatLines == task)
            }
        }
    }

    /// A cancelled task has its error at once, and the others on its flight have their rows.
    @Test func cancellation() async throws {
        try await Self.withUsers(50, connections: 1) { server, db in
            try await server.whileLocked("user_stats") {
                let tasks = (0..<20).map { task in
                    Task { try await db.userStats.find(Self.name(task))?.totalChatLines }
                }
                try await eventually("the lock is waited for") {
                    try await server.count("wait_event_type = 'Lock'") == 1
                }
                for task in tasks.dropFirst(10) { task.cancel() }
                for task in tasks.dropFirst(10) {
                    let error = try await databaseError { _ = try await task.value }
                    #expect(error?.code == .cancelled)
                }
                return tasks.prefix(10).enumerated().map { ($0.offset, $0.element) }
            }.checkRows()
        }
    }

    @Test func cancelledAtAnyTime() async throws {
        try await Self.withUsers(50, connections: 2) { _, db in
            var generator = SeededGenerator()
            let seed = generator.seed
            let delays = (0..<60).map { _ in Int.random(in: 0...400, using: &generator) }
            try await Self.together(60) { task in
                for round in 0..<20 {
                    let lookup = Task { try await db.userStats.find(Self.name(task % 50)) }
                    if (task + round).isMultiple(of: 3) {
                        try await Task.sleep(for: .microseconds(delays[(task + round) % 60]))
                        lookup.cancel()
                    }
                    do {
                        let found = try await lookup.value
                        #expect(found?.totalChatLines == task % 50, "seed \(seed)")
                    } catch let error as DatabaseError {
                        #expect(error.code == .cancelled && (task + round).isMultiple(of: 3), "seed \(seed): \(error)")
                    }
                }
            }
        }
    }

    /// A connection that lookups never leave to anybody would be nobody else's.
    @Test func othersHaveATurn() async throws {
        try await Self.withUsers(200, connections: 1, lockTimeout: .seconds(20)) { _, db in
            let isDone = Shared(false)
            let readers = Task {
                try await Self.together(200) { task in
                    while !isDone.value {
                        let found = try await db.userStats.find(Self.name(task))
                        #expect(found?.username == Self.name(task))
                    }
                }
            }
            for round in 0..<20 {
                try await db.transaction { tx in
                    try await tx.write(round)
                    _ = try await tx.recentChat.count()
                }
            }
            isDone.value = true
            try await readers.value
            let written = try await db.recentChat.count()
            #expect(written == 20)
        }
    }

    /// Without a connection, those that wait for one are told so, and nobody waits for ever.
    @Test func noConnection() async throws {
        try await Self.withUsers(50, connections: 1, lockTimeout: .milliseconds(300)) { _, db in
            try await db.transaction { tx in
                _ = try await tx.userStats.count()
                try await Self.together(20) { task in
                    let error = try await databaseError { _ = try await db.userStats.find(Self.name(task)) }
                    #expect(error?.code == .timeout)
                }
            }
            let found = try await db.userStats.find(Self.name(7))
            #expect(found?.totalChatLines == 7)
        }
    }

    @Test func lostConnections() async throws {
        try await Self.withUsers(50, connections: 4) { server, db in
            let isDone = Shared(false)
            let readers = Task {
                try await Self.together(32) { task in
                    while !isDone.value {
                        do {
                            let found = try await db.userStats.find(Self.name(task))
                            #expect(found?.totalChatLines == task)
                        } catch let error as DatabaseError {
                            #expect(error.code == .connection, "\(error)")
                        }
                    }
                }
            }
            for _ in 0..<10 {
                try await Task.sleep(for: .milliseconds(20))
                try await server.terminate("TRUE")
            }
            isDone.value = true
            try await readers.value
            let found = try await db.userStats.find(Self.name(7))
            #expect(found?.totalChatLines == 7)
        }
    }

    /// The server forgets its prepared statements, or cannot run them any more, under way.
    @Test func statementsAreForgotten() async throws {
        try await Self.withUsers(50, connections: 1) { _, db in
            let isDone = Shared(false)
            let readers = Task {
                try await Self.together(32) { task in
                    while !isDone.value {
                        let found = try await db.userStats.find(Self.name(task))
                        #expect(found?.totalChatLines == task)
                    }
                }
            }
            for round in 0..<20 {
                try await db.session.run("DEALLOCATE ALL")
                try await db.session.run(
                    "ALTER TABLE user_stats ALTER first_seen TYPE \(round % 2 == 0 ? "int" : "bigint")")
            }
            isDone.value = true
            try await readers.value
        }
    }

    @Test func closing() async throws {
        try await Self.withUsers(50, connections: 1) { server, _ in
            for round in 0..<10 {
                let db = try await Database.open(
                    url: server.socketURL, configuration: Self.configuration(connections: 2))
                for number in 0..<3 { _ = try await db.userStats.find(Self.name(number)) }
                let readers = Task {
                    try await Self.together(50) { task in
                        let error = try await databaseError {
                            while true { _ = try await db.userStats.find(Self.name(task)) }
                        }
                        #expect(error?.code == .closed)
                    }
                }
                try await Task.sleep(for: .milliseconds(5 * round))
                await db.close()
                try await readers.value
            }
        }
    }
}

extension Array where Element == (Int, Task<Int?, any Error>) {
    fileprivate func checkRows() async throws {
        for (number, task) in self {
            let found = try await task.value
            #expect(found == number)
        }
    }
}

extension PostgreSQLServer {
    /// Runs `body` while nobody can read the table.
    fileprivate func whileLocked<Result: Sendable>(
        _ table: String, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withDatabase(socketURL) { other in
            try await other.transaction { tx in
                try await tx.session.run("LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE")
                return try await body()
            }
        }
    }
}
