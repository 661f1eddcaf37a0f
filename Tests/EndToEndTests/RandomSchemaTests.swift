import RoseyRuntime
import SchemaKit
import SchemaSQL
import SchemaSwift
import TestSupport
import Testing

@Suite struct RandomSchemaTests {
    /// Any schema: written as YAML it is read as the same, its SQL makes tables that are what it says, and its names are
    /// Swift names.
    @Test func fromYAMLToTablesAndBack() async throws {
        let generator = SeededGenerator()
        var schemas = RandomSchema(generator)
        for number in 0..<400 {
            // None of what follows suspends by itself; other tests want a turn.
            await Task.yield()
            let schema = schemas.next()
            let place = Comment("seed \(generator.seed), schema \(number)")
            let text = SchemaWriter.text(of: schema)
            let loaded = SchemaLoader.load(SourceFile(path: "s.yaml", bytes: Array(text.utf8)))
            #expect(!loaded.diagnostics.hasErrors, "\(place): \(loaded.diagnostics)\n\(text)")
            #expect(loaded.schema == schema, "\(place)\n\(text)")

            let db = try await Database.open(url: "sqlite:///:memory:")
            let script = { (dialect: Dialect) in dialect.sql.script(dialect.sql.createStatements(schema)) }
            try await db.create(GeneratedSchema(sqlite: script(.sqlite), postgresql: script(.postgresql)))
            let lines = try await SQLiteIntrospection(session: db.session).lines()
            #expect(lines.symmetricDifference(SQLiteIntrospection.lines(of: schema)) == [], "\(place)\n\(text)")
            await db.close()

            let files = try SwiftGenerator.generate(schema, revisions: [])
            #expect(try SwiftGenerator.generate(schema, revisions: []) == files, place)
        }
    }
}
