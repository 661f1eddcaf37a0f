import Foundation
import ReferenceModels
import RoseyModels
import RoseyRuntime
import SchemaKit
import TestSupport
import Testing

/// What SQLite says about the tables that the generated SQL made is what the schema says.
@Suite struct IntrospectionTests {
    @Test func rosey() async throws {
        try await compare("schema.yaml", RoseyModels.schema)
    }

    @Test func reference() async throws {
        try await compare("Tests/Reference/schema.yaml", ReferenceModels.schema)
    }

    private func compare(_ path: String, _ generated: GeneratedSchema) async throws {
        let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.create(generated)
        func rows(_ sql: String, _ arguments: String...) async throws -> [[String]] {
            try await db.session.fetchAll(
                Statement(sql, .read, table: ""),
                { for (number, argument) in arguments.enumerated() { $0.bind(argument, at: Int32(number + 1)) } },
                { row in try (0..<row.count).map { row.isNull($0) ? "NULL" : try row.text($0) } })
        }
        let tables = try await rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND strict")
        #expect(Set(tables.map { $0[0] }) == Set(schema.tables.map(\.name)))
        for table in schema.tables {
            let columns = try await rows(
                "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1)", table.name)
            #expect(columns == table.columns.map { describe($0, table) })
            let indexes = try await rows(
                """
                SELECT l.name, l."unique", l.partial, (
                    SELECT group_concat(name || CASE WHEN "desc" THEN ' desc' ELSE '' END)
                    FROM (SELECT * FROM pragma_index_xinfo(l.name) WHERE key ORDER BY seqno))
                FROM pragma_index_list(?1) l WHERE l.origin = 'c' ORDER BY l.name
                """, table.name)
            let expected =
                table.uniques.map {
                    [$0.name, "1", $0.predicate == nil ? "0" : "1", $0.columns.joined(separator: ",")]
                }
                + table.indexes.map {
                    [$0.name, $0.isUnique ? "1" : "0", $0.predicate == nil ? "0" : "1", describe($0.terms)]
                }
            #expect(indexes == expected.sorted { $0[0] < $1[0] })
        }
        await db.close()
    }

    private func describe(_ column: SchemaKit.Column, _ table: SchemaKit.Table) -> [String] {
        let type =
            switch column.type {
            case .integer, .int32, .boolean: "INTEGER"
            case .real: "REAL"
            case .blob: "BLOB"
            default: "TEXT"
            }
        let literal =
            switch column.defaultValue {
            case .literal(.integer(let value)): "\(value)"
            case .literal(.real(let value)): "\(value)"
            case .literal(.boolean(let value)): value ? "1" : "0"
            case .literal(.text(let value)): "'" + value.replacingOccurrences(of: "'", with: "''") + "'"
            default: "NULL"
            }
        let key = (table.primaryKey?.columns.firstIndex(of: column.name)).map { "\($0 + 1)" } ?? "0"
        return [column.name, type, column.isNullable ? "0" : "1", literal, key]
    }

    private func describe(_ terms: [SchemaKit.Index.Term]) -> String {
        terms.map { term in
            guard case .column(let name) = term.key else { return "" }
            return term.isDescending ? name + " desc" : name
        }.joined(separator: ",")
    }
}
