import SchemaKit
import SchemaSQL
import TestSupport
import Testing

@Suite struct JoinedUpsertTests {
    /// Many rows are upserted by one statement only where the outcome is that of one for each.
    @Test(arguments: [
        ("id: { type: integer, primary_key: true }, n: { type: text }", true),
        ("id: { type: integer, primary_key: true }, n: { type: text, nullable: true }", true),
        ("id: { type: integer, primary_key: true }, n: { type: integer, default: 7 }", true),
        // Its values may be equal and have other bytes.
        ("id: { type: decimal(10, 2), primary_key: true }, n: { type: text }", false),
        ("id: { type: integer, primary_key: true }, n: { type: decimal(10, 2) }", true),
        // The database computes a default.
        ("id: { type: integer, primary_key: true }, n: { type: integer, default_expression: 1 + 1 }", false),
        // A row may refer to the one after it.
        ("id: { type: integer, primary_key: true }, n: { type: integer, nullable: true, references: t.id }", false),
        // Others may refer to what is changed.
        ("id: { type: integer, primary_key: true }, n: { type: text, unique: true }", false),
    ])
    func byTheKey(_ columns: String, _ canJoin: Bool) throws {
        #expect(try table(columns).canJoinUpserts(onConflict: ["id"]) == canJoin, "\(columns)")
    }

    @Test(arguments: [
        ("id: { type: integer, primary_key: true, auto_increment: true }, n: { type: text, unique: true }", true),
        // Of rows that are NULL nobody could tell how many they are.
        (
            "id: { type: integer, primary_key: true, auto_increment: true }, n: { type: text, nullable: true, unique: true }",
            false
        ),
    ])
    func byAnotherColumn(_ columns: String, _ canJoin: Bool) throws {
        #expect(try table(columns).canJoinUpserts(onConflict: ["n"]) == canJoin, "\(columns)")
    }

    private func table(_ columns: String) throws -> Table {
        let text = "tables:\n  t: { columns: { \(columns) } }\n"
        let result = SchemaLoader.load(SourceFile(path: "schema.yaml", bytes: Array(text.utf8)))
        return try #require(result.schema?.tables.first, "\(result.diagnostics)")
    }
}
