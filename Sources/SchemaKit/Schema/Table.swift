/// A table: its columns in order, and everything that constrains or speeds up access to its rows.
public struct Table: Hashable, Sendable {
    public var name: String
    public var comment: String?
    /// The name of the Swift model, where the one made from `name` is not wanted.
    public var modelName: String?
    /// The name of the repository on a database, where the one made from `name` is not wanted.
    public var propertyName: String?
    public var columns: [Column]
    /// `nil` only for a table that has no key at all.
    public var primaryKey: PrimaryKey?
    public var uniques: [Unique]
    public var indexes: [Index]
    public var checks: [Check]
    public var foreignKeys: [ForeignKey]
    /// Exactly one row can exist, the one whose key is 1.
    public var isSingleton: Bool
    /// The name this table had in the previous revision.
    public var renamedFrom: String?
    public var sqlite: SQLiteOptions
    public var origin: Origin

    public init(
        name: String, comment: String? = nil, modelName: String? = nil, propertyName: String? = nil,
        columns: [Column], primaryKey: PrimaryKey? = nil, uniques: [Unique] = [], indexes: [Index] = [],
        checks: [Check] = [],
        foreignKeys: [ForeignKey] = [], isSingleton: Bool = false, renamedFrom: String? = nil,
        sqlite: SQLiteOptions = SQLiteOptions(), origin: Origin = Origin()
    ) {
        self.name = name
        self.comment = comment
        self.modelName = modelName
        self.propertyName = propertyName
        self.columns = columns
        self.primaryKey = primaryKey
        self.uniques = uniques
        self.indexes = indexes
        self.checks = checks
        self.foreignKeys = foreignKeys
        self.isSingleton = isSingleton
        self.renamedFrom = renamedFrom
        self.sqlite = sqlite
        self.origin = origin
    }

    /// The column of this name, spelled exactly so.
    public func column(named name: String) -> Column? {
        columns.first { $0.name.isSpelled(name) }
    }

    /// What PostgreSQL calls the primary key.
    public var primaryKeyName: String? { primaryKey.map { $0.name ?? PrimaryKey.name(inTable: name) } }

    /// The column whose values the database counts up itself, where the table has one.
    public var autoIncrementColumn: Column? {
        columns.first { $0.isAutoIncrement }
    }
}

extension Table {
    /// How SQLite stores a table. PostgreSQL knows neither.
    public struct SQLiteOptions: Hashable, Sendable {
        /// Column types are enforced, as PostgreSQL enforces them always.
        public var isStrict: Bool
        /// Rows are stored in the order of the primary key, without a rowid.
        public var isWithoutRowID: Bool

        public init(isStrict: Bool = true, isWithoutRowID: Bool = false) {
            self.isStrict = isStrict
            self.isWithoutRowID = isWithoutRowID
        }
    }
}
