import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Lookups by one statement go to the server as one.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct JoinedLookupTests {
    private static let joined = "FROM pg_prepared_statements WHERE statement LIKE 'SELECT \"rosey row%'"

    private static func fill(_ db: Database, _ count: Int) async throws {
        try await db.userStats.insert(
            contentsOf: (0..<count).map {
                .init(username: "user \($0)", firstSeen: 1, lastSeen: 1, totalChatLines: $0)
            })
    }

    /// As many as a statement takes, and more; few, which are not worth one; the same several times, and some that nobody has.
    @Test(arguments: [1, 3, 4, 9, 10, 11, 100, 101, 250])
    func everyoneHasItsOwnRow(_ count: Int) async throws {
        try await withServer(.init(), .single) { _, db in
            try await Self.fill(db, 60)
            var generator = SeededGenerator()
            let seed = generator.seed
            for _ in 0..<5 {
                let numbers = (0..<count).map { _ in Int.random(in: 0..<80, using: &generator) }
                let found = try await db.pipeline(numbers) { pipeline, number in
                    try await pipeline.userStats.find("user \(number)")
                }.map { try $0.get()?.totalChatLines }
                #expect(found == numbers.map { $0 < 60 ? $0 : nil }, "seed \(seed)")
                let exist = try await db.pipeline(numbers) { pipeline, number in
                    try await pipeline.userStats.exists("user \(number)")
                }.map { try $0.get() }
                #expect(exist == numbers.map { $0 < 60 }, "seed \(seed)")
            }
            let statements = try await db.session.integers("SELECT count(*) \(Self.joined)")
            #expect(statements == [count < 4 ? 0 : 2])
        }
    }

    /// The server plans such a statement a few times and not each time, however many keys there are.
    @Test func plannedOnce() async throws {
        try await withServer(.init(), .single) { _, db in
            try await Self.fill(db, 60)
            for round in 0..<40 {
                _ = try await db.pipeline(0..<(4 + round * 7 % 60)) { pipeline, number in
                    try await pipeline.userStats.find("user \(number)")
                }.map { try $0.get() }
            }
            let plans = try await db.session.integers("SELECT custom_plans \(Self.joined)")
            #expect(plans == [5])
        }
    }

    /// Writes keep their place between lookups.
    @Test func amongWrites() async throws {
        try await withServer(.init(), .single) { _, db in
            try await Self.fill(db, 60)
            for round in 1...10 {
                let found = try await db.pipeline(0..<60) { pipeline, number in
                    if number == 30 {
                        try await pipeline.userStats.update("user 7") { $0.totalChatLines = 700 + round }
                    }
                    return try await pipeline.userStats.find("user \(number)")?.totalChatLines
                }.map { try $0.get() }
                #expect(found == (0..<60).map { $0 == 7 ? (round == 1 ? 7 : 699 + round) : $0 })
            }
        }
    }

    /// Each has the error of its own statement.
    @Test(arguments: [1, 3, 20])
    func failures(_ count: Int) async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.session.run("DROP TABLE user_stats")
            let results = try await db.pipeline(0..<count) { pipeline, number in
                try await pipeline.userStats.find("user \(number)")
            }
            for result in results {
                let error = #expect(throws: DatabaseError.self) { try result.get() }
                #expect(error?.nativeCode == "42P01" && error?.table == "user_stats")
                #expect(error?.sql?.contains("rosey") == false)
            }
        }
    }

    @Test func keysOfEveryType() async throws {
        let statements = StatementBlock(count: 12)
        @Sendable func lookup(_ number: Int, _ sql: SQLWord) -> Statement {
            Statement(statements, number, .lookup, table: "keys", sqlite: sql, postgresql: sql)
        }
        try await withServer(.init(), .single) { _, db in
            try await db.session.run(
                """
                CREATE TABLE keys (
                    n bigint PRIMARY KEY, small int UNIQUE, "a$1'b" text UNIQUE, "c""$2" varchar(50) COLLATE "C" UNIQUE,
                    real double precision UNIQUE, bytes bytea UNIQUE, day date UNIQUE, instant timestamptz UNIQUE,
                    price numeric(10, 2) UNIQUE, id uuid UNIQUE, flag boolean
                )
                """)
            try await db.session.run(
                """
                INSERT INTO keys SELECT n, n + 1, 'text ' || n, 'näme ' || n, n + 0.5, decode(lpad(n::text, 4, '0'), 'hex'),
                    date '2026-01-01' + n, timestamptz '2026-01-01 00:00:00+00' + n * interval '1 hour', n + 0.25,
                    lpad(n::text, 32, '0')::uuid, n = 3
                FROM generate_series(0, 19) AS n
                """)
            func check(_ statement: Statement, _ bind: @Sendable @escaping (inout Parameters, Int) throws -> Void)
                async throws
            {
                let found = try await db.pipeline(0..<25) { pipeline, n in
                    try await pipeline.session.fetchFirst(statement, { try bind(&$0, n) }, { try $0.int(0) })
                }.map { try $0.get() }
                #expect(found == (0..<25).map { $0 < 20 ? $0 : nil }, "\(statement.postgresql)")
            }
            try await check(lookup(0, "SELECT n FROM keys WHERE n = $1")) { $0.bind($1, at: 1) }
            try await check(lookup(1, "SELECT n FROM keys WHERE small = $1")) { $0.bind(Int32($1 + 1), at: 1) }
            try await check(lookup(2, "SELECT n FROM keys WHERE \"a$1'b\" = $1")) { $0.bind("text \($1)", at: 1) }
            try await check(lookup(3, "SELECT n FROM keys WHERE \"c\"\"$2\" = $1")) { $0.bind("näme \($1)", at: 1) }
            try await check(lookup(4, "SELECT n FROM keys WHERE real = $1")) { $0.bind(Double($1) + 0.5, at: 1) }
            try await check(lookup(5, "SELECT n FROM keys WHERE bytes = $1")) {
                // The digits of the number, as hexadecimal ones.
                $0.bind([0, UInt8($1 / 10 * 16 + $1 % 10)], at: 1)
            }
            try await check(lookup(6, "SELECT n FROM keys WHERE day = $1")) {
                $0.bind(try #require(CalendarDate(year: 2026, month: 1, day: 1 + $1)), at: 1)
            }
            try await check(lookup(7, "SELECT n FROM keys WHERE instant = $1")) {
                try $0.bind(Date(timeIntervalSince1970: 1_767_225_600 + Double($1) * 3600), at: 1)
            }
            try await check(lookup(8, "SELECT n FROM keys WHERE price = $1")) {
                try $0.bind(Decimal($1) + Decimal(25) / 100, precision: 10, scale: 2, at: 1)
            }
            try await check(lookup(9, "SELECT n FROM keys WHERE id = $1")) {
                let digits = String(repeating: "0", count: 12 - String($1).count) + String($1)
                $0.bind(try #require(UUID(uuidString: "00000000-0000-0000-0000-\(digits)")), at: 1)
            }
            try await check(lookup(10, "SELECT n FROM keys WHERE small = $2 AND \"a$1'b\" = $1")) {
                $0.bind("text \($1)", at: 1)
                $0.bind(Int32($1 + 1), at: 2)
            }
            // NULL finds nothing, alone or among others, and is not put into an array, since it has no type.
            let found = try await db.pipeline(0..<9) { pipeline, n in
                try await pipeline.session.fetchFirst(
                    lookup(11, "SELECT n FROM keys WHERE flag = $1"), { $0.bind(n == 3 ? true : nil, at: 1) },
                    { try $0.int(0) })
            }.map { try $0.get() }
            #expect(found == (0..<9).map { $0 == 3 ? 3 : nil })
            let joined = try await db.session.integers("SELECT count(*) \(Self.joined)")
            #expect(joined == [11])
        }
    }
}
