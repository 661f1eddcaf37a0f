import RoseyRuntime
import SchemaKit
import SchemaSQL

/// What is in some columns of a table, as a text for each row, in an order that does not depend on the database.
package struct StoredRows: Hashable {
    package let rows: [String]

    package init(_ columns: [String], of table: String, in db: Database, _ dialect: any SQLDialect) async throws {
        if columns.isEmpty {
            let count = Statement("SELECT count(*) FROM \(dialect.quote(table))", .read, table: "")
            rows = try await db.session.fetchAll(count, { _ in }) { "\(try $0.int(0)) rows" }
            return
        }
        let values = columns.map { column in
            let name = dialect.quote(column)
            return switch dialect.system {
            case .sqlite: "quote(\(name))"
            case .postgresql: "coalesce(quote_literal(\(name)::text), 'NULL')"
            }
        }
        let query = "SELECT \(values.joined(separator: " || ', ' || ")) FROM \(dialect.quote(table))"
        rows = try await db.session.fetchAll(Statement(query, .read, table: ""), { _ in }) { try $0.text(0) }.sorted()
    }
}
