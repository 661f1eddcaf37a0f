import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Reads of SQLite's that turn out to be long while they run on their caller's thread.
@Suite(.timeLimit(.minutes(5)))
struct LongReadTests {
    private static func numbers(upTo count: Int, where condition: String = "true") -> String {
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count)) SELECT i FROM n WHERE \(condition)
        """
    }

    /// A thread of the cooperative pool is kept for a while at most, however many rows there are.
    @Test(arguments: Storage.sqlite)
    func endOnAThreadThatMayBlock(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let count = 1_000_000
            let threads = Shared<[Int]>([])
            let statement = Statement(Self.numbers(upTo: count), .read, table: "")
            let numbers = try await db.session.fetchAll(statement, { _ in }) { row in
                let number = try row.int(0)
                if number == 1 || number == count { threads.withLock { $0.append(Self.currentThread) } }
                return number
            }
            #expect(numbers == Array(1...count))
            #expect(Set(threads.value).count == 2)
        }
    }

    private static var currentThread: Int { Int(bitPattern: pthread_self()) }

    /// They are stopped where after the first rows none comes for long, also in a long stint, and start anew.
    @Test(arguments: Storage.sqlite)
    func haveEachRowOnce(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for first in [10, 20_000] {
                let numbers = try await db.session.integers(
                    Self.numbers(upTo: 3_000_010, where: "i <= \(first) OR i > 3000000"))
                #expect(numbers == Array(1...first) + Array(3_000_001...3_000_010))
            }
        }
    }

    /// Other statements have their own, on the connection that had a long one.
    @Test(arguments: Storage.sqlite)
    func areFollowedByShortOnes(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.read { tx in
                for count in [100_000, 1, 1_000_000, 2] {
                    let numbers = try await tx.session.integers(Self.numbers(upTo: count))
                    #expect(numbers.count == count)
                }
            }
        }
    }
}
