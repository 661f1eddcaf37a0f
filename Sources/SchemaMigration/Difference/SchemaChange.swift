public import SchemaKit

/// One thing in which a schema differs from the one before it. Tables and columns have the names that they have
/// afterwards, but for those that go.
public enum SchemaChange: Hashable, Sendable {
    case createTable(Table)
    case dropTable(Table)
    case renameTable(from: String, to: String)
    case setTableComment(String?, table: String)
    case setSQLiteOptions(from: Table.SQLiteOptions, to: Table.SQLiteOptions, table: String)
    case setSingleton(Bool, table: String)

    case addColumn(Column, table: String)
    case dropColumn(Column, table: String)
    case renameColumn(from: String, to: String, table: String)
    case alterColumn(from: Column, to: Column, table: String)

    case setPrimaryKey(from: [String], to: [String], table: String)
    case addUnique(Unique, table: String)
    case dropUnique(Unique, table: String)
    case addIndex(Index, table: String)
    case dropIndex(Index, table: String)
    case addCheck(Check, table: String)
    case dropCheck(Check, table: String)
    case addForeignKey(ForeignKey, table: String)
    case dropForeignKey(ForeignKey, table: String)
    /// It is the same but for its name.
    case renameConstraint(ConstraintKind, from: String, to: String, table: String)

    case createView(View)
    case dropView(View)
    case setViewComment(View)
}

/// What a name in a table belongs to.
public enum ConstraintKind: String, Hashable, Sendable {
    case unique = "unique constraint"
    case index
    case check
    case foreignKey = "foreign key"
    case primaryKey = "primary key"
}

/// What of a column is different.
public struct ColumnFacets: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let type = Self(rawValue: 1)
    public static let nullability = Self(rawValue: 2)
    public static let defaultValue = Self(rawValue: 4)
    public static let autoIncrement = Self(rawValue: 8)
    public static let generated = Self(rawValue: 16)
    public static let comment = Self(rawValue: 32)

    public init(from old: Column, to new: Column) {
        var facets: Self = []
        if old.type != new.type { facets.insert(.type) }
        if old.isNullable != new.isNullable { facets.insert(.nullability) }
        if !Self.isSame(old.defaultValue, new.defaultValue) { facets.insert(.defaultValue) }
        if old.isAutoIncrement != new.isAutoIncrement { facets.insert(.autoIncrement) }
        if !Self.isSame(old.generated, new.generated) { facets.insert(.generated) }
        if old.comment != new.comment { facets.insert(.comment) }
        self = facets
    }

    private static func isSame(_ old: DefaultValue?, _ new: DefaultValue?) -> Bool {
        if case (.expression(let old)?, .expression(let new)?) = (old, new) { return old.meansSame(as: new) }
        return old == new
    }

    private static func isSame(_ old: GeneratedColumn?, _ new: GeneratedColumn?) -> Bool {
        guard let old, let new else { return old == nil && new == nil }
        return old.isStored == new.isStored && old.expression.meansSame(as: new.expression)
    }
}
