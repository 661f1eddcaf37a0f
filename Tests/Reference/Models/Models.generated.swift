// Generated from schema.yaml; edit that instead. The rows of each table.

public import RoseyRuntime

/// A table whose name is a word of SQL and of Swift,
/// with a comment of "two" lines.
///
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
        `class` = draft.`class`
        number = draft.number
        `default` = draft.`default`
        self_ = draft.self_
        _1stPlace = draft._1stPlace
        größe = draft.größe
        dialect = draft.dialect
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
        `class` = try row.text(0)
        number = try row.int32(1)
        `default` = try row.text(2)
        self_ = row.isNull(3) ? nil : try row.bytes(3)
        _1stPlace = try row.double(4)
        größe = row.isNull(5) ? nil : try row.int32(5)
        dialect = row.isNull(6) ? nil : try row.bool(6)
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
        id = draft.id
        name = draft.name
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
        id = try row.int32(0)
        name = try row.text(1)
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
        name = draft.name
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
        name = try row.text(0)
    }
}

/// A row of the table `an_event_with_a_name_that_is_so_long_that_its_functions_wrap`.
public struct AnEventWithANameThatIsSoLongThatItsFunctionsWrap: Codable, Hashable, Sendable {
    public let aKeyColumnWithARatherLongName: Int
    public let anotherKeyColumnWithARatherLongName: String
    public var id: String

    @inlinable
    public init(aKeyColumnWithARatherLongName: Int, anotherKeyColumnWithARatherLongName: String, id: String) {
        self.aKeyColumnWithARatherLongName = aKeyColumnWithARatherLongName
        self.anotherKeyColumnWithARatherLongName = anotherKeyColumnWithARatherLongName
        self.id = id
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        aKeyColumnWithARatherLongName = draft.aKeyColumnWithARatherLongName
        anotherKeyColumnWithARatherLongName = draft.anotherKeyColumnWithARatherLongName
        id = draft.id
    }
}

extension AnEventWithANameThatIsSoLongThatItsFunctionsWrap: TableModel {
    public static var tableName: String { "an_event_with_a_name_that_is_so_long_that_its_functions_wrap" }
    public static var tableIdentifier: String { "\"an_event_with_a_name_that_is_so_long_that_its_functions_wrap\"" }

    public static var columnList: String {
        "\"a_key_column_with_a_rather_long_name\", \"another_key_column_with_a_rather_long_name\", \"id\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        aKeyColumnWithARatherLongName = try row.int(0)
        anotherKeyColumnWithARatherLongName = try row.text(1)
        id = try row.text(2)
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
        key = 1
        volume = draft.volume
        muted = draft.muted
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
        volume = try row.double(0)
        key = try row.int(1)
        muted = try row.bool(2)
    }
}

/// A row of the table `counters`.
public struct Counter: Codable, Hashable, Sendable, Identifiable {
    public let id: Int

    @inlinable
    public init(id: Int) {
        self.id = id
    }

    /// The row that an insert of the draft made.
    @inlinable
    public init(_ draft: Draft, id: Int) {
        self.id = id
    }
}

extension Counter: TableModel {
    public static var tableName: String { "counters" }
    public static var tableIdentifier: String { "\"counters\"" }

    public static var columnList: String {
        "\"id\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: Row) throws {
        id = try row.int(0)
    }
}
