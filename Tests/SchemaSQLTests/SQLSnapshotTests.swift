import SchemaKit
import SchemaSQL
import TestSupport
import Testing

@Suite struct SQLSnapshotTests {
    private func schema(_ path: String) throws -> Schema {
        let result = SchemaLoader.load(path: packageFolder + "/" + path)
        #expect(!result.diagnostics.hasErrors)
        return try #require(result.schema)
    }

    @Test(arguments: Dialect.allCases)
    func reference(_ dialect: Dialect) throws {
        let schema = try schema("Tests/Support/Reference/schema.yaml")
        try expectSnapshot(
            dialect.sql.script(dialect.sql.createStatements(schema)) + "\n"
                + dialect.sql.script(dialect.sql.dropStatements(schema)),
            "Tests/Support/Reference/SQL/\(dialect.rawValue).sql")
        let rows = schema.tables.map { table in
            let rows = RowStatements(table, dialect: dialect)
            return [
                rows.find, rows.exists, rows.insert, rows.update, rows.delete,
                rows.upsert(onConflict: table.primaryKey?.columns ?? [], returns: true),
            ]
            .map { $0 + ";\n" }.joined()
        }
        try expectSnapshot(rows.joined(separator: "\n"), "Tests/Support/Reference/SQL/\(dialect.rawValue).rows.sql")
    }

    /// The initial revision is what the schema makes.
    @Test(arguments: Dialect.allCases)
    func initialRevision(_ dialect: Dialect) throws {
        let schema = try schema("schema.yaml")
        let revision = try #require(RevisionFolder.readAll(in: packageFolder + "/Generated/Migrations").revisions.first)
        let script = revision.scripts[dialect]
        #expect(script.up == dialect.sql.script(dialect.sql.createStatements(schema)))
        #expect(script.down == dialect.sql.script(dialect.sql.dropStatements(schema)))
    }

    @Test func tablesComeAfterTheOnesTheyReferTo() {
        func table(_ name: String, _ references: String...) -> Table {
            Table(
                name: name, columns: [Column(name: "id", type: .integer)], primaryKey: PrimaryKey(columns: ["id"]),
                foreignKeys: references.map {
                    ForeignKey(
                        name: "\(name)_\($0)", columns: ["id"], referencedTable: $0, referencedColumns: ["id"],
                        onDelete: .setNull)
                })
        }
        let schema = Schema(tables: [
            table("a", "c", "a"), table("b", "a"), table("c"), table("x", "y"), table("y", "x"),
        ])
        let order = Dialect.sqlite.sql.createStatements(schema).map { $0.split(separator: "\"")[1] }
        #expect(order == ["c", "a", "b", "x", "y"])
        #expect(
            Dialect.sqlite.sql.createTable(schema.tables[1]).contains(
                #"CONSTRAINT "b_a" FOREIGN KEY ("id") REFERENCES "a" ("id") ON DELETE SET NULL"#))
    }
}
