import ReferenceModels
import RoseyModels
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TestSupport
import Testing

/// What SQLite says about the tables that the generated SQL made is what the schema says.
@Suite struct IntrospectionTests {
    @Test func rosey() async throws {
        try await compare("schema.yaml", RoseyModels.schema)
    }

    @Test func reference() async throws {
        try await compare("Tests/Support/Reference/schema.yaml", ReferenceModels.schema)
    }

    /// Whatever loads makes tables.
    @Test(arguments: goodSchemas)
    func goodSchema(_ path: String) async throws {
        let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
        let script = { (dialect: Dialect) in dialect.sql.script(dialect.sql.createStatements(schema)) }
        try await compare(path, GeneratedSchema(sqlite: script(.sqlite), postgresql: script(.postgresql)))
    }

    private func compare(_ path: String, _ generated: GeneratedSchema) async throws {
        let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.create(generated)
        let lines = try await SQLiteIntrospection(session: db.session).lines()
        #expect(lines.symmetricDifference(SQLiteIntrospection.lines(of: schema)) == [])
        await db.close()
    }
}
