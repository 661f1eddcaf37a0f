import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The network swallows everything without a word. A task that is cancelled then gets its error all the same, soon after
/// the ten seconds that the server has to obey, and the connection is given up.
@Suite(.needsPostgreSQL, .timeLimit(.minutes(5)))
struct SilentNetworkTests {
    enum Work: CaseIterable, Sendable {
        case query, largeParameter, copy, stream, rollback, commit
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
            #expect(
                error.map { [.cancelled, .connection, .commitUnknown].contains($0.code) } == true,
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
