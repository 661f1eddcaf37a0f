import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Upserts of many rows by one statement, as generated code has them.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct JoinedUpsertTests {
    private static let block = StatementBlock(count: 2)

    private static let table = """
        CREATE TABLE kinds (key TEXT COLLATE "C" PRIMARY KEY, number BIGINT NOT NULL, small INTEGER, fraction DOUBLE PRECISION,
            exact NUMERIC(10, 2), flag BOOLEAN, short VARCHAR(20) COLLATE "C", bytes BYTEA, moment TIMESTAMP WITH TIME ZONE,
            day DATE, uuid UUID, json JSONB)
        """
    private static let each = Statement(
        block, 0, .write, table: "kinds", sqlite: "",
        postgresql: """
            INSERT INTO kinds VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (key) DO UPDATE SET
                number = excluded.number, small = excluded.small, fraction = excluded.fraction, exact = excluded.exact,
                flag = excluded.flag, short = excluded.short, bytes = excluded.bytes, moment = excluded.moment,
                day = excluded.day, uuid = excluded.uuid, json = excluded.json
            """)
    private static let joined = JoinedUpsert(
        block, 1, table: "kinds", keys: [0],
        """
        INSERT INTO kinds SELECT * FROM unnest($1::TEXT[], $2::BIGINT[], $3::INTEGER[], $4::DOUBLE PRECISION[],
            $5::NUMERIC(10, 2)[], $6::BOOLEAN[], $7::TEXT[], $8::BYTEA[], $9::TIMESTAMP WITH TIME ZONE[], $10::DATE[],
            $11::UUID[], $12::JSONB[]) ON CONFLICT (key) DO UPDATE SET
            number = excluded.number, small = excluded.small, fraction = excluded.fraction, exact = excluded.exact,
            flag = excluded.flag, short = excluded.short, bytes = excluded.bytes, moment = excluded.moment,
            day = excluded.day, uuid = excluded.uuid, json = excluded.json
        """)

    private static func withTable(_ body: (Database) async throws -> Void) async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.session.run(table)
            try await body(db)
        }
    }

    /// A row in which values are NULL here and there; of each column in a hundred rows at some place.
    @Sendable
    private static func bind(_ number: Int, to parameters: inout Parameters) throws {
        func orNull<Value>(_ column: Int, _ value: Value) -> Value? {
            number / 100 % 12 == column || (number + column) % 7 == 0 ? nil : value
        }
        parameters.bind("schlüssel \(number % 2_000)", at: 1)
        parameters.bind(number - 700, at: 2)
        parameters.bind(orNull(2, Int32(number)), at: 3)
        parameters.bind(orNull(3, Double(number) / 7), at: 4)
        try parameters.bind(orNull(4, Decimal(number) / 100), precision: 10, scale: 2, at: 5)
        parameters.bind(orNull(5, number % 2 == 0), at: 6)
        parameters.bind(orNull(6, String(repeating: "ß", count: number % 20)), at: 7)
        parameters.bind(orNull(7, [UInt8](repeating: 0, count: number % 5) + [255]), at: 8)
        try parameters.bind(orNull(8, Date(timeIntervalSince1970: Double(number) * 1_000)), at: 9)
        parameters.bind(orNull(9, CalendarDate(year: 2026, month: 1 + number % 12, day: 1)) ?? nil, at: 10)
        parameters.bind(orNull(10, UUID()), at: 11)
        try parameters.bindJSON(orNull(11, ["n": number]), at: 12)
    }

    private static func contents(_ db: Database) async throws -> [String] {
        // UUIDs are other ones each time.
        try await db.session.fetchAll(
            Statement(
                "SELECT (to_jsonb(kinds) || jsonb_build_object('uuid', uuid IS NULL))::text FROM kinds ORDER BY number",
                .read, table: ""), { _ in }, { try $0.text(0) })
    }

    /// How many times the statement of many rows has been run on the only connection.
    private static func runs(_ db: Database) async throws -> [Int] {
        try await db.session.integers(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE 'INSERT%unnest%'")
    }

    @Test func storesWhatAStatementForEachRowStores() async throws {
        try await Self.withTable { db in
            try await db.session.executeAll(Self.each, 0..<2_500, Self.bind)
            let expected = try await Self.contents(db)
            #expect(expected.count == 2_000)
            try await db.session.run("TRUNCATE kinds")
            for _ in 0..<2 {
                try await db.session.executeAll(Self.each, joined: Self.joined, 0..<2_500, Self.bind)
                #expect(try await Self.contents(db) == expected)
            }
            #expect(try await Self.runs(db) == [50])
        }
    }

    @Test func rowsOfOneKeyAreInStatementsOfTheirOwn() async throws {
        try await Self.withTable { db in
            try await db.session.executeAll(Self.each, joined: Self.joined, 0..<20) { number, parameters in
                try Self.bind(number, to: &parameters)
                parameters.bind("\(number / 2)", at: 1)
            }
            // 0, 0 1, 1 2, …
            #expect(try await Self.runs(db) == [11])
            let numbers = try await db.session.integers("SELECT number FROM kinds ORDER BY 1")
            #expect(numbers == (0..<10).map { 2 * $0 - 699 })
        }
    }

    /// As it is where each row has a statement of its own, whose types those of the first row are.
    @Test(arguments: [joined, nil])
    func aValueOfAnotherTypeIsRefused(_ joined: JoinedUpsert?) async throws {
        try await Self.withTable { db in
            let error = try await databaseError {
                try await db.session.executeAll(Self.each, joined: joined, 0..<30) { number, parameters in
                    try Self.bind(number, to: &parameters)
                    if number == 10 { parameters.bind(Int32(10), at: 2) }
                }
            }
            #expect(error != nil)
            #expect(try await db.session.integers("SELECT count(*) FROM kinds") == [0])
        }
    }

    @Test(arguments: [true, false])
    func allOrNothing(_ isAlone: Bool) async throws {
        try await Self.withTable { db in
            for wrong in [0, 50, 149, 1_100] {
                let error = try await databaseError {
                    @Sendable func upsert(_ session: Session) async throws {
                        try await session.executeAll(Self.each, joined: Self.joined, 0..<1_200) { number, parameters in
                            try Self.bind(number, to: &parameters)
                            if number == wrong { parameters.bindNull(at: 2) }
                        }
                    }
                    if isAlone { return try await upsert(db.session) }
                    try await db.transaction { try await upsert($0.session) }
                }
                #expect(error?.code == .notNull, "\(wrong)")
                #expect(try await db.session.integers("SELECT count(*) FROM kinds") == [0])
            }
            // Neither the connection nor its statements have suffered.
            try await db.session.executeAll(Self.each, joined: Self.joined, 0..<1_200, Self.bind)
            #expect(try await db.session.integers("SELECT count(*) FROM kinds") == [1_200])
        }
    }

    @Test func statementsThatTheServerHasForgotten() async throws {
        try await Self.withTable { db in
            for _ in 0..<3 {
                try await db.session.executeAll(Self.each, joined: Self.joined, 0..<300, Self.bind)
                try await db.session.run("DEALLOCATE ALL")
                // As for a statement of each row: it fails once, and is prepared anew then.
                _ = try await databaseError {
                    try await db.session.executeAll(Self.each, joined: Self.joined, 0..<300, Self.bind)
                }
            }
            try await db.session.executeAll(Self.each, joined: Self.joined, 300..<600, Self.bind)
            #expect(try await db.session.integers("SELECT count(*) FROM kinds") == [600])
        }
    }

    /// So many bytes go at once, and what is larger goes by itself.
    @Test func largeRows() async throws {
        try await Self.withTable { db in
            try await db.session.executeAll(Self.each, joined: Self.joined, 0..<10) { number, parameters in
                try Self.bind(number, to: &parameters)
                parameters.bind([UInt8](repeating: UInt8(number), count: 300_000), at: 8)
            }
            #expect(try await db.session.integers("SELECT sum(length(bytes)) FROM kinds") == [3_000_000])
            #expect(try await Self.runs(db) == [])
            try await db.session.executeAll(Self.each, joined: Self.joined, 0..<50) { number, parameters in
                try Self.bind(number, to: &parameters)
                parameters.bind([UInt8](repeating: UInt8(number), count: 100_000), at: 8)
            }
            #expect(try await db.session.integers("SELECT sum(length(bytes)) FROM kinds") == [5_000_000])
            #expect(try await Self.runs(db) == [25])
        }
    }
}
