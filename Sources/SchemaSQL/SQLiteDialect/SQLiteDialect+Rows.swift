import SchemaKit

extension SQLiteDialect {
    /// A value says itself what type it has.
    public func argument(_ number: Int, _ type: ColumnType) -> String { placeholder(number) }

    /// The connection tells the number of the last row.
    public func returning(key column: String) -> String { "" }

    public func upsertClause(onConflict target: [String], _ predicate: DialectText?, assigned: [String]) -> String {
        onConflict(target, predicate, assigned: assigned)
    }

    public func copy(_ columns: [Column], into table: String) -> String? { nil }

    public func insertOfArrays(_ columns: [Column], into table: String) -> String? { nil }

    public func builtIn(_ function: String) -> String { function }

    public func cast(_ expression: String, to type: ColumnType) -> String {
        "CAST(\(expression) AS \(typeName(type)))"
    }

    public func comparable(_ column: String, _ type: ColumnType) -> String { column }

    public func limit(_ column: Column) -> String? { typeCheck(column) }

    public func rowID(of table: Table) -> String { table.sqlite.isWithoutRowID ? "NULL" : "rowid" }
}
