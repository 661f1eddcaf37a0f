import RoseyRuntime
@testable import SchemaInspection
import SchemaKit
import SchemaSQL
import TestDatabases
import Testing

/// What has no name of its own is compared by what it says.
@Suite struct UnnamedTests {
    @Test func checksAndUniqueConstraints() async throws {
        let statements = [
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INTEGER CHECK (b > 0), UNIQUE (a, b)) STRICT"
        ]
        try await LiveDatabase.with(statements) { db in
            let written = try await LiveSchemaText(try await Inspector.inspect(db))
            let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(written.text.utf8)))
            let schema = try #require(loaded.schema, "\(loaded.diagnostics)")
            let found = try await Catalog(of: db.session)
            #expect(found.differences(from: try await Catalog(of: schema, like: db)) == [])

            var other = schema
            other.tables[0].checks[0].condition = .common("b > 1")
            other.tables[0].uniques.removeAll { $0.columns == ["a"] }
            let differences = found.differences(from: try await Catalog(of: other, like: db)).map(\.subject)
            #expect(differences == ["check (b > 0) on t", "check t_check1 on t", "unique (a) on t"])
        }
    }

    /// Whatever is refused at once goes at once: a large schema is not read again for each of its mistakes.
    @Test func manyMistakesAreOneRound() async throws {
        let statements = (0..<60).map { number in
            let references = (0..<min(number, 5)).map { "r\($0) TEXT REFERENCES t\($0) (id)" }
            return "CREATE TABLE t\(number) (\((["id INTEGER PRIMARY KEY"] + references).joined(separator: ", ")))"
        }
        let written = try await LiveSchemaText(try await LiveDatabase.inspect(statements))
        #expect(written.omissions.count == 10 + 55 * 5)
        #expect(written.checkCount <= 3)
        try expectLoads(written.text)
    }

    /// A foreign key whose name would be longer than a name can be has the name that PostgreSQL would give it.
    @Test func longNames() async throws {
        let table = String(repeating: "t", count: 40)
        let column = String(repeating: "c", count: 40)
        let statements = [
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE \(table) (id INTEGER PRIMARY KEY, \(column) INTEGER UNIQUE REFERENCES p (id))",
        ]
        let live = try await LiveDatabase.inspect(statements)
        let written = try await LiveSchemaText(live)
        #expect(written.omissions == [], "\(written.text)")
        let loaded = SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(written.text.utf8)))
        let key = loaded.schema?.table(named: table)?.foreignKeys.first
        #expect(key?.columns == [column] && key?.name.utf8.count == 63, "\(written.text)")
        if Storage.hasPostgreSQL {
            let names = try await LiveDatabase.with(
                statements.map { $0.replacing("INTEGER", with: "BIGINT") }, on: .postgresql
            ) { try await Inspector.inspect($0).schema.table(named: table) }
            #expect(names?.foreignKeys.map(\.name) == live.schema.table(named: table)?.foreignKeys.map(\.name))
            #expect(names?.uniques.map(\.name) == live.schema.table(named: table)?.uniques.map(\.name))
        }
    }
}
