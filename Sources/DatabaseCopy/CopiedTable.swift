import RoseyRuntime
import SchemaKit
import SchemaSQL

/// A table as it is read on one database and written on another.
struct CopiedTable: Sendable {
    let name: String
    let columns: [SchemaKit.Column]
    /// The names of all, with those that the database computes.
    let allColumns: [String]
    private let key: [Int]
    /// The column whose values the database counts up, if there is one.
    let counted: String?

    init(_ table: Table) {
        name = table.name
        // What the database computes it computes again.
        columns = table.columns.filter { $0.generated == nil }
        allColumns = table.columns.map(\.name)
        let names = columns.map(\.name)
        key = (table.primaryKey?.columns ?? []).compactMap { names.firstIndex(of: $0) }
        counted = columns.first(where: \.isAutoIncrement)?.name
    }

    private func names(_ dialect: any SQLDialect) -> String {
        columns.map { dialect.quote($0.name) }.joined(separator: ", ")
    }

    /// Reads all rows, in the order of the key: the order in which the other database will want to find them.
    func select(_ dialect: any SQLDialect) -> Statement {
        let order =
            key.isEmpty ? "" : " ORDER BY " + key.map { dialect.quote(columns[$0].name) }.joined(separator: ", ")
        return Statement("SELECT \(names(dialect)) FROM \(dialect.quote(name))\(order)", .read, table: name)
    }

    func insert(_ dialect: any SQLDialect) -> Statement {
        let values = columns.map { _ in "?" }.joined(separator: ", ")
        return Statement(
            "INSERT INTO \(dialect.quote(name)) (\(names(dialect))) VALUES (\(values))", .bulkWrite, table: name)
    }

    var copy: String {
        let dialect = PostgreSQLDialect()
        return "COPY \(dialect.quote(name)) (\(names(dialect))) FROM STDIN (FORMAT binary)"
    }

    /// - Throws: what a value is wrong with, with the row and the column that it is in.
    func read(_ row: borrowing Row) throws -> [CopiedValue] {
        var values: [CopiedValue] = []
        values.reserveCapacity(columns.count)
        for (position, column) in columns.enumerated() {
            do {
                values.append(try CopiedValue(row, Int32(position), column.type))
            } catch var error as DatabaseError {
                let known = key.filter { $0 < position }.map { "\(columns[$0].name) = \(values[$0])" }
                let place = known.isEmpty ? "" : " in the row with \(known.joined(separator: ", "))"
                error.message = "\(name).\(column.name)\(place): \(error.message)"
                throw error
            }
        }
        return values
    }
}
