// Generated from schema.yaml; edit that instead. The rows of each table.

public import RoseyRuntime

/// A table whose name is a word of SQL and of Swift,
/// with a comment of "two" lines.
///
/// A row of the table `order`.
public struct Order: Codable, Hashable, Sendable, Identifiable {
    /// Has `code`, \ and "quotes"
    public let `class`: String
    public let number: Int32
    public var `default`: String
    public var self_: [UInt8]?
    public var _1stPlace: Double
    public var größe: Int32?
    public var dialect: Bool?

    /// The columns that identify a row.
    public struct ID: Codable, Hashable, Sendable {
        public var `class`: String
        public var number: Int32

        @inlinable
        public init(`class`: String, number: Int32) {
            self.class = `class`
            self.number = number
        }
    }

    @inlinable public var id: ID { ID(class: `class`, number: number) }

    @inlinable
    public init(
        `class`: String,
        number: Int32,
        `default`: String = "it's \"here\"",
        self_: [UInt8]? = nil,
        _1stPlace: Double = -2.5,
        größe: Int32? = -7,
        dialect: Bool? = nil
    ) {
        self.class = `class`
        self.number = number
        self.default = `default`
        self.self_ = self_
        self._1stPlace = _1stPlace
        self.größe = größe
        self.dialect = dialect
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.class = draft.class
        self.number = draft.number
        self.default = draft.default
        self.self_ = draft.self_
        self._1stPlace = draft._1stPlace
        self.größe = draft.größe
        self.dialect = draft.dialect
    }
}

extension Order: TableModel {
    public static var tableName: String { "order" }
    public static var tableIdentifier: String { "\"order\"" }

    public static var columnList: String {
        "\"class\", \"Number\", \"default\", \"self\", \"1st place\", \"größe\", \"_dialect\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.class = try row.text(0)
        self.number = try row.int32(1)
        self.default = try row.text(2)
        self.self_ = row.isNull(3) ? nil : try row.bytes(3)
        self._1stPlace = try row.double(4)
        self.größe = row.isNull(5) ? nil : try row.int32(5)
        self.dialect = row.isNull(6) ? nil : try row.bool(6)
    }
}

/// A row of the table `categories`.
public struct Kind: Codable, Hashable, Sendable, Identifiable {
    public let id: Int32
    public var name: String

    @inlinable
    public init(id: Int32, name: String) {
        self.id = id
        self.name = name
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.id = draft.id
        self.name = draft.name
    }
}

extension Kind: TableModel {
    public static var tableName: String { "categories" }
    public static var tableIdentifier: String { "\"categories\"" }

    public static var columnList: String {
        "\"id\", \"name\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.id = try row.int32(0)
        self.name = try row.text(1)
    }
}

/// Nothing but its key.
///
/// A row of the table `tag`.
public struct Tag: Codable, Hashable, Sendable, Identifiable {
    public let name: String

    @inlinable public var id: String { name }

    @inlinable
    public init(name: String) {
        self.name = name
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.name = draft.name
    }
}

extension Tag: TableModel {
    public static var tableName: String { "tag" }
    public static var tableIdentifier: String { "\"tag\"" }

    public static var columnList: String {
        "\"name\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.name = try row.text(0)
    }
}

/// A row of the table `events_with_a_rather_long_name`.
public struct EventsWithARatherLongName: Codable, Hashable, Sendable {
    public let longKeyColumn: Int
    public let otherLongKeyColumn: String
    public var id: String

    @inlinable
    public init(longKeyColumn: Int, otherLongKeyColumn: String, id: String) {
        self.longKeyColumn = longKeyColumn
        self.otherLongKeyColumn = otherLongKeyColumn
        self.id = id
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.longKeyColumn = draft.longKeyColumn
        self.otherLongKeyColumn = draft.otherLongKeyColumn
        self.id = draft.id
    }
}

extension EventsWithARatherLongName: TableModel {
    public static var tableName: String { "events_with_a_rather_long_name" }
    public static var tableIdentifier: String { "\"events_with_a_rather_long_name\"" }

    public static var columnList: String {
        "\"long_key_column\", \"other_long_key_column\", \"id\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.longKeyColumn = try row.int(0)
        self.otherLongKeyColumn = try row.text(1)
        self.id = try row.text(2)
    }
}

/// A row of the table `settings`.
public struct Setting: Codable, Hashable, Sendable, Identifiable {
    public var volume: Double
    public let key: Int
    public var muted: Bool

    @inlinable public var id: Int { key }

    @inlinable
    public init(volume: Double = 0.5, key: Int = 1, muted: Bool = false) {
        self.volume = volume
        self.key = key
        self.muted = muted
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.key = 1
        self.volume = draft.volume
        self.muted = draft.muted
    }
}

extension Setting: TableModel {
    public static var tableName: String { "settings" }
    public static var tableIdentifier: String { "\"settings\"" }

    public static var columnList: String {
        "\"volume\", \"key\", \"muted\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.volume = try row.double(0)
        self.key = try row.int(1)
        self.muted = try row.bool(2)
    }
}

/// A row of the table `counters`.
public struct Counter: Codable, Hashable, Sendable, Identifiable {
    public let id: Int
    public var value: Int

    @inlinable
    public init(id: Int, value: Int = 0) {
        self.id = id
        self.value = value
    }

    /// The row that an insert of the draft made.
    @inlinable
    public init(_ draft: Draft, id: Int) {
        self.id = id
        self.value = draft.value
    }
}

extension Counter: TableModel {
    public static var tableName: String { "counters" }
    public static var tableIdentifier: String { "\"counters\"" }

    public static var columnList: String {
        "\"id\", \"value\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.id = try row.int(0)
        self.value = try row.int(1)
    }
}

/// Names that the generated functions use themselves.
///
/// A row of the table `words`.
public struct Word: Codable, Hashable, Sendable, Identifiable {
    public let session: String
    public let parameters: String
    public let row: String
    public var draft: String
    public var change: String?

    /// The columns that identify a row.
    public struct ID: Codable, Hashable, Sendable {
        public var session: String
        public var parameters: String
        public var row: String

        @inlinable
        public init(session: String, parameters: String, row: String) {
            self.session = session
            self.parameters = parameters
            self.row = row
        }
    }

    @inlinable public var id: ID { ID(session: session, parameters: parameters, row: row) }

    @inlinable
    public init(session: String, parameters: String, row: String, draft: String, change: String? = nil) {
        self.session = session
        self.parameters = parameters
        self.row = row
        self.draft = draft
        self.change = change
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.session = draft.session
        self.parameters = draft.parameters
        self.row = draft.row
        self.draft = draft.draft
        self.change = draft.change
    }
}

extension Word: TableModel {
    public static var tableName: String { "words" }
    public static var tableIdentifier: String { "\"words\"" }

    public static var columnList: String {
        "\"session\", \"parameters\", \"row\", \"draft\", \"change\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.session = try row.text(0)
        self.parameters = try row.text(1)
        self.row = try row.text(2)
        self.draft = try row.text(3)
        self.change = row.isNull(4) ? nil : try row.text(4)
    }
}

/// A row of the table `targets`.
public struct Target: Codable, Hashable, Sendable, Identifiable {
    public let draft: Int
    public var target: String
    public var statement: String

    @inlinable public var id: Int { draft }

    @inlinable
    public init(draft: Int, target: String, statement: String) {
        self.draft = draft
        self.target = target
        self.statement = statement
    }

    /// The row that an insert of the draft made.
    @inlinable
    public init(_ draft: Draft, draft draft_: Int) {
        self.draft = draft_
        self.target = draft.target
        self.statement = draft.statement
    }
}

extension Target: TableModel {
    public static var tableName: String { "targets" }
    public static var tableIdentifier: String { "\"targets\"" }

    public static var columnList: String {
        "\"draft\", \"target\", \"statement\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        self.draft = try row.int(0)
        self.target = try row.text(1)
        self.statement = try row.text(2)
    }
}
