import SchemaKit

extension PostgreSQLDialect {
    public func argument(_ number: Int, _ type: ColumnType) -> String {
        "CAST(\(placeholder(number)) AS \(castType(type)))"
    }

    public func returning(key column: String) -> String { " RETURNING \(quote(column))" }

    public func upsertClause(onConflict target: [String], _ predicate: DialectText?, assigned: [String]) -> String {
        onConflict(target, predicate, assigned: assigned)
    }

    /// `nil` where the database computes a default, which COPY cannot be told to do for some rows only.
    public func copy(_ columns: [Column], into table: String) -> String? {
        guard !columns.isEmpty, !columns.contains(where: \.hasComputedDefault) else { return nil }
        return "COPY \(quote(table)) (\(quote(columns.map(\.name)))) FROM STDIN (FORMAT binary)"
    }

    public func insertOfArrays(_ columns: [Column], into table: String) -> String? {
        let arrays = columns.enumerated().map { "\(placeholder($0 + 1))::\(castType($1.type))[]" }
        return "INSERT INTO \(quote(table)) (\(quote(columns.map(\.name)))) "
            + "SELECT * FROM unnest(\(arrays.joined(separator: ", ")))"
    }

    /// The type in a `CAST`: without a collation, and without a length, to which a cast would cut.
    private func castType(_ type: ColumnType) -> String {
        if case .string = type { return "TEXT" }
        return typeName(type).split(separator: " COLLATE ").first.map(String.init) ?? ""
    }

    public func builtIn(_ function: String) -> String { "pg_catalog.\(function)" }

    public func cast(_ expression: String, to type: ColumnType) -> String {
        if case .string = type { return "(\(expression))::\(typeName(.text))" }
        return "(\(expression))::\(typeName(type))"
    }

    /// PostgreSQL has no operators for VARCHAR, so that somebody else's would be taken.
    public func comparable(_ column: String, _ type: ColumnType) -> String {
        if case .string = type { return "\(column)::text" }
        return column
    }

    public func limit(_ column: Column) -> String? {
        guard case .string(let maxLength) = column.type else { return typeCheck(column) }
        return "\(builtIn("length"))(\(quote(column.name))::text) <= \(maxLength)"
    }

    public func rowID(of table: Table) -> String { "ctid" }
}
