import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Queries of the library's own, without values, that had many rows last time: they are copied.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct CopiedRowsTests {
    private static let block = StatementBlock(count: 12)

    /// What the library says, and not the program: of a program's own text nobody knows whether COPY takes it.
    private static func query(_ number: Int, _ sql: SQLWord) -> Statement {
        Statement(block, number, .read, table: "", sqlite: "", postgresql: sql)
    }

    /// Some 8 MB.
    private static let count = 50_000
    static let rows = query(0, "SELECT i, repeat('x', 100) FROM generate_series(1, 50000) i")

    private static func fetch(
        _ session: Session, _ statement: Statement = rows,
        _ decode: @escaping @Sendable (borrowing Row) throws -> Int = { try $0.int(0) }
    ) async throws -> [Int] {
        try await session.fetchAll(statement, { _ in }, decode)
    }

    @Test func areCopiedTheSecondTime() async throws {
        let statement = Self.query(1, "SELECT current_query(), repeat('x', 100) FROM generate_series(1, 50000) i")
        try await withServer(.init(), .single) { server, db in
            for isCopied in [false, true, true] {
                let texts = try await db.session.fetchAll(statement, { _ in }) { try $0.text(0).contains("COPY (") }
                #expect(texts == [Bool](repeating: isCopied, count: Self.count))
            }
            #expect(try await server.clients() == 1)
        }
    }

    @Test func haveTheirValues() async throws {
        let statement = Self.query(
            2,
            """
            SELECT i::int8, i::int2, -i::int4, i / 8.0::float8, i % 2 = 0, CASE WHEN i % 3 > 0 THEN 'ä' || i END,
                repeat(chr(i), i)::varchar, CASE WHEN i % 5 > 0 THEN decode(repeat('00ff', i % 7), 'hex') END,
                i::numeric / 100, md5(i::text)::uuid, date '2026-01-01' + i, timestamptz '2026-01-01 00:00Z' + i * interval '1s',
                ('{"n": ' || i || '}')::jsonb, '', 'one', repeat('long', CASE WHEN i % 100 = 0 THEN 100000 ELSE 0 END)
            FROM generate_series(1, 3000) series(i) ORDER BY series.i DESC -- the last
            """)
        try await withServer(.init(), .single) { _, db in
            var known: [String] = []
            for round in 0..<3 {
                let texts = try await db.session.fetchAll(statement, { _ in }) { row in
                    let values: [Any] = [
                        row.count, try row.int64(0), try row.int(1), try row.int32(2), try row.double(3),
                        try row.bool(4),
                        row.isNull(5) ? "NULL" : try row.text(5), try row.text(6),
                        row.isNull(7) ? "NULL" : try row.bytes(7), try row.decimal(8, scale: 2), try row.uuid(9),
                        try row.date(10), try row.timestamp(11), try row.text(12), row.isNull(13), try row.text(13),
                        try row.text(14), try row.text(15).utf8.count,
                    ]
                    return "\(values)"
                }
                if round == 0 { known = texts }
                #expect(texts.count == 3000)
                #expect(texts == known, "\(round)")
            }
            #expect(known.last?.contains("0.125, false, \"ä1\"") == true, "\(known.last ?? "")")
        }
    }

    @Test func areAllThere() async throws {
        try await withServer(.init(), .single) { server, db in
            for round in 0..<4 {
                #expect(try await Self.fetch(db.session) == Array(1...Self.count))
                #expect(try await db.session.fetchFirst(Self.rows, { _ in }) { try $0.int(0) } == 1)
                try await db.write(round)
            }
            #expect(try await server.clients() == 1)
        }
    }

    @Test func ofAModel() async throws {
        try await withServer(.init(), .single) { _, db in
            let text = String(repeating: "m", count: 200)
            let drafts = (0..<20_000).map { RecentChat.Draft(timestamp: $0, username: "user\($0)", message: text) }
            try await db.recentChat.insert(contentsOf: drafts)
            for _ in 0..<3 {
                let chat = try await db.recentChat.order { $0.timestamp.ascending }.fetchAll()
                #expect(chat.map(\.timestamp) == Array(0..<20_000))
                #expect(chat.allSatisfy { $0.username == "user\($0.timestamp)" && $0.message == text })
            }
            // A query may have as few now as it had many.
            for isLeft in [true, false, false] {
                if !isLeft { try await db.recentChat.where { $0.timestamp > 6 }.delete() }
                #expect(
                    try await db.recentChat.order { $0.timestamp.ascending }.fetchAll().count == (isLeft ? 20_000 : 7))
            }
        }
    }

    @Test func inTransactions() async throws {
        let locked = Self.query(
            3, "SELECT id, repeat('x', 5000) FROM recent_chat ORDER BY id FOR UPDATE")
        try await withServer(.init(), .single) { _, db in
            try await db.recentChat.insert(
                contentsOf: (0..<1000).map { .init(timestamp: $0, username: "u", message: "m") })
            for _ in 0..<3 {
                try await db.transaction { tx in
                    // With BEGIN still to be sent, and then with a savepoint.
                    #expect(try await Self.fetch(tx.session).count == Self.count)
                    #expect(try await Self.fetch(tx.session, locked).count == 1000)
                    try await tx.write(1)
                    try await tx.transaction { inner in
                        #expect(try await Self.fetch(inner.session).count == Self.count)
                        try await inner.write(2)
                    }
                    #expect(try await Self.fetch(tx.session, locked).count == 1002)
                    try await tx.recentChat.where { $0.username == "u" && $0.timestamp > 0 && $0.timestamp < 3 }
                        .delete()
                    try await tx.recentChat.insert(
                        contentsOf: [1, 2].map { .init(timestamp: $0, username: "u", message: "m") })
                }
                let numbers = try await db.read { try await Self.fetch($0.session) }
                #expect(numbers.count == Self.count)
            }
            #expect(try await db.recentChat.count() == 1000)
        }
    }

    /// The server fails when it has sent most of them already.
    @Test func anErrorAmongThem() async throws {
        let statement = Self.query(
            4,
            """
            SELECT 1 / (CASE WHEN current_setting('rosey.fails', true) = 'yes' THEN 50000 - i ELSE 1 END), repeat('x', 100)
            FROM generate_series(1, 50000) i
            """)
        try await withServer(.init(), .single) { server, db in
            for _ in 0..<2 { #expect(try await Self.fetch(db.session, statement).count == Self.count) }
            try await db.session.run("SET rosey.fails = 'yes'")
            for _ in 0..<3 {
                let error = try await databaseError { _ = try await Self.fetch(db.session, statement) }
                #expect(error?.nativeCode == "22012")
                #expect(error?.sql?.hasPrefix("SELECT 1 /") == true)
                try await db.write(1)
            }
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(2)
                    #expect(
                        try await databaseError { _ = try await Self.fetch(tx.session, statement) }?.nativeCode
                            == "22012")
                    #expect(try await databaseError { try await tx.write(3) }?.code == .transactionFailed)
                }
            }
            #expect(error?.code == .transactionFailed)
            try await db.session.run("SET rosey.fails = 'no'")
            #expect(try await Self.fetch(db.session, statement).count == Self.count)
            #expect(try await db.recentChat.count() == 3)
            #expect(try await server.clients() == 1)
        }
    }

    @Test func cancelledAmongThem() async throws {
        let statement = Self.query(
            5,
            """
            SELECT i, repeat('x', 100) FROM generate_series(1, coalesce(current_setting('rosey.rows', true)::int, 50000)) i
            """)
        try await withServer(.init(), .single) { server, db in
            for _ in 0..<2 { #expect(try await Self.fetch(db.session, statement).count == Self.count) }
            try await db.session.run("SET rosey.rows = 20000000")
            for _ in 0..<3 {
                let task = Task {
                    try await databaseError {
                        _ = try await Self.fetch(db.session, statement) { row in
                            let number = try row.int(0)
                            if number == 1000 { withUnsafeCurrentTask { $0?.cancel() } }
                            return number
                        }
                    }
                }
                #expect(try await task.value?.code == .cancelled)
                try await db.write(1)
            }
            #expect(try await db.recentChat.count() == 3)
            #expect(try await server.clients() == 1)
        }
    }

    @Test func theConnectionBreaksAmongThem() async throws {
        let statement = Self.query(
            6,
            """
            SELECT i, repeat('x', 100),
                CASE WHEN i = 20000 AND left(current_query(), 8) = 'SELECT *' THEN pg_terminate_backend(pg_backend_pid()) END
            FROM generate_series(1, 50000) i
            """)
        try await withServer(.init(), .single) { _, db in
            for _ in 0..<2 {
                #expect(try await Self.fetch(db.session, statement).count == Self.count)
                #expect(
                    try await databaseError { _ = try await Self.fetch(db.session, statement) }?.code == .connection)
                try await db.write(1)
            }
        }
    }

    /// The rows that are copied have no types, so these must be those that the table has now.
    @Test func ofATableThatChanges() async throws {
        let statement = Self.query(7, "SELECT * FROM many")
        try await withServer(.init(), .single) { server, db in
            try await db.session.run(
                """
                CREATE TABLE many AS SELECT 1234567812345678::bigint AS number, repeat('x', 100) AS text
                FROM generate_series(1, 50000)
                """)
            for _ in 0..<2 { #expect(try await Self.fetch(db.session, statement).count == Self.count) }
            try await db.session.run("ALTER TABLE many ADD COLUMN other boolean")
            #expect(try await Self.fetch(db.session, statement).count == Self.count)
            // As many bytes as a number has.
            try await db.session.run("ALTER TABLE many ALTER COLUMN number TYPE text USING left(number::text, 8)")
            let error = try await databaseError { _ = try await Self.fetch(db.session, statement) }
            #expect(error?.code == .decoding)
            #expect(error?.column == "number")
            try await db.session.run("DROP TABLE many")
            #expect(try await databaseError { _ = try await Self.fetch(db.session, statement) }?.nativeCode == "42P01")
            try await db.write(1)
            #expect(try await server.clients() == 1)
        }
    }
}
