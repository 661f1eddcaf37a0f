import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The server goes and comes back while everybody works.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct RestartTests {
    /// What became of the transactions, by number.
    private struct Journal {
        var last = 0
        var acknowledged: Set<Int> = []
        var refused: Set<Int> = []
        var codes: [DatabaseError.Code: Int] = [:]
        var isDone = false
    }

    /// Nothing acknowledged is lost, nothing refused is there, and everybody gets on by himself afterwards.
    @Test(arguments: PostgreSQLServer.StopMode.allCases)
    func underLoad(_ mode: PostgreSQLServer.StopMode) async throws {
        // A server that stops in the smart way waits for its clients, whose connections have to end for that.
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(20),
            postgresql: .init(maximumConnections: 4, maximumLifetime: mode == .smart ? .milliseconds(300) : nil))
        try await withServer(.init(), configuration) { server, db in
            let journal = Shared(Journal())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await Self.work(db, journal) } }
                group.addTask {
                    try await eventually("work") { journal.value.acknowledged.count > 100 }
                    try await server.restart(mode)
                    let before = journal.value.acknowledged.count
                    try await eventually("work after the restart") {
                        journal.value.acknowledged.count > before + 100
                    }
                    journal.withLock { $0.isDone = true }
                }
                try await group.waitForAll()
            }
            let result = journal.value
            var rows: [Int: Int] = [:]
            for row in try await db.recentChat.fetchAll() { rows[row.timestamp, default: 0] += 1 }
            // Transactions of two rows, and single statements of one.
            #expect(rows.allSatisfy { $0.value == ($0.key.isMultiple(of: 2) ? 2 : 1) })
            #expect(result.acknowledged.subtracting(rows.keys).isEmpty)
            #expect(result.refused.intersection(rows.keys).isEmpty)
            #expect(Set(result.codes.keys).isSubset(of: [.connection, .commitUnknown]), "\(result.codes)")
        }
    }

    private static func work(_ db: Database, _ journal: Shared<Journal>) async throws {
        while !journal.value.isDone {
            let number = journal.withLock { journal in
                journal.last += 1
                return journal.last
            }
            do {
                if number.isMultiple(of: 2) {
                    try await db.transaction { tx in
                        try await tx.write(number)
                        try await tx.write(number)
                    }
                } else {
                    try await db.write(number)
                }
                journal.withLock { _ = $0.acknowledged.insert(number) }
            } catch let error as DatabaseError {
                #expect(!error.message.isEmpty)
                journal.withLock { journal in
                    journal.codes[error.code, default: 0] += 1
                    if error.code != .commitUnknown { journal.refused.insert(number) }
                }
            }
        }
    }

    /// While the server is away it is asked for again and again, and ever more seldom.
    @Test func theServerIsLeftAloneWhileItIsAway() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .milliseconds(500), postgresql: .init(maximumConnections: 4))
        try await withProxy(configuration) { server, proxy, db in
            try await server.stop()
            let before = proxy.acceptedCount
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        for _ in 0..<6 {
                            let error = try await databaseError { _ = try await db.recentChat.count() }
                            #expect(error?.code == .connection)
                        }
                    }
                }
                try await group.waitForAll()
            }
            // At least two and a half seconds, in which sixteen tasks wanted four connections.
            let attempts = proxy.acceptedCount - before
            #expect(attempts >= 3 && attempts <= 16, "\(attempts)")
            try await server.start()
            try await eventually("the server is found again") {
                try await databaseError { try await db.write(1) } == nil
            }
            #expect(try await db.recentChat.count() == 1)
        }
    }

    /// An idle connection that the server has ended meanwhile is noticed before a statement is sent over it.
    @Test func idleConnectionsOfTheOldServerAreNotUsed() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(minimumConnections: 4, maximumConnections: 4))
        try await withServer(.init(), configuration) { server, db in
            try await eventually("four connections") { try await server.clients() == 4 }
            for mode in [PostgreSQLServer.StopMode.fast, .immediate] {
                try await server.restart(mode)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<20 { group.addTask { try await db.write(number) } }
                    try await group.waitForAll()
                }
            }
            #expect(try await db.recentChat.count() == 40)
        }
    }
}
