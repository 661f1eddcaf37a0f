import SchemaKit

/// The statements that generated repositories run on single rows of a table. Parameters are numbered in the order in
/// which each statement's documentation names them.
///
/// Where the database fills a default in, an insert has NULL for a column of which a draft says nothing. If the column can
/// be NULL itself, a parameter more says which of the two is meant: these flags come after all columns.
public struct RowStatements: Sendable {
    public let dialect: any SQLDialect
    public let table: Table
    /// The columns that an insert gives values for: all but those that the database computes.
    public let insertedColumns: [Column]
    /// The columns that an update of a whole row changes.
    public let updatedColumns: [Column]
    /// Parameters: the inserted columns, then the flags.
    public let plainInsert: String
    private let key: [String]
    private let name: String
    private let allColumns: String

    public init(_ table: Table, dialect system: Dialect) {
        let dialect = system.sql
        self.dialect = dialect
        self.table = table
        let key = table.primaryKey?.columns ?? []
        self.key = key
        name = dialect.quote(table.name)
        allColumns = dialect.quote(table.columns.map(\.name))
        insertedColumns = table.columns.filter { !$0.isAutoIncrement && $0.generated == nil }
        updatedColumns = insertedColumns.filter { !key.contains($0.name) }
        plainInsert = dialect.insert(insertedColumns, into: name)
    }

    /// All columns of the row with a key. Parameters: the key.
    public var find: String {
        "SELECT \(allColumns) FROM \(name) WHERE \(matching(key, from: 1))"
    }

    /// One row if the key exists. Parameters: the key.
    public var exists: String {
        "SELECT 1 FROM \(name) WHERE \(matching(key, from: 1))"
    }

    /// Parameters: the inserted columns, then the flags. Returns the row.
    public var insertReturning: String {
        plainInsert + " RETURNING \(allColumns)"
    }

    /// Parameters: the inserted columns, then the flags. It returns the generated key, unless the driver has it at hand anyway.
    public var insert: String {
        plainInsert + (table.autoIncrementColumn.map { dialect.returning(key: $0.name) } ?? "")
    }

    /// The command that takes a great many rows at once, if there is one: the inserted columns.
    public var copy: String? { dialect.copy(insertedColumns, into: table.name) }

    /// An insert that changes the existing row instead where `target` is taken. Parameters: the inserted columns, then the
    /// flags.
    ///
    /// - Parameter returns: whether it returns the row as it then is.
    public func upsert(onConflict target: [String], predicate: DialectText? = nil, returns: Bool) -> String {
        plainInsert + conflictClause(target, predicate) + (returns ? " RETURNING \(allColumns)" : "")
    }

    /// An upsert of many rows, if the database has arrays; see ``SchemaKit/Table/canJoinUpserts(onConflict:)``. Parameters: for
    /// each of the inserted columns an array, or NULL for one of nothing but NULL, which is as long as the others. No two of the
    /// rows may have the same target.
    public func joinedUpsert(onConflict target: [String], predicate: DialectText? = nil) -> String? {
        dialect.insertOfArrays(insertedColumns, into: table.name).map { $0 + conflictClause(target, predicate) }
    }

    private func conflictClause(_ target: [String], _ predicate: DialectText?) -> String {
        let changed = updatedColumns.map(\.name).filter { !target.contains($0) }
        // A row that consists of its target alone is set to itself: `DO NOTHING` would return no row.
        let assigned = changed.isEmpty ? Array(target.prefix(1)) : changed
        return dialect.upsertClause(onConflict: target, predicate, assigned: assigned)
    }

    /// Parameters: the updated columns, then the key.
    public var update: String {
        let columns = updatedColumns
        let assignments = columns.enumerated().map { number, column in
            "\(dialect.quote(column.name)) = \(dialect.placeholder(number + 1))"
        }
        return "UPDATE \(name) SET \(assignments.joined(separator: ", ")) "
            + "WHERE \(matching(key, from: columns.count + 1))"
    }

    /// Parameters: the key.
    public var delete: String {
        "DELETE FROM \(name) WHERE \(matching(key, from: 1))"
    }

    private func matching(_ columns: [String], from first: Int) -> String {
        columns.enumerated().map { number, column in
            "\(dialect.quote(column)) = \(dialect.placeholder(first + number))"
        }.joined(separator: " AND ")
    }
}

extension Column {
    /// The database fills the default in, because only it can compute the value or because no constant in Swift is it.
    public var hasComputedDefault: Bool {
        switch defaultValue {
        case .expression: true
        case .literal: swiftType != nil || type == .json
        case nil: false
        }
    }
}

extension SQLDialect {
    fileprivate func insert(_ columns: [Column], into name: String) -> String {
        guard !columns.isEmpty else { return "INSERT INTO \(name) DEFAULT VALUES" }
        var flag = columns.count
        let values = columns.enumerated().map { number, column -> String in
            let placeholder = placeholder(number + 1)
            guard column.hasComputedDefault else { return placeholder }
            let value = argument(number + 1, column.type)
            let defaultText = column.defaultValue.map { text(of: $0, for: column.type) } ?? "NULL"
            guard column.isNullable else { return "COALESCE(\(value), \(defaultText))" }
            flag += 1
            return "CASE WHEN \(self.placeholder(flag)) THEN \(defaultText) ELSE \(value) END"
        }
        return "INSERT INTO \(name) (\(quote(columns.map(\.name)))) VALUES (\(values.joined(separator: ", ")))"
    }
}
