import MigrationProof
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TestDatabases
import Testing

@Suite struct SampleRowsTests {
    /// Keys that refer to themselves, or to one another in a circle.
    @Test(arguments: [
        "{ a: { columns: { id: { type: integer, primary_key: true, references: a.id } } } }",
        """
        { a: { columns: { id: { type: integer, primary_key: true, references: b.id } } },
          b: { columns: { id: { type: integer, primary_key: true, references: a.id } } } }
        """,
    ])
    func referencesInACircleEnd(_ tables: String) async throws {
        let schema = try MigrationCase.schema(tables)
        let dialect = Dialect.sqlite.sql
        let db = try await Database.open(url: "sqlite:///:memory:")
        for statement in dialect.createStatements(schema) { try await db.session.run(statement) }
        _ = try await SampleRows(schema, dialect).insert(3, into: db)
        await db.close()
    }
}
