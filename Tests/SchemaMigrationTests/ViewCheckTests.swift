import MigrationProof
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TestDatabases
import Testing

/// Whether columns of views are what the schema says.
@Suite struct ViewCheckTests {
    private static let tables = """
        tables:
          orders:
            columns:
              id:     { type: integer, primary_key: true }
              note:   { type: text, nullable: true }
              placed: { type: timestamp }
              price:  { type: "decimal(10, 2)" }
              paid:   { type: boolean }
          lines:
            columns:
              id:       { type: integer, primary_key: true }
              order_id: { type: integer, references: orders.id }
              quantity: { type: integer }

        """

    /// A view of one column.
    private struct Case {
        let column: String
        let query: String
        /// The type that it has instead on SQLite and on PostgreSQL; `nil` where it is the right one.
        var types: (sqlite: String?, postgresql: String?) = (nil, nil)
        var canBeNull = false
    }

    private let cases = [
        Case(
            column: "type: integer", query: "SELECT sum(quantity) FROM lines", types: (nil, "numeric"),
            canBeNull: true),
        Case(column: "type: integer, nullable: true", query: "SELECT CAST(sum(quantity) AS bigint) FROM lines"),
        Case(column: "type: integer", query: "SELECT coalesce(CAST(sum(quantity) AS bigint), 0) FROM lines"),
        Case(column: "type: integer", query: "SELECT count(*) FROM lines"),
        Case(
            column: "type: text", query: "SELECT placed FROM orders", types: ("real", "timestamp with time zone")),
        Case(column: "type: timestamp", query: "SELECT max(placed) FROM orders GROUP BY paid"),
        Case(column: "type: text", query: "SELECT note FROM orders", canBeNull: true),
        Case(column: "type: text", query: "SELECT coalesce(note, '') FROM orders"),
        Case(
            column: "type: integer", query: "SELECT sum(price) FROM orders GROUP BY id", types: ("real", "numeric")),
        Case(column: "{ type: \"decimal(12, 2)\" }", query: "SELECT sum(price) FROM orders GROUP BY id"),
        // Only where an order has no lines.
        Case(
            column: "type: integer",
            query: "SELECT l.quantity FROM orders o LEFT JOIN lines l ON l.order_id = o.id", canBeNull: true),
        Case(
            column: "type: integer, nullable: true",
            query: "SELECT l.quantity FROM orders o LEFT JOIN lines l ON l.order_id = o.id"),
        Case(column: "type: boolean", query: "SELECT paid FROM orders"),
        Case(column: "type: integer", query: "SELECT paid FROM orders", types: (nil, "boolean")),
        Case(column: "type: string(10)", query: "SELECT 'a' || id FROM orders"),
    ]

    private func schema(_ cases: some Sequence<Case>) throws -> Schema {
        let views = cases.enumerated().map { number, view in
            let column = view.column.hasPrefix("{") ? view.column : "{ \(view.column) }"
            return "  v\(number):\n    columns: { x: \(column) }\n    query: \"\(view.query)\"\n"
        }
        return try MigrationCase.schema(Self.tables + "views:\n" + views.joined())
    }

    @Test(arguments: Storage.both)
    func everyMistakeIsFoundAndNothingElse(_ storage: Storage) async throws {
        let schema = try schema(cases)
        let dialect: Dialect = storage == .postgresql ? .postgresql : .sqlite
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            for sql in dialect.sql.createStatements(schema) { try await db.session.run(sql) }
            let mistakes = try await ViewCheck.mistakes(in: schema, db).map(\.description)
            for (number, view) in cases.enumerated() {
                let own = mistakes.filter { $0.hasPrefix("view v\(number): column x ") }
                let type = storage == .postgresql ? view.types.postgresql : view.types.sqlite
                #expect(own.contains { $0.contains("x can be NULL ") } == view.canBeNull, "\(view.query): \(own)")
                #expect(own.contains { $0.contains("x is ") } == (type != nil), "\(view.query): \(own)")
                if let type { #expect(own.contains { $0.contains("x is \(type) on ") }, "\(view.query): \(own)") }
            }
            await db.close()
        }
    }

    /// A revision with such a view is not written.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func theProofRefusesIt() async throws {
        let step = try MigrationCase(
            Self.tables,
            Self.tables + "views: { totals: { columns: { total: { type: integer, nullable: true } }, "
                + "query: SELECT sum(quantity) FROM lines } }\n")
        try await Storage.memory.withURL { url in
            let db = try await Database.open(url: url)
            _ = try await MigrationProof(step.revision, step.difference, in: db).run()
            await db.close()
        }
        try await Storage.postgresql.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            let failure = await #expect(throws: MigrationProof.Failure.self) {
                try await MigrationProof(step.revision, step.difference, in: db).run()
            }
            #expect(
                failure?.description
                    == "view totals: column total is numeric on PostgreSQL, and the schema says integer; "
                    + "say another type, or convert it in the query: CAST(… AS BIGINT)")
            await db.close()
        }
    }

    /// What made-up values are no good for is no mistake.
    @Test func aQueryThatCannotBeRunOnTheseRows() async throws {
        let schema = try MigrationCase.schema(
            Self.tables
                + "views: { notes: { columns: { x: { type: text, nullable: true } }, query: \"SELECT note ->> 'a' FROM orders\" } }\n"
        )
        let db = try await Database.open(url: "sqlite:///:memory:")
        for sql in Dialect.sqlite.sql.createStatements(schema) { try await db.session.run(sql) }
        #expect(try await ViewCheck.mistakes(in: schema, db).isEmpty)
        await db.close()
    }
}
