import CSQLite
import Dispatch
import Foundation
import TestSupport
import Testing

@testable import RoseyRuntime

/// Who moves the write-ahead log, and when.
@Suite(.timeLimit(.minutes(1)))
struct CheckpointerTests {
    private static let page = 4096

    private static func open(_ path: String) throws -> OpaquePointer {
        var db: OpaquePointer?
        #expect(sqlite3_open(path, &db) == SQLITE_OK)
        let opened = try #require(db)
        let setUp = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS t (x)"
        #expect(sqlite3_exec(opened, setUp, nil, nil, nil) == SQLITE_OK)
        return opened
    }

    /// A page or two for each.
    private func commit(_ count: Int, to db: OpaquePointer) {
        for _ in 0..<count {
            #expect(sqlite3_exec(db, "INSERT INTO t VALUES (zeroblob(4000))", nil, nil, nil) == SQLITE_OK)
        }
    }

    private func pages(_ path: String) throws -> Int {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return try #require(size) / Self.page
    }

    @Test func commitsLeaveItToAnotherThread() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("log.db")
        let mayBegin = DispatchSemaphore(value: 0)
        let checkpointer = Checkpointer {
            mayBegin.wait()
            return try Self.open(path)
        }
        let writer = try Self.open(path)
        checkpointer.attach(to: writer)
        commit(3_000, to: writer)
        // That the commits have returned says that none has waited, and this that none has done it.
        #expect(try pages(path) < 10)
        mayBegin.signal()
        while try pages(path) < 1_000 { try await Task.sleep(for: .milliseconds(5)) }
        await checkpointer.close()
        sqlite3_close_v2(writer)
    }

    @Test func aCommitDoesItWhereTheOtherThreadCannot() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("log.db")
        let checkpointer = Checkpointer { throw DatabaseError(.connection, "there is no descriptor left") }
        let writer = try Self.open(path)
        checkpointer.attach(to: writer)
        for _ in 0..<400 {
            commit(50, to: writer)
            // However long the other thread takes to find out that it cannot.
            while checkpointer.isUnderWay.load(ordering: .acquiring) { try await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(try pages(path) > 8_000)
        // Pages of a log have a head of 24 bytes each.
        let longest = try pages(path + "-wal")
        #expect(longest > 7_900 && longest < 8_300)
        await checkpointer.close()
        sqlite3_close_v2(writer)
    }
}
