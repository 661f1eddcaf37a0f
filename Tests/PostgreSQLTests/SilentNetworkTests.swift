import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The network swallows everything without a word. A task that is cancelled then gets its error all the same, soon after
/// the time that the server has to obey, and the connection is given up.
@Suite(.needsPostgreSQL, .timeLimit(.minutes(5)))
struct SilentNetworkTests {
    enum Work: CaseIterable, Sendable {
        case query, largeParameter, copy, stream, rollback, commit

        /// All of a change that stands alone may have been sent, and taken effect.
        var writesAlone: Bool { [.largeParameter, .commit].contains(self) }
        var codeOfCancellation: DatabaseError.Code { writesAlone ? .commitUnknown : .cancelled }
        var codeOfSilence: DatabaseError.Code { writesAlone ? .commitUnknown : .timeout }
    }

    /// Nobody cancels anything: this side has a time limit of its own.
    @Test(arguments: Work.allCases.filter { $0 != .rollback })
    func theReplyIsLate(_ work: Work) async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120),
            postgresql: .init(
                maximumConnections: 1, replyTimeout: .milliseconds(1500), cancelTimeout: .milliseconds(500)))
        try await withProxy(configuration) { server, proxy, db in
            try await db.recentChat.insert(
                contentsOf: (0..<5000).map { .init(timestamp: $0, username: "u", message: "m") })
            let error = try await databaseError { try await Self.run(work, db, proxy) }
            #expect(error?.code == work.codeOfSilence, "\(String(describing: error))")
            #expect(error?.message.contains("replyTimeout") == true)
            proxy.cut()
            proxy.forward()
            #expect(try await db.recentChat.count() >= 5000)
        }
    }

    /// The connection that was given up is replaced by one to another host.
    @Test func theNextHostIsAsked() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            let proxy = try FaultyProxy(before: server.port)
            let url =
                "postgresql://rosey@localhost:\(proxy.port),localhost:\(server.port)/postgres"
                + "?sslmode=disable&gssencmode=disable&connect_timeout=2"
            let configuration = DatabaseConfiguration(
                lockTimeout: .seconds(60),
                postgresql: .init(maximumConnections: 3, statementTimeout: .seconds(1), cancelTimeout: .seconds(1)))
            try await withDatabase(url, configuration) { db in
                // Several of them are idle.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 {
                        group.addTask { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(0.1)") }
                    }
                    try await group.waitForAll()
                }
                proxy.hold()
                let error = try await databaseError { _ = try await db.session.integers("SELECT 1") }
                #expect(error?.code == .timeout)
                // Those are tried before they are used, so only one task has noticed.
                for number in 0..<6 { #expect(try await db.session.integers("SELECT \(number)") == [number]) }
            }
        }
    }

    /// A server that is frozen keeps no time, and does not take cancellations either.
    @Test func aFrozenServer() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(60),
            postgresql: .init(
                maximumConnections: 2, statementTimeout: .milliseconds(500), cancelTimeout: .milliseconds(500)))
        try await withServer(.init(), configuration) { server, db in
            try await db.write(1)
            let errors = try await server.whileFrozen {
                let late = try await databaseError { _ = try await db.recentChat.count() }
                let cancelled = Task {
                    try await databaseError {
                        try await db.withTimeout(.milliseconds(300)) { _ = try await db.recentChat.count() }
                    }
                }
                return (late, try await cancelled.value)
            }
            #expect(errors.0?.code == .timeout && errors.1?.code == .timeout, "\(errors)")
            #expect(try await db.recentChat.count() == 1)
        }
    }

    /// What takes long without being silent, or waits for this side, is not meant by the limit.
    @Test func longWorkIsLetDone() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(60),
            postgresql: .init(
                maximumConnections: 1, replyTimeout: .milliseconds(2000), cancelTimeout: .milliseconds(100)))
        try await withServer(.init(), configuration) { _, db in
            // Each of them has time enough, and they are answered together.
            let slow = Statement("SELECT 1::bigint FROM pg_sleep(0.8)", .read, table: "")
            let item: @Sendable (Pipeline) async throws -> Int64 = { pipeline in
                try await pipeline.session.fetchOne(slow, { _ in }, { try $0.int64(0) })
            }
            let results = try await db.pipeline(0..<4) { pipeline, _ in try await item(pipeline) }
            #expect(try results.map { try $0.get() } == [1, 1, 1, 1])
            #expect(try await db.batch(item, item, item, item) == (1, 1, 1, 1))
            // A stream whose rows are not asked for.
            try await db.recentChat.insert(
                contentsOf: (0..<2000).map { .init(timestamp: $0, username: "u", message: "m") })
            var rows = 0
            for try await _ in db.recentChat.stream() {
                rows += 1
                if rows == 600 { try await Task.sleep(for: .milliseconds(2500)) }
            }
            #expect(rows == 2000)
            // A connection that nobody uses.
            try await Task.sleep(for: .milliseconds(2500))
            let revision = Revision(
                id: "slow", parents: RoseyModels.migrations.last.map { [$0.id] } ?? [], message: "slow",
                sqlite: .init(up: "", down: ""),
                postgresql: .init(up: "DO $$ BEGIN PERFORM pg_sleep(3); END $$;", down: ""))
            try await Migrator(db, RoseyModels.migrations + [revision]).upgrade(to: "head")
            // From here on it counts again.
            let error = try await databaseError { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(30)") }
            #expect(error?.code == .timeout)
        }
    }

    @Test(arguments: Work.allCases)
    func cancelledTasksEnd(_ work: Work) async throws {
        try await withProxy(.single) { server, proxy, db in
            try await db.recentChat.insert(
                contentsOf: (0..<5000).map { .init(timestamp: $0, username: "u", message: "m") })
            let isEnded = Shared(false)
            let task = Task {
                defer { isEnded.value = true }
                return try await databaseError { try await Self.run(work, db, proxy) }
            }
            try await Task.sleep(for: .milliseconds(300))
            task.cancel()
            do {
                try await eventually("the end of \(work)", within: 40) { isEnded.value }
            } catch let error as NeverCame {
                Issue.record("\(error)")
                proxy.cut()
            }
            let error = try await task.value
            // On a busy computer the task may be cancelled before it has sent anything.
            #expect(
                error.map { [work.codeOfCancellation, .cancelled].contains($0.code) } == true,
                "\(String(describing: error))")
            proxy.cut()
            proxy.forward()
            #expect(try await db.recentChat.count() >= 5000)
        }
    }

    private static func run(_ work: Work, _ db: Database, _ proxy: FaultyProxy) async throws {
        switch work {
        case .query:
            proxy.hold()
            _ = try await db.recentChat.count()
        case .largeParameter:
            proxy.hold()
            try await db.write(1, String(repeating: "x", count: 20_000_000))
        case .copy:
            // In the middle of the data, of which there is more than fits on the way.
            let text = String(repeating: "x", count: 10_000)
            let rows = (0..<5000).lazy.map { number in
                if number == 1000 { proxy.hold() }
                return RecentChat.Draft(timestamp: number, username: "u", message: text)
            }
            try await db.recentChat.insert(contentsOf: UncheckedRows(rows: rows))
        case .stream:
            var rows = 0
            for try await _ in db.recentChat.stream() {
                rows += 1
                if rows == 1 { proxy.hold() }
            }
        case .rollback:
            try await db.transaction { tx in
                try await tx.write(1)
                proxy.hold()
                do { try await Task.sleep(for: .seconds(60)) } catch {}
                throw DatabaseError(.cancelled, "the body gives up")
            }
        case .commit:
            try await db.transaction { tx in
                try await tx.write(1)
                proxy.hold()
            }
        }
    }
}

/// A lazy sequence, which the library takes only when it says that it may go to other threads.
private struct UncheckedRows<Rows: Sequence>: Sequence, @unchecked Sendable where Rows.Element == RecentChat.Draft {
    // Unchecked: made for one call, and used by nobody else.
    let rows: Rows

    var underestimatedCount: Int { rows.underestimatedCount }
    func makeIterator() -> Rows.Iterator { rows.makeIterator() }
}
