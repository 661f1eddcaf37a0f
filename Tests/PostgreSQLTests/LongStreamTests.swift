import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Streams of more rows than anybody would want in memory.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct LongStreamTests {
    private static let rows = "SELECT i, repeat('x', 500) FROM generate_series(1, 200000) i"

    private static func stream(_ session: Session) -> RowStream<Int> {
        session.stream(Statement(rows, .read, table: ""), { _ in }) { try $0.int(0) }
    }

    /// An iterator that outlives the closure it was made in.
    private final class KeptIterator: @unchecked Sendable {
        // Unchecked: used by one task, in one closure after the other.
        var iterator: RowStream<Int>.Iterator?
    }

    private static func openCursors(_ session: Session) async throws -> Int {
        try await session.integers("SELECT count(*) FROM pg_cursors")[0]
    }

    @Test func withOtherStatementsBetween() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.transaction { tx in
                var sum = 0
                for try await number in Self.stream(tx.session) {
                    sum += number
                    if number.isMultiple(of: 1000) { try await tx.write(number) }
                }
                #expect(sum == 200_000 * 200_001 / 2)
            }
            #expect(try await db.recentChat.count() == 200)
        }
    }

    /// What is not read is not fetched: the server has far more rows than the client gets.
    @Test(.measuresMemory) func inConstantMemory() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            let run = try await ChildProcess.run(buildFolder + "/postgresql-probe", ["stream", server.tcpURL])
            let numbers = run.output.split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .newlines)) }
            #expect(numbers.count == 2, "\(run)")
            // 100 MB of rows, in kilobytes.
            if numbers.count == 2 { #expect(numbers[1] - numbers[0] < 30_000, "\(numbers)") }
        }
    }

    /// Each leaves the connection as it was.
    @Test func abandoned() async throws {
        try await withServer(.init(), .single) { server, db in
            for round in 0..<50 {
                for try await number in Self.stream(db.session) where number > round * 20 { break }
                try await db.write(round)
            }
            #expect(try await db.recentChat.count() == 50)
            #expect(try await server.clients() == 1)
        }
    }

    /// The server and the client keep nothing of a stream that nobody reads any more, although the transaction goes on.
    @Test func abandonedInATransaction() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.transaction { tx in
                for round in 0..<50 {
                    for try await number in Self.stream(tx.session) where number > round * 20 { break }
                    try await tx.write(round)
                    #expect(try await Self.openCursors(tx.session) <= 2)
                }
                // One whose cursor has gone with the transaction inside that it was opened in.
                for _ in 0..<3 {
                    let kept = KeptIterator()
                    let error = try await databaseError {
                        try await tx.transaction { inner in
                            for try await _ in Self.stream(inner.session) { break }
                            var iterator = Self.stream(inner.session).makeAsyncIterator()
                            _ = try await iterator.next()
                            kept.iterator = iterator
                            try await inner.session.run("SELECT 1 / 0")
                        }
                    }
                    #expect(error?.code == .typeMismatch)
                    try await tx.write(100)
                    kept.iterator = nil
                    try await tx.write(101)
                }
                // And one that outlives it.
                let kept = KeptIterator()
                try await tx.transaction { inner in
                    var iterator = Self.stream(inner.session).makeAsyncIterator()
                    _ = try await iterator.next()
                    kept.iterator = iterator
                }
                kept.iterator = nil
                try await tx.write(102)
            }
            #expect(try await db.recentChat.count() == 57)
        }
    }

    /// A stream that ends, as one whose reader left it, leaves nothing on the server either.
    @Test func readToTheEndInATransaction() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.transaction { tx in
                for _ in 0..<20 {
                    for try await _ in tx.session.stream(
                        Statement("SELECT generate_series(1, 1000)", .read, table: ""), { _ in }, { try $0.int(0) })
                    {}
                }
                #expect(try await Self.openCursors(tx.session) <= 2)
            }
        }
    }
}
