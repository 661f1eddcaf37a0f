import SchemaKit

/// What the questions about rows that a migration asks have in common.
extension Dialect {
    /// A function of the database itself, whatever functions of that name there are besides.
    public func builtIn(_ function: String) -> String {
        switch self {
        case .sqlite: function
        case .postgresql: "pg_catalog.\(function)"
        }
    }

    /// An expression as a value of a column's type, but not cut to its length.
    public func cast(_ expression: String, to type: ColumnType) -> String {
        switch (self, type) {
        case (.sqlite, _): "CAST(\(expression) AS \(typeName(type)))"
        case (.postgresql, .string): "(\(expression))::\(typeName(.text))"
        case (.postgresql, _): "(\(expression))::\(typeName(type))"
        }
    }

    /// A column as the operators of the database itself compare it. PostgreSQL has none for VARCHAR, so that somebody
    /// else's would be taken.
    public func comparable(_ column: String, _ type: ColumnType) -> String {
        switch (self, type) {
        case (.postgresql, .string): "\(column)::text"
        default: column
        }
    }

    /// What a value of a column's type has to satisfy, where casting to the type does not tell.
    public func limit(_ column: Column) -> String? {
        switch (self, column.type) {
        case (.postgresql, .string(let maxLength)):
            "\(builtIn("length"))(\(quote(column.name))::text) <= \(maxLength)"
        default: typeCheck(column)
        }
    }

    /// What tells the rows of a table apart that has no key.
    public func rowID(of table: Table) -> String {
        switch self {
        case .sqlite: table.sqlite.isWithoutRowID ? "NULL" : "rowid"
        case .postgresql: "ctid"
        }
    }
}
