/// A column of a table or a view.
public struct Column: Hashable, Sendable {
    public var name: String
    public var type: ColumnType
    public var isNullable: Bool
    public var defaultValue: DefaultValue?
    /// The database gives each new row a number that no row of the table ever had before.
    public var isAutoIncrement: Bool
    /// The column is computed from others and never written.
    public var generated: GeneratedColumn?
    public var comment: String?
    /// The name of the Swift property, where the one made from `name` is not wanted.
    public var propertyName: String?
    /// The Swift type that stands for a value, where it is not the one that belongs to `type`.
    public var swiftType: String?
    /// The name this column had in the previous revision.
    public var renamedFrom: String?
    public var origin: Origin

    public init(
        name: String, type: ColumnType, isNullable: Bool = false, defaultValue: DefaultValue? = nil,
        isAutoIncrement: Bool = false, generated: GeneratedColumn? = nil, comment: String? = nil,
        propertyName: String? = nil, swiftType: String? = nil, renamedFrom: String? = nil, origin: Origin = Origin()
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
        self.isAutoIncrement = isAutoIncrement
        self.generated = generated
        self.comment = comment
        self.propertyName = propertyName
        self.swiftType = swiftType
        self.renamedFrom = renamedFrom
        self.origin = origin
    }
}

/// What a column gets when an insert does not mention it.
public enum DefaultValue: Hashable, Sendable {
    /// A constant, known to the generator: drafts carry it, so the client sees it too.
    case literal(Literal)
    /// SQL that the database evaluates.
    case expression(DialectText)
}

/// A constant of the schema language.
public enum Literal: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case text(String)
    /// Digits, as in `-12.50`, with as many after the point as the column's scale.
    case decimal(String)
    case blob([UInt8])
    /// Microseconds since the beginning of 1970.
    case timestamp(Int64)
    /// The day as `2026-01-31`.
    case date(String)
    /// In lower case.
    case uuid(String)
    /// JSON without white space, keys in order.
    case json(String)
}

/// A column that the database computes.
public struct GeneratedColumn: Hashable, Sendable {
    public var expression: DialectText
    /// Computed when the row is written, rather than each time it is read.
    public var isStored: Bool

    public init(expression: DialectText, isStored: Bool) {
        self.expression = expression
        self.isStored = isStored
    }
}
