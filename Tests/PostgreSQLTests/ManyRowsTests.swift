import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Arrays of more rows than libpq is to hold at once: they are received one at a time.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct ManyRowsTests {
    /// Some 8 MB.
    private static let count = 50_000
    private static let rows = "SELECT i, repeat('x', 100) FROM generate_series(1, \(count)) i"

    private struct Refusal: Error {}

    private static func fetch(
        _ session: Session, _ sql: String = rows,
        _ decode: @escaping @Sendable (borrowing Row) throws -> Int = { try $0.int(0) }
    ) async throws -> [Int] {
        try await session.fetchAll(Statement(sql, .read, table: ""), { _ in }, decode)
    }

    @Test func allOfThem() async throws {
        try await withServer(.init(), .single) { server, db in
            for round in 0..<3 {
                let numbers = try await Self.fetch(db.session) { try $0.text(1).utf8.count + $0.int(0) - 100 }
                #expect(numbers == Array(1...Self.count))
                try await db.write(round)
            }
            // A statement may have as few now as it had many.
            for count in [Self.count, 0, 1, Self.count, Self.count, 7] {
                let numbers = try await db.session.fetchAll(
                    Statement("SELECT i, repeat('x', 100) FROM generate_series(1, ?) i", .read, table: ""),
                    { $0.bind(count, at: 1) }, { try $0.int(0) })
                #expect(numbers == Array(1..<(count + 1)))
            }
            #expect(try await server.clients() == 1)
        }
    }

    @Test func theFirstOfThem() async throws {
        try await withServer(.init(), .single) { _, db in
            for _ in 0..<3 {
                let first = try await db.session.fetchFirst(Statement(Self.rows, .read, table: ""), { _ in }) {
                    try $0.int(0)
                }
                #expect(first == 1)
                #expect(try await Self.fetch(db.session).count == Self.count)
            }
        }
    }

    /// A lookup has one row however large it is.
    @Test func oneThatIsLarge() async throws {
        try await withServer(.init()) { _, db in
            let text = String(repeating: "m", count: 5 << 20)
            let id = try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text)).id
            for tasks in [1, 1, 1, 12, 1] {
                try await withThrowingTaskGroup(of: Int?.self) { group in
                    for _ in 0..<tasks { group.addTask { try await db.recentChat.find(id)?.message.utf8.count } }
                    for try await size in group { #expect(size == text.utf8.count) }
                }
            }
            try await db.write(2)
            #expect(try await db.recentChat.count() == 2)
        }
    }

    @Test func inTransactions() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.transaction { tx in
                #expect(try await Self.fetch(tx.session).count == Self.count)
                try await tx.write(1)
                try await tx.transaction { inner in
                    #expect(try await Self.fetch(inner.session).count == Self.count)
                    try await inner.write(2)
                }
                #expect(try await Self.fetch(tx.session).count == Self.count)
            }
            #expect(try await db.recentChat.count() == 2)
        }
    }

    /// The server fails when it has sent most of them already.
    @Test func anErrorAmongThem() async throws {
        let sql = "SELECT 1 / (\(Self.count) - i), repeat('x', 100) FROM generate_series(1, \(Self.count)) i"
        try await withServer(.init(), .single) { server, db in
            for _ in 0..<3 {
                let error = try await databaseError { _ = try await Self.fetch(db.session, sql) }
                #expect(error?.nativeCode == "22012")
                #expect(error?.sql == sql)
                try await db.write(1)
            }
            let error = try await databaseError {
                try await db.transaction { tx in
                    try await tx.write(2)
                    let inside = try await databaseError { _ = try await Self.fetch(tx.session, sql) }
                    #expect(inside?.nativeCode == "22012")
                    #expect(try await databaseError { try await tx.write(3) }?.code == .transactionFailed)
                }
            }
            #expect(error?.code == .transactionFailed)
            #expect(try await db.recentChat.count() == 3)
            #expect(try await server.clients() == 1)
        }
    }

    /// Of one that the program cannot read the others are received all the same, also where they are copied.
    @Test(arguments: [Statement(rows, .read, table: ""), CopiedRowsTests.rows])
    func oneThatIsRefused(_ statement: Statement) async throws {
        try await withServer(.init(), .single) { server, db in
            for _ in 0..<3 {
                await #expect(throws: Refusal.self) {
                    _ = try await db.session.fetchAll(statement, { _ in }) {
                        if try $0.int(0) == 1000 { throw Refusal() } else { 0 }
                    }
                }
                try await db.write(1)
            }
            #expect(try await db.recentChat.count() == 3)
            #expect(try await server.clients() == 1)
        }
    }

    @Test func cancelledAmongThem() async throws {
        let sql = "SELECT generate_series(1, 1000000000), repeat('x', 100)"
        try await withServer(.init(), .single) { server, db in
            for _ in 0..<3 {
                let task = Task {
                    try await databaseError {
                        _ = try await Self.fetch(db.session, sql) { row in
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
        try await withServer(.init(), .single) { _, db in
            let sql = """
                SELECT i, repeat('x', 100),
                    CASE WHEN i = 20000 THEN pg_terminate_backend(pg_backend_pid()) END
                FROM generate_series(1, \(Self.count)) i
                """
            for _ in 0..<2 {
                let error = try await databaseError { _ = try await Self.fetch(db.session, sql) }
                #expect(error?.code == .connection)
                try await db.write(1)
            }
        }
    }

    /// "cached plan must not change result type", before the first of them.
    @Test func aPlanThatIsStale() async throws {
        try await withServer(.init(), .single) { server, db in
            try await db.session.run(
                "CREATE TABLE many AS \(Self.rows.replacing("SELECT i", with: "SELECT i AS number"))")
            for column in 0..<3 {
                #expect(try await Self.fetch(db.session, "SELECT * FROM many").count == Self.count)
                try await db.session.run("ALTER TABLE many ADD COLUMN c\(column) integer")
            }
            #expect(try await server.clients() == 1)
        }
    }

    /// It is said of a statement that the server has not kept, which is prepared anew; but what has been handed over already
    /// would then come twice.
    @Test func anErrorAsOfAForgottenStatementAmongThem() async throws {
        try await withServer(.init(), .single) { server, db in
            try await db.session.run("CREATE SEQUENCE calls")
            try await db.session.run(
                """
                CREATE FUNCTION fails_once(i integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('calls') = 1000 THEN RAISE EXCEPTION 'once' USING ERRCODE = '26000'; END IF;
                    RETURN i;
                END $$
                """)
            let sql = "SELECT fails_once(i), repeat('x', 100) FROM generate_series(1, \(Self.count)) i"
            #expect(try await databaseError { _ = try await Self.fetch(db.session, sql) }?.nativeCode == "26000")
            #expect(try await Self.fetch(db.session, sql) == Array(1...Self.count))
            #expect(try await server.clients() == 1)
        }
    }

    /// Other statements run between the beginning of a stream and its first row.
    @Test func aStreamOfWhatHasBeenWritten() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.session.run("CREATE TABLE many (number bigint, text text)")
            let insert = Statement(
                "INSERT INTO many \(Self.rows) RETURNING number, text", .bulkWrite, table: "many")
            try await db.transaction { tx in
                for round in 0..<10 {
                    async let numbers: [Int] = {
                        var numbers: [Int] = []
                        for try await number in tx.session.stream(insert, { _ in }, { try $0.int(0) }) {
                            numbers.append(number)
                        }
                        return numbers
                    }()
                    for _ in 0..<200 {
                        try await tx.write(round)
                        #expect(try await tx.session.integers("SELECT 7") == [7])
                    }
                    #expect(try await numbers == Array(1...Self.count))
                }
            }
            #expect(try await db.recentChat.count() == 2000)
        }
    }

    /// An array takes its own memory, not that of libpq's rows as well.
    @Test(.measuresMemory) func inTheirOwnMemory() async throws {
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            let run = try await ChildProcess.run(buildFolder + "/postgresql-probe", ["fetch", server.tcpURL])
            let numbers = run.output.split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .newlines)) }
            #expect(numbers.count == 3, "\(run)")
            // 30 MB of rows, of which libpq would hold 40 MB.
            if numbers.count == 3 {
                for peak in numbers[1...] { #expect(peak - numbers[0] < 45_000, "\(numbers)") }
            }
        }
    }
}
