import SchemaKit
import SchemaSQL

/// The rows of a table as a migration will leave them, for queries that run before anything is written: columns have the
/// names and values that they get by conversions, defaults and expressions.
struct FutureRows {
    /// Where a query finds rows.
    struct Source {
        /// What stands behind `FROM`.
        let from: String
        /// What people know a row by, to select.
        let key: [String]
    }

    private let dialect: any SQLDialect
    private let table: TableDifference
    /// The column that was there before, by the name that it has now.
    private let before: [String: Column]

    init(_ table: TableDifference, _ dialect: any SQLDialect) {
        self.table = table
        self.dialect = dialect
        before = Dictionary(zip(table.old.columns, table.before.columns).map { ($0.name, $1) }) { first, _ in first }
    }

    /// The name that a column had.
    func oldName(of column: String) -> String? { before[column]?.name }

    // MARK: - What changes

    /// Whether rows may get another value in a column.
    func isChanged(_ name: String) -> Bool {
        guard let column = table.new.column(named: name), let old = before[name] else { return true }
        if let generated = column.generated { return isComputedAnew(name) || isChanged(generated.expression) }
        return !ValueConversion.isWidening(old.type, column.type) || isFilled(column)
    }

    private func isComputedAnew(_ name: String) -> Bool {
        table.changes.contains { change in
            guard case .alterColumn(let old, let new, _) = change, new.name == name else { return false }
            return !ColumnFacets(from: old, to: new).isDisjoint(with: [.generated, .type])
        }
    }

    /// Whether rows may get another value in a column that a text mentions.
    func isChanged(_ text: DialectText) -> Bool {
        table.new.columns.contains { text.mentions($0.name) && isChanged($0.name) }
    }

    /// Whether NULL in it becomes its default.
    func isFilled(_ column: Column) -> Bool {
        before[column.name]?.isNullable == true && !column.isNullable && column.defaultValue != nil
            && column.generated == nil
    }

    // MARK: - Queries

    /// The rows, with all columns that the texts mention.
    ///
    /// - Parameter alias: what they are called in the query; the name of the table without it.
    func source(of columns: [String], _ texts: [DialectText] = [], as alias: String? = nil) -> Source {
        let needed = table.new.columns.filter { column in
            columns.contains(column.name) || texts.contains { $0.mentions(column.name) }
        }
        let computed = needed.filter { $0.generated != nil }
        let stored = table.new.columns.filter { column in
            column.generated == nil
                && (needed.contains(column)
                    || computed.contains { $0.generated?.expression.mentions(column.name) == true })
        }
        let name = alias.map(dialect.quote) ?? dialect.quote(table.name)
        let prefix = alias == nil ? "" : name + "."
        let old = dialect.quote(table.before.name)
        if computed.isEmpty, stored.allSatisfy({ value(of: $0) == dialect.quote($0.name) }),
            alias != nil || table.before.name == table.name
        {
            return Source(from: alias == nil ? old : "\(old) AS \(name)", key: key.map { prefix + $0 })
        }
        let keys = key.enumerated().map { (expression: $1, name: dialect.quote("rosey_key\($0 + 1)")) }
        let list =
            keys.map { "\($0.expression) AS \($0.name)" }
            + stored.map { column in
                let value = value(of: column), name = dialect.quote(column.name)
                return value == name ? name : "\(value) AS \(name)"
            }
        var query = "SELECT \(list.joined(separator: ", ")) FROM \(old)"
        if !computed.isEmpty {
            let values = computed.compactMap { column in
                column.generated.map {
                    let value = dialect.value(of: $0.expression, for: column.type)
                    return "\(dialect.cast(value, to: column.type)) AS \(dialect.quote(column.name))"
                }
            }
            query = "SELECT *, \(values.joined(separator: ", ")) FROM (\(query)) AS \(dialect.quote(table.name))"
        }
        return Source(from: "(\(query)) AS \(name)", key: keys.map { prefix + $0.name })
    }

    /// What people know a row by, in the table as it is.
    var key: [String] {
        let key = table.before.primaryKey?.columns ?? []
        if !key.isEmpty { return key.map(dialect.quote) }
        return [dialect.rowID(of: table.before)]
    }

    /// What a row will have in a column that is not computed from others, from the columns that it has.
    private func value(of column: Column) -> String {
        let defaultValue = column.defaultValue.map { dialect.text(of: $0, for: column.type) }
        guard let old = before[column.name] else {
            // Any numbers that differ stand for those that the database will give.
            let value = column.isAutoIncrement ? "\(dialect.builtIn("row_number"))() OVER ()" : defaultValue ?? "NULL"
            return dialect.cast(value, to: column.type)
        }
        let name = dialect.quote(old.name)
        var value = name
        if !ValueConversion.isWidening(old.type, column.type) {
            value = ValueConversion(name, from: old.type, to: column.type, dialect)?.expression ?? "NULL"
        }
        if isFilled(column), let defaultValue { value = "coalesce(\(value), \(defaultValue))" }
        return value == name ? name : dialect.cast(value, to: column.type)
    }
}
