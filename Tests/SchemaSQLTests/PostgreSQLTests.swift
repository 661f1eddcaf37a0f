import Foundation
import SchemaKit
import SchemaSQL
import TestSupport
import Testing

private let server = ProcessInfo.processInfo.environment["ROSEY_TEST_POSTGRESQL"]

/// What is rendered for PostgreSQL, run by a server that `Scripts/test` has started.
@Suite(.enabled(if: server != nil, "Scripts/test starts a PostgreSQL server"))
struct PostgreSQLTests {
    /// Runs a script with psql in a schema of its own that is gone afterwards, and returns what it prints.
    private func psql(_ script: String) async throws -> (output: String, status: Int32) {
        let name = "test_" + UUID().uuidString.filter { $0 != "-" }
        let psql = try await ChildProcess.run(
            "/usr/bin/env", ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", server ?? ""],
            input: "BEGIN; CREATE SCHEMA \(name); SET search_path = \(name);\n\(script)\nROLLBACK;\n")
        return (psql.output + psql.error, psql.status)
    }

    @Test(arguments: goodSchemas)
    func createsAndDrops(_ path: String) async throws {
        let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
        let dialect = Dialect.postgresql
        let create = dialect.sql.script(dialect.sql.createStatements(schema))
        let drop = dialect.sql.script(dialect.sql.dropStatements(schema))
        let count =
            "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r';"
        let (output, status) = try await psql(create + count + drop + count + create + count)
        #expect(status == 0, "\(output)")
        #expect(output == "\(schema.tables.count)\n0\n\(schema.tables.count)\n")
    }

    @Test(arguments: goodSchemas)
    func hasTheColumnsOfTheSchema(_ path: String) async throws {
        let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
        let query = """
            SELECT c.table_name, c.column_name, c.data_type, c.character_maximum_length, c.is_nullable
            FROM information_schema.columns c JOIN pg_class k
            ON k.relname = c.table_name AND k.relnamespace = c.table_schema::regnamespace
            WHERE c.table_schema = current_schema() AND k.relkind = 'r' ORDER BY k.oid, c.ordinal_position;
            """
        let (output, status) = try await psql(
            Dialect.postgresql.sql.script(Dialect.postgresql.sql.createStatements(schema)) + query)
        let expected = schema.tables.flatMap { table in
            table.columns.map { column -> String in
                let type =
                    switch column.type {
                    case .integer: "bigint|"
                    case .int32: "integer|"
                    case .real: "double precision|"
                    case .boolean: "boolean|"
                    case .string(let length): "character varying|\(length)"
                    case .blob: "bytea|"
                    case .decimal: "numeric|"
                    case .timestamp: "timestamp with time zone|"
                    case .date: "date|"
                    case .uuid: "uuid|"
                    case .json: "jsonb|"
                    case .text, .enumeration: "text|"
                    }
                return "\(table.name)|\(column.name)|\(type)|\(column.isNullable ? "YES" : "NO")\n"
            }
        }
        #expect(status == 0)
        #expect(output == expected.joined())
    }

    /// The statements of repositories are prepared by the server, which checks names and types.
    @Test(arguments: goodSchemas)
    func preparesRowStatements(_ path: String) async throws {
        let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
        let script =
            try Dialect.postgresql.sql.script(Dialect.postgresql.sql.createStatements(schema))
            + prepareRowStatements(of: schema)
        let (output, status) = try await psql(script)
        #expect(status == 0, "\(output)")
    }

    private func prepareRowStatements(of schema: Schema) throws -> String {
        var script = ""
        for (number, table) in schema.tables.enumerated() {
            let rows = RowStatements(table, dialect: .postgresql)
            var statements = [rows.find, rows.exists, rows.insert, rows.insertReturning, rows.plainInsert, rows.delete]
            if !rows.updatedColumns.isEmpty { statements.append(rows.update) }
            if table.autoIncrementColumn == nil, let key = table.primaryKey {
                statements.append(rows.upsert(onConflict: key.columns, returns: true))
            }
            for unique in table.uniques {
                statements.append(rows.upsert(onConflict: unique.columns, predicate: unique.predicate, returns: true))
            }
            let targets = table.uniques.map { ($0.columns, $0.predicate) } + [(table.primaryKey?.columns ?? [], nil)]
            for (columns, predicate) in targets where table.canJoinUpserts(onConflict: columns) {
                guard table.autoIncrementColumn.map({ !columns.contains($0.name) }) ?? true else { continue }
                statements.append(try #require(rows.joinedUpsert(onConflict: columns, predicate: predicate)))
            }
            for (position, statement) in statements.enumerated() {
                script += "PREPARE s\(number)_\(position) AS \(statement);\n"
            }
        }
        return script
    }

    /// Any schema: the server makes its tables, prepares what repositories run, and takes the tables down again.
    @Test func randomSchemas() async throws {
        let generator = SeededGenerator()
        var schemas = RandomSchema(generator)
        let dialect = Dialect.postgresql
        var script = ""
        for number in 0..<80 {
            let schema = schemas.next()
            script += "\\echo schema \(number)\nCREATE SCHEMA random_\(number); SET search_path = random_\(number);\n"
            script += try dialect.sql.script(dialect.sql.createStatements(schema)) + prepareRowStatements(of: schema)
            script += "DEALLOCATE ALL;\n" + dialect.sql.script(dialect.sql.dropStatements(schema))
            script += "DROP SCHEMA random_\(number) RESTRICT;\n"
        }
        let (output, status) = try await psql(script)
        #expect(status == 0, "seed \(generator.seed): \(output.suffix(1000))")
    }
}
