public import SchemaKit
import SchemaSQL

/// A schema with the Swift name of everything in it, each checked to be the only one of its kind.
struct NamedSchema: Sendable {
    let schema: Schema
    let tables: [NamedTable]
    let views: [NamedView]

    /// - Throws: ``NamingErrors`` with every name that cannot be, at its place in the schema file.
    init(_ schema: Schema) throws(NamingErrors) {
        let named = NamedSchema(unchecked: schema)
        let diagnostics = NameCheck.check(named)
        if !diagnostics.isEmpty { throw NamingErrors(diagnostics: diagnostics) }
        self = named
    }

    init(unchecked schema: Schema) {
        self.schema = schema
        let names = SwiftName(schema.options)
        tables = schema.tables.map { NamedTable($0, names) }
        views = schema.views.map { NamedView($0, names) }
    }

    /// The columns of all models.
    var columns: [NamedColumn] { tables.flatMap(\.columns) + views.flatMap(\.columns) }
}

/// Names of a schema that cannot be Swift names side by side.
public struct NamingErrors: Error {
    public let diagnostics: [Diagnostic]
}

/// A table with its Swift names. A class for the same reason as ``NamedColumn``.
final class NamedTable: Sendable {
    let table: Table
    /// The type of a row: `UserStats`.
    let model: String
    /// The repository's property on a database: `userStats`.
    let property: String
    let columns: [NamedColumn]
    /// The columns of the primary key, in its order.
    let key: [NamedColumn]
    /// The columns that an insert gives values for, in the order of its parameters.
    let inserted: [NamedColumn]
    /// The columns that a draft has: a singleton's key is always 1, and a counted key is the database's to give.
    let drafted: [NamedColumn]
    /// The columns that an update can change.
    let changeable: [NamedColumn]
    /// Whether only the database knows the whole row after an insert.
    let isInsertComputed: Bool
    let conflictTargets: [ConflictTarget]
    /// Whether an upsert has to return the row: it need not where a draft says all of it, which is so if the row that is
    /// there already has the draft's key. A number with a fraction can be equal and yet be another (0.0 and -0.0).
    let isUpsertComputed: Bool

    init(_ table: Table, _ names: SwiftName) {
        self.table = table
        let model = table.modelName ?? names.model(table.name)
        self.model = model
        property = table.propertyName ?? names.property(table.name)
        let key = table.primaryKey?.columns ?? []
        let columns = table.columns.map { NamedColumn($0, isKey: key.contains($0.name), in: model, names) }
        self.columns = columns
        self.key = key.compactMap { name in columns.first { $0.column.name == name } }
        inserted = columns.filter { !$0.column.isAutoIncrement && $0.column.generated == nil }
        drafted = inserted.filter { !(table.isSingleton && $0.isKey) }
        changeable = columns.filter { !$0.isKey && $0.column.generated == nil }
        isInsertComputed = columns.contains { $0.column.generated != nil || $0.hasComputedDefault }
        conflictTargets = ConflictTarget.targets(of: table, columns, names)
        isUpsertComputed =
            isInsertComputed || table.isSingleton || self.key.contains { $0.column.type == .real }
            || conflictTargets.contains { Set($0.columns.map(\.column.name)) != Set(key) }
    }

    var generatedKey: NamedColumn? {
        columns.first { $0.column.isAutoIncrement }
    }

    /// Whether a draft can have values that cannot be bound.
    var bindingCanFail: Bool { drafted.contains(where: \.bindingCanFail) }

    /// The names of the statements for one target, and whether they return the row: for one row, and where these return it
    /// another for many.
    func upsertStatements(_ target: ConflictTarget) -> [(name: String, returns: Bool)] {
        guard isUpsertComputed else { return [(target.statementName, false)] }
        let one = (target.statementName, true)
        return table.isSingleton ? [one] : [one, (target.manyStatementName, false)]
    }

    /// Whether PostgreSQL upserts many rows by one statement.
    func canJoinUpserts(_ target: ConflictTarget) -> Bool {
        table.canJoinUpserts(onConflict: target.columns.map(\.column.name))
    }
}

/// A view with its Swift names.
struct NamedView: Sendable {
    let view: View
    let model: String
    let property: String
    let columns: [NamedColumn]

    init(_ view: View, _ names: SwiftName) {
        self.view = view
        let model = view.modelName ?? names.model(view.name)
        self.model = model
        property = view.propertyName ?? names.property(view.name)
        columns = view.columns.map { NamedColumn($0, isKey: false, in: model, names) }
    }
}
