// Generated from schema.yaml; edit that instead. The rows of each table.

public import RoseyRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A table whose name is a word of SQL and of Swift,
/// with a comment of "two" lines.
///
/// A row of the table `order`.
public nonisolated struct Order: Codable, Hashable, Sendable, Identifiable {
    /// Has `code`, \ and "quotes"
    public let `class`: String
    public let number: Int32
    public var `default`: String
    public var self_: [UInt8]?
    public var _1stPlace: Double
    public var größe: Int32?
    public var dialect: Bool?

    /// The columns that identify a row.
    public nonisolated struct ID: Codable, Hashable, Sendable {
        public var `class`: String
        public var number: Int32

        @inlinable
        public init(`class`: String, number: Int32) {
            self.class = `class`
            self.number = number
        }
    }

    @inlinable
    public var id: ID { ID(class: self.class, number: self.number) }

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

nonisolated extension Order: TableModel {
    public static var tableName: String { "order" }
    public static var tableIdentifier: SQLWord { "\"order\"" }

    public static var columnList: SQLWord {
        "\"class\", \"Number\", \"default\", \"self\", \"1st place\", \"größe\", \"_dialect\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(
            class: try row.text(0),
            number: try row.int32(1),
            default: try row.text(2),
            self_: row.isNull(3) ? nil : try row.bytes(3),
            _1stPlace: try row.double(4),
            größe: row.isNull(5) ? nil : try row.int32(5),
            dialect: row.isNull(6) ? nil : try row.bool(6)
        )
    }
}

/// A row of the table `categories`.
public nonisolated struct Kind: Codable, Hashable, Sendable, Identifiable {
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

nonisolated extension Kind: TableModel {
    public static var tableName: String { "categories" }
    public static var tableIdentifier: SQLWord { "\"categories\"" }

    public static var columnList: SQLWord {
        "\"id\", \"name\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(id: try row.int32(0), name: try row.text(1))
    }
}

/// Nothing but its key.
///
/// A row of the table `tag`.
public nonisolated struct Tag: Codable, Hashable, Sendable, Identifiable {
    public let name: String

    @inlinable
    public var id: String { self.name }

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

nonisolated extension Tag: TableModel {
    public static var tableName: String { "tag" }
    public static var tableIdentifier: SQLWord { "\"tag\"" }

    public static var columnList: SQLWord {
        "\"name\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(name: try row.text(0))
    }
}

/// A row of the table `events_with_a_rather_long_name`.
public nonisolated struct EventsWithARatherLongName: Codable, Hashable, Sendable {
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

nonisolated extension EventsWithARatherLongName: TableModel {
    public static var tableName: String { "events_with_a_rather_long_name" }
    public static var tableIdentifier: SQLWord { "\"events_with_a_rather_long_name\"" }

    public static var columnList: SQLWord {
        "\"long_key_column\", \"other_long_key_column\", \"id\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(longKeyColumn: try row.int(0), otherLongKeyColumn: try row.text(1), id: try row.text(2))
    }
}

/// A row of the table `settings`.
public nonisolated struct Setting: Codable, Hashable, Sendable, Identifiable {
    public var volume: Double
    public let key: Int
    public var muted: Bool

    @inlinable
    public var id: Int { self.key }

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

nonisolated extension Setting: TableModel {
    public static var tableName: String { "settings" }
    public static var tableIdentifier: SQLWord { "\"settings\"" }

    public static var columnList: SQLWord {
        "\"volume\", \"key\", \"muted\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(volume: try row.double(0), key: try row.int(1), muted: try row.bool(2))
    }
}

/// A row of the table `counters`.
public nonisolated struct Counter: Codable, Hashable, Sendable, Identifiable {
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

nonisolated extension Counter: TableModel {
    public static var tableName: String { "counters" }
    public static var tableIdentifier: SQLWord { "\"counters\"" }

    public static var columnList: SQLWord {
        "\"id\", \"value\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(id: try row.int(0), value: try row.int(1))
    }
}

/// Names that the generated functions use themselves.
///
/// A row of the table `words`.
public nonisolated struct Word: Codable, Hashable, Sendable, Identifiable {
    public let session: String
    public let parameters: String
    public let row: String
    public var draft: String
    public var change: String?

    /// The columns that identify a row.
    public nonisolated struct ID: Codable, Hashable, Sendable {
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

    @inlinable
    public var id: ID { ID(session: self.session, parameters: self.parameters, row: self.row) }

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

nonisolated extension Word: TableModel {
    public static var tableName: String { "words" }
    public static var tableIdentifier: SQLWord { "\"words\"" }

    public static var columnList: SQLWord {
        "\"session\", \"parameters\", \"row\", \"draft\", \"change\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(
            session: try row.text(0),
            parameters: try row.text(1),
            row: try row.text(2),
            draft: try row.text(3),
            change: row.isNull(4) ? nil : try row.text(4)
        )
    }
}

/// A row of the table `targets`.
public nonisolated struct Target: Codable, Hashable, Sendable, Identifiable {
    public let draft: Int
    public var target: String
    public var statement: String

    @inlinable
    public var id: Int { self.draft }

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

nonisolated extension Target: TableModel {
    public static var tableName: String { "targets" }
    public static var tableIdentifier: SQLWord { "\"targets\"" }

    public static var columnList: SQLWord {
        "\"draft\", \"target\", \"statement\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(draft: try row.int(0), target: try row.text(1), statement: try row.text(2))
    }
}

/// One column of every type.
///
/// A row of the table `members`.
public nonisolated struct Member: Codable, Hashable, Sendable, Identifiable {
    public let id: UUID
    public var name: String
    public var born: CalendarDate?
    public var joined: Date
    public var left: Date?
    public var fee: Decimal
    public var discount: Decimal?
    public var level: Member.Level
    public var mood: Member.Mood?
    public var photo: [UInt8]
    public var notes: JSON
    public var extra: JSON?
    public var settings: MemberSettings?
    public var rank: Rank
    public var nick: Nickname?
    public var since: CalendarDate
    public var at: Date
    public var token: UUID
    public let initial: String
    public let doubleFee: Decimal

    @inlinable
    public init(
        id: UUID,
        name: String,
        born: CalendarDate? = nil,
        joined: Date,
        left: Date?,
        fee: Decimal = Decimal(sign: .plus, exponent: -1, significand: 95),
        discount: Decimal? = nil,
        level: Member.Level = .new,
        mood: Member.Mood? = nil,
        photo: [UInt8] = [0x00, 0xff],
        notes: JSON,
        extra: JSON? = nil,
        settings: MemberSettings? = nil,
        rank: Rank,
        nick: Nickname? = nil,
        since: CalendarDate = CalendarDate(clampingDaysSince1970: 18321),
        at: Date = Date(timeIntervalSince1970: 1582977600.250000),
        token: UUID = UUID(high: 0x6ba7b8109dad11d1, low: 0x80b400c04fd430c8),
        initial: String,
        doubleFee: Decimal
    ) {
        self.id = id
        self.name = name
        self.born = born
        self.joined = joined
        self.left = left
        self.fee = fee
        self.discount = discount
        self.level = level
        self.mood = mood
        self.photo = photo
        self.notes = notes
        self.extra = extra
        self.settings = settings
        self.rank = rank
        self.nick = nick
        self.since = since
        self.at = at
        self.token = token
        self.initial = initial
        self.doubleFee = doubleFee
    }

    /// The values of `level`.
    public nonisolated enum Level: String, Codable, Hashable, Sendable, CaseIterable, RawColumnValue {
        case new
        case regular
        case boardMember = "board member"
    }

    /// The values of `mood`.
    public nonisolated enum Mood: String, Codable, Hashable, Sendable, CaseIterable, RawColumnValue {
        case good
        case bad
    }
}

nonisolated extension Member: TableModel {
    public static var tableName: String { "members" }
    public static var tableIdentifier: SQLWord { "\"members\"" }

    public static var columnList: SQLWord {
        """
        "id", "name", "born", "joined", "left", "fee", "discount", "level", "mood", "photo", "notes", "extra", \
        "settings", "rank", "nickname", "since", "at", "token", "initial", "double_fee"
        """
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(
            id: try row.uuid(0),
            name: try row.text(1),
            born: row.isNull(2) ? nil : try row.date(2),
            joined: try row.timestamp(3),
            left: row.isNull(4) ? nil : try row.timestamp(4),
            fee: try row.decimal(5, scale: 2),
            discount: row.isNull(6) ? nil : try row.decimal(6, scale: 3),
            level: try row.custom(Member.Level.self, row.text(7), 7),
            mood: row.isNull(8) ? nil : try row.custom(Member.Mood.self, row.text(8), 8),
            photo: try row.bytes(9),
            notes: try row.json(10, as: JSON.self),
            extra: row.isNull(11) ? nil : try row.json(11, as: JSON.self),
            settings: row.isNull(12) ? nil : try row.json(12, as: MemberSettings.self),
            rank: try row.custom(Rank.self, row.int(13), 13),
            nick: row.isNull(14) ? nil : try row.custom(Nickname.self, row.text(14), 14),
            since: try row.date(15),
            at: try row.timestamp(16),
            token: try row.uuid(17),
            initial: try row.text(18),
            doubleFee: try row.decimal(19, scale: 2)
        )
    }
}

/// A row of the table `loans`.
public nonisolated struct Loan: Codable, Hashable, Sendable, Identifiable {
    public let id: LoanID
    public var memberId: UUID
    public var tagName: String?
    public var previous: Int?
    public var long: Int
    public var other: String
    public var returned: CalendarDate?

    @inlinable
    public init(
        id: LoanID,
        memberId: UUID,
        tagName: String? = nil,
        previous: Int? = nil,
        long: Int,
        other: String,
        returned: CalendarDate? = nil
    ) {
        self.id = id
        self.memberId = memberId
        self.tagName = tagName
        self.previous = previous
        self.long = long
        self.other = other
        self.returned = returned
    }

    /// The row that an insert of the draft made.
    @inlinable
    public init(_ draft: Draft, id: LoanID) {
        self.id = id
        self.memberId = draft.memberId
        self.tagName = draft.tagName
        self.previous = draft.previous
        self.long = draft.long
        self.other = draft.other
        self.returned = draft.returned
    }
}

nonisolated extension Loan: TableModel {
    public static var tableName: String { "loans" }
    public static var tableIdentifier: SQLWord { "\"loans\"" }

    public static var columnList: SQLWord {
        "\"id\", \"member_id\", \"tag_name\", \"previous\", \"long\", \"other\", \"returned\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(
            id: try row.custom(LoanID.self, row.int(0), 0),
            memberId: try row.uuid(1),
            tagName: row.isNull(2) ? nil : try row.text(2),
            previous: row.isNull(3) ? nil : try row.int(3),
            long: try row.int(4),
            other: try row.text(5),
            returned: row.isNull(6) ? nil : try row.date(6)
        )
    }
}

/// A row of the table `chapters`.
public nonisolated struct Chapter: Codable, Hashable, Sendable, Identifiable {
    public let title: String
    public var first: String?

    @inlinable
    public var id: String { self.title }

    @inlinable
    public init(title: String, first: String? = nil) {
        self.title = title
        self.first = first
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.title = draft.title
        self.first = draft.first
    }
}

nonisolated extension Chapter: TableModel {
    public static var tableName: String { "chapters" }
    public static var tableIdentifier: SQLWord { "\"chapters\"" }

    public static var columnList: SQLWord {
        "\"title\", \"first\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(title: try row.text(0), first: row.isNull(1) ? nil : try row.text(1))
    }
}

/// A row of the table `pages`.
public nonisolated struct Page: Codable, Hashable, Sendable, Identifiable {
    public let title: String
    public var chapter: String?

    @inlinable
    public var id: String { self.title }

    @inlinable
    public init(title: String, chapter: String? = nil) {
        self.title = title
        self.chapter = chapter
    }

    /// The row that an insert of the draft makes.
    @inlinable
    public init(_ draft: Draft) {
        self.title = draft.title
        self.chapter = draft.chapter
    }
}

nonisolated extension Page: TableModel {
    public static var tableName: String { "pages" }
    public static var tableIdentifier: SQLWord { "\"pages\"" }

    public static var columnList: SQLWord {
        "\"title\", \"chapter\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(title: try row.text(0), chapter: row.isNull(1) ? nil : try row.text(1))
    }
}

/// Loans that are not returned.
///
/// A row of the view `open_loans`.
public nonisolated struct OpenLoan: Codable, Hashable, Sendable {
    public let loanId: LoanID
    public let name: String
    public let level: Member.Level
    /// As of today
    public let mood: OpenLoan.Mood?

    @inlinable
    public init(loanId: LoanID, name: String, level: Member.Level, mood: OpenLoan.Mood? = nil) {
        self.loanId = loanId
        self.name = name
        self.level = level
        self.mood = mood
    }

    /// The values of `mood`.
    public nonisolated enum Mood: String, Codable, Hashable, Sendable, CaseIterable, RawColumnValue {
        case good
        case bad
    }
}

nonisolated extension OpenLoan: RowModel {
    public static var tableName: String { "open_loans" }
    public static var tableIdentifier: SQLWord { "\"open_loans\"" }

    public static var columnList: SQLWord {
        "\"loan_id\", \"name\", \"level\", \"mood\""
    }

    @inlinable
    public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }

    @inlinable
    public init(row: borrowing Row) throws {
        self.init(
            loanId: try row.custom(LoanID.self, row.int(0), 0),
            name: try row.text(1),
            level: try row.custom(Member.Level.self, row.text(2), 2),
            mood: row.isNull(3) ? nil : try row.custom(OpenLoan.Mood.self, row.text(3), 3)
        )
    }
}

nonisolated extension MemberSettings: RoseyRuntime.JSONColumnValue {}

nonisolated extension Rank: RoseyRuntime.RawColumnValue {}

nonisolated extension Nickname: RoseyRuntime.RawColumnValue {}

nonisolated extension LoanID: RoseyRuntime.RawColumnValue {}
