import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The connection breaks at one moment exactly, and the error says what is known of the change then.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct LostConnectionTests {
    private static func rows(_ server: PostgreSQLServer) async throws -> Int? {
        // The server may be busy with the end of the session that has lost its client.
        try await eventually("the sessions end") { try await server.count("state <> 'idle'") == 0 }
        return Int(try await server.psql("SELECT count(*) FROM recent_chat"))
    }

    /// The COMMIT gets lost (nothing took effect), or its answer (it did). The client cannot know which.
    @Test(arguments: FaultyProxy.Direction.allCases)
    func commit(_ direction: FaultyProxy.Direction) async throws {
        try await withProxy { server, proxy, db in
            let runs = Shared(0)
            let error = try await databaseError {
                try await db.transaction(retry: RetryPolicy()) { tx in
                    runs.withLock { $0 += 1 }
                    try await tx.write(1)
                    proxy.cut(onNext: direction, containing: "COMMIT")
                }
            }
            #expect(error?.code == .commitUnknown)
            #expect(runs.value == 1)
            #expect(try await Self.rows(server) == (direction == .toClient ? 1 : 0))
            try await db.write(2)
        }
    }

    @Test(arguments: FaultyProxy.Direction.allCases)
    func singleStatement(_ direction: FaultyProxy.Direction) async throws {
        try await withProxy { server, proxy, db in
            try await db.write(1)
            proxy.cut(onNext: direction, containing: direction == .toServer ? "needle" : "INSERT")
            let error = try await databaseError { try await db.write(2, "needle") }
            #expect(error?.code == .commitUnknown)
            #expect(error?.table == "recent_chat")
            #expect(try await Self.rows(server) == (direction == .toClient ? 2 : 1))
            try await db.write(3)
        }
    }

    @Test(arguments: FaultyProxy.Direction.allCases)
    func query(_ direction: FaultyProxy.Direction) async throws {
        try await withProxy { _, proxy, db in
            try await db.write(1)
            proxy.cut(onNext: direction)
            let error = try await databaseError { _ = try await db.recentChat.count() }
            #expect(error?.code == .connection)
            #expect(try await db.recentChat.count() == 1)
        }
    }

    @Test(arguments: FaultyProxy.Direction.allCases)
    func statementOfATransaction(_ direction: FaultyProxy.Direction) async throws {
        try await withProxy { server, proxy, db in
            let error = try await databaseError {
                try await db.transaction(retry: RetryPolicy()) { tx in
                    try await tx.write(1)
                    proxy.cut(onNext: direction)
                    try await tx.write(2)
                }
            }
            #expect(error?.code == .connection)
            #expect(try await Self.rows(server) == 0)
        }
    }

    /// What is caught inside does not let the outside commit.
    @Test func statementOfATransactionInside() async throws {
        try await withProxy { server, proxy, db in
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(1)
                    let inner = try await databaseError {
                        try await tx.transaction { inner in
                            try await inner.write(2)
                            proxy.cut(onNext: .toClient)
                            try await inner.write(3)
                        }
                    }
                    #expect(inner?.code == .connection)
                }
            }
            #expect(error?.code == .transactionFailed)
            #expect(try await Self.rows(server) == 0)
        }
    }

    /// Nothing can be unknown of a transaction that only reads.
    @Test(arguments: FaultyProxy.Direction.allCases)
    func endOfATransactionThatReads(_ direction: FaultyProxy.Direction) async throws {
        try await withProxy { _, proxy, db in
            let error = try await databaseError {
                try await db.read { tx in
                    _ = try await tx.recentChat.count()
                    proxy.cut(onNext: direction, containing: "COMMIT")
                }
            }
            #expect(error == nil || error?.code == .connection)
            try await db.write(1)
        }
    }

    /// A few rows go in a flight with its BEGIN and COMMIT, many by COPY.
    @Test(arguments: FaultyProxy.Direction.allCases, [10, 100])
    func manyRows(_ direction: FaultyProxy.Direction, _ count: Int) async throws {
        try await withProxy { server, proxy, db in
            let rows = (0..<count).map { number in
                RecentChat.Draft(timestamp: number, username: "u", message: number == count - 1 ? "needle" : "m")
            }
            let answer = count == 10 ? "COMMIT" : "COPY"
            proxy.cut(onNext: direction, containing: direction == .toServer ? "needle" : answer)
            let error = try await databaseError { try await db.recentChat.insert(contentsOf: rows) }
            #expect(error?.code == .commitUnknown)
            #expect(try await Self.rows(server) == (direction == .toClient ? count : 0))
            try await db.recentChat.insert(contentsOf: rows)
        }
    }

    @Test(arguments: FaultyProxy.Direction.allCases, [10, 100])
    func manyRowsInATransaction(_ direction: FaultyProxy.Direction, _ count: Int) async throws {
        try await withProxy { server, proxy, db in
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(1)
                    proxy.cut(onNext: direction)
                    try await tx.recentChat.insert(
                        contentsOf: (0..<count).map { .init(timestamp: $0, username: "u", message: "m") })
                }
            }
            #expect(error?.code == .connection)
            #expect(try await Self.rows(server) == 0)
        }
    }
}
