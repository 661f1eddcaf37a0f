import ExactText

/// The columns that identify a row.
public struct PrimaryKey: Hashable, Sendable {
    public var columns: [String]
    /// What the constraint is called, where it is not the name that PostgreSQL gives by itself.
    public var name: String?
    public var origin: Origin

    public init(columns: [String], name: String? = nil, origin: Origin = Origin()) {
        self.columns = columns
        self.name = name
        self.origin = origin
    }

    /// The name that PostgreSQL gives to the primary key of a table.
    public static func name(inTable table: String) -> String {
        let suffix = "_pkey"
        return table.cut(to: NameRules.longestName - suffix.utf8.count) + suffix
    }
}

/// Columns whose combined values no two rows share.
public struct Unique: Hashable, Sendable {
    /// The name of the constraint, unique in the whole database.
    public var name: String
    public var columns: [String]
    /// Where given, only rows that satisfy it are compared.
    public var predicate: DialectText?
    public var origin: Origin

    public init(name: String, columns: [String], predicate: DialectText? = nil, origin: Origin = Origin()) {
        self.name = name
        self.columns = columns
        self.predicate = predicate
        self.origin = origin
    }
}

/// A condition that every row satisfies.
public struct Check: Hashable, Sendable {
    public var name: String
    public var condition: DialectText
    public var origin: Origin

    public init(name: String, condition: DialectText, origin: Origin = Origin()) {
        self.name = name
        self.condition = condition
        self.origin = origin
    }
}

/// Columns whose values exist as the key of a row elsewhere.
public struct ForeignKey: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case noAction = "no action"
        case restrict
        case cascade
        case setNull = "set null"
        case setDefault = "set default"

        /// The spellings of the schema language: SQL's, and with an underscore for the space.
        static let words = allCases.flatMap { action in
            let word = action.rawValue
            return word.contains(" ") ? [word, word.replacing(" ", by: "_")] : [word]
        }

        init?(word: String) {
            self.init(rawValue: word.replacing("_", by: " "))
        }
    }

    public var name: String
    public var columns: [String]
    public var referencedTable: String
    public var referencedColumns: [String]
    public var onDelete: Action
    public var onUpdate: Action
    public var origin: Origin

    public init(
        name: String, columns: [String], referencedTable: String, referencedColumns: [String],
        onDelete: Action = .noAction, onUpdate: Action = .noAction, origin: Origin = Origin()
    ) {
        self.name = name
        self.columns = columns
        self.referencedTable = referencedTable
        self.referencedColumns = referencedColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.origin = origin
    }
}
