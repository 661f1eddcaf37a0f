import RoseyRuntime
import SchemaSQL

/// A column of a database that the schema does not know, and that has values.
package struct UnknownColumn: Sendable, Hashable, Codable {
    package let table: String
    package let column: String
    /// How many rows have a value in it.
    package let values: Int
}

extension CopiedTable {
    /// The columns with values that the schema does not know, in the order in which the table has them. What is computed is
    /// no value.
    func unknownColumns(in session: Session) async throws -> [UnknownColumn] {
        let dialect = session.dialect.sql
        let statement = Statement(dialect.otherColumns(of: name, than: allColumns), .read, table: name)
        var unknown: [UnknownColumn] = []
        for column in try await session.fetchAll(statement, { _ in }, { try $0.text(0) }) {
            let count = Statement(
                "SELECT count(\(dialect.quote(column))) FROM \(dialect.quote(name))", .read, table: name)
            let values = try await session.fetchOne(count, { _ in }) { try $0.int(0) }
            if values > 0 { unknown.append(UnknownColumn(table: name, column: column, values: values)) }
        }
        return unknown
    }
}

extension SQLDialect {
    /// Finds the names of a table's columns that are stored and not among these.
    fileprivate func otherColumns(of table: String, than columns: [String]) -> String {
        let names = columns.map { literal(.text($0)) }.joined(separator: ", ")
        return switch system {
        case .sqlite:
            """
            SELECT name FROM pragma_table_xinfo(\(literal(.text(table))))
            WHERE hidden = 0 AND name COLLATE NOCASE NOT IN (\(names)) ORDER BY cid
            """
        case .postgresql:
            """
            SELECT attname::text FROM pg_catalog.pg_attribute
            WHERE attrelid = \(literal(.text(quote(table))))::regclass::oid AND attnum > 0 AND NOT attisdropped
                AND attgenerated = '' AND attname NOT IN (\(names))
            ORDER BY attnum
            """
        }
    }
}
