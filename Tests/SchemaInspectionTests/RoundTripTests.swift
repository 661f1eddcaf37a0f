import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// A database made from a schema is what is expected of that schema, and what is written of it makes the same again.
@Suite(.timeLimit(.minutes(10)))
struct RoundTripTests {
    @Test(arguments: Storage.both)
    func anySchema(_ storage: Storage) async throws {
        let generator = SeededGenerator()
        var schemas = RandomSchema(generator)
        for number in 0..<(storage == .postgresql ? 20 : 150) {
            await Task.yield()
            let schema = schemas.next()
            let place = Comment("seed \(generator.seed), schema \(number)")
            try await LiveDatabase.with(storage.rendering.sql.createStatements(schema), on: storage) { db in
                let live = try await Inspector.inspect(db)
                let expected = try await Inspector.expectation(of: schema, on: db)
                #expect(live.schema == expected.schema, place)
                #expect(live.notes == [] && expected.notes == [], place)

                let written = try await LiveSchemaText(live)
                #expect(written.omissions == [], "\(place)\n\(written.text)")
                let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(written.text.utf8)))
                #expect(!loaded.diagnostics.hasErrors, "\(place): \(loaded.diagnostics)\n\(written.text)")
                let again = try await Inspector.expectation(of: loaded.schema ?? Schema(), on: db)
                #expect(again == live, "\(place)\n\(written.text)")

                let script = storage.rendering.sql.script(storage.rendering.sql.createStatements(schema))
                #expect(try await Inspector.expectation(ofScripts: [script], on: db) == live, place)
                for table in schema.tables { compare(live.schema.table(named: table.name), with: table, place) }
            }
        }
    }

    /// As far as every database can tell.
    private func compare(_ read: Table?, with table: Table, _ place: Comment) {
        #expect(read?.columns.map(\.name) == table.columns.map(\.name), place)
        #expect(read?.columns.map(\.type) == table.columns.map(\.type), place)
        #expect(read?.columns.map(\.isNullable) == table.columns.map(\.isNullable), place)
        #expect(read?.columns.map(\.isAutoIncrement) == table.columns.map(\.isAutoIncrement), place)
        for (column, expected) in zip(read?.columns ?? [], table.columns) {
            switch (column.defaultValue, expected.defaultValue) {
            case (.expression?, .expression?): break
            case (let found, let wanted): #expect(found == wanted, "\(place): \(table.name).\(column.name)")
            }
            #expect((column.generated == nil) == (expected.generated == nil), place)
        }
        #expect(read?.primaryKey == table.primaryKey && read?.isSingleton == table.isSingleton, place)
        #expect(Set(read?.foreignKeys ?? []) == Set(table.foreignKeys), place)
        #expect(Set(read?.checks.map(\.name) ?? []) == Set(table.checks.map(\.name)), place)
        let names = Set(table.uniques.map(\.name) + table.indexes.map(\.name))
        #expect(Set((read?.uniques.map(\.name) ?? []) + (read?.indexes.map(\.name) ?? [])) == names, place)
    }
}
