import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Values that are far larger than every buffer on the way, in both directions.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct LargeValueTests {
    private static let size = 50_000_000

    /// Bytes in no order that a text would have.
    private static func noise(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 7)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    @Test(arguments: [false, true])
    func bytes(_ isInTransaction: Bool) async throws {
        try await withServer(.init(), .single) { _, db in
            let data = Self.noise(Self.size)
            let echo = Statement("SELECT ?", .read, table: "")
            let answer =
                if isInTransaction {
                    try await db.transaction { tx in
                        try await tx.session.fetchOne(echo, { $0.bind(data, at: 1) }, { try $0.bytes(0) })
                    }
                } else {
                    try await db.session.fetchOne(echo, { $0.bind(data, at: 1) }, { try $0.bytes(0) })
                }
            #expect(answer == data)
        }
    }

    /// What no message to the server has room for is refused, one by one and in a COPY, and the connection stays.
    @Test(.enabled(if: ProcessInfo.processInfo.physicalMemory > 8 << 30))
    func more() async throws {
        try await withServer(.init(), .single) { server, db in
            let data = [UInt8](repeating: 7, count: 1 << 30)
            let echo = Statement("SELECT length(?)", .read, table: "")
            let error = try await databaseError {
                _ = try await db.session.fetchOne(echo, { $0.bind(data, at: 1) }, { try $0.int(0) })
            }
            #expect(error?.code == .tooLong)
            let text = String(decoding: data.prefix(data.count - (1 << 20) + 1), as: UTF8.self)
            let rows = (0..<40).map { RecentChat.Draft(timestamp: $0, username: "a", message: $0 == 39 ? text : "") }
            let many = try await databaseError { try await db.recentChat.insert(contentsOf: rows) }
            #expect(many?.code == .tooLong)
            #expect(try await db.recentChat.count() == 0)
            #expect(try await db.session.integers("SELECT 1") == [1])
            #expect(try await server.clients() == 1)
        }
    }

    @Test func text() async throws {
        try await withServer(.init(), .single) { _, db in
            let text = String(repeating: "ü€😀x", count: Self.size / 10)
            try await db.write(1, text)
            let row = try await db.recentChat.where { $0.timestamp == 1 }.first()
            #expect(row?.message == text)
            // And one that is not there yet when another follows.
            try await db.transaction { tx in
                try await tx.write(2, text)
                try await tx.write(3)
            }
            #expect(try await db.recentChat.count() == 3)
        }
    }

    /// Rows that go one statement each, in one flight: the server answers while it is still being sent to.
    @Test func manyStatements() async throws {
        try await withServer(.init(), .single) { _, db in
            let text = String(repeating: "y", count: Self.size / 25)
            try await db.recentChat.insert(
                contentsOf: (0..<25).map { .init(timestamp: $0, username: "u", message: text) })
            let rows = try await db.recentChat.fetchAll()
            #expect(rows.count == 25 && rows.allSatisfy { $0.message == text })
        }
    }

    /// Far more small rows than fit on the way, without COPY: each has an answer that nobody reads meanwhile.
    @Test func manyAnswers() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.session.run("CREATE TABLE numbers (n bigint, t text)")
            let text = String(repeating: "z", count: 2000)
            let insert = Statement("INSERT INTO numbers VALUES (?, ?)", .write, table: "numbers")
            try await db.session.executeAll(insert, 0..<25_000) { number, parameters in
                parameters.bind(number, at: 1)
                parameters.bind(text, at: 2)
            }
            #expect(try await db.session.integers("SELECT count(*) FROM numbers") == [25_000])
            #expect(try await db.session.integers("SELECT sum(length(t)) FROM numbers") == [50_000_000])
        }
    }

    /// By COPY.
    @Test func manyRows() async throws {
        try await withServer(.init(), .single) { _, db in
            let text = String(repeating: "y", count: 500_000)
            try await db.recentChat.insert(
                contentsOf: (0..<100).map { .init(timestamp: $0, username: "u", message: text) })
            #expect(try await db.session.integers("SELECT sum(length(message)) FROM recent_chat") == [50_000_000])
        }
    }
}
