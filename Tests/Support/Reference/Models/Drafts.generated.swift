// Generated from schema.yaml; edit that instead. What an insert into each table takes.

public import RoseyRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

nonisolated extension Order {
    /// A row of `order` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        /// Has `code`, \ and "quotes"
        public var `class`: String
        public var number: Int32
        public var `default`: String
        public var self_: [UInt8]?
        public var _1stPlace: Double
        public var größe: Int32?
        public var dialect: Bool?

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

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Order) {
            self.class = row.class
            self.number = row.number
            self.default = row.default
            self.self_ = row.self_
            self._1stPlace = row._1stPlace
            self.größe = row.größe
            self.dialect = row.dialect
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.class, to: "class", maxLength: 10, at: 1)
            parameters.bind(self.number, at: 2)
            parameters.bind(self.default, at: 3)
            parameters.bind(self.self_, at: 4)
            parameters.bind(self._1stPlace, at: 5)
            parameters.bind(self.größe, at: 6)
            parameters.bind(self.dialect, at: 7)
        }
    }
}

nonisolated extension Kind {
    /// A row of `categories` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var id: Int32
        public var name: String

        @inlinable
        public init(id: Int32, name: String) {
            self.id = id
            self.name = name
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Kind) {
            self.id = row.id
            self.name = row.name
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.id, at: 1)
            parameters.bind(self.name, to: "name", maxLength: 20, at: 2)
        }
    }
}

nonisolated extension Tag {
    /// A row of `tag` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var name: String

        @inlinable
        public init(name: String) {
            self.name = name
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Tag) {
            self.name = row.name
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.name, at: 1)
        }
    }
}

nonisolated extension EventsWithARatherLongName {
    /// A row of `events_with_a_rather_long_name` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var longKeyColumn: Int
        public var otherLongKeyColumn: String
        public var id: String

        @inlinable
        public init(longKeyColumn: Int, otherLongKeyColumn: String, id: String) {
            self.longKeyColumn = longKeyColumn
            self.otherLongKeyColumn = otherLongKeyColumn
            self.id = id
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: EventsWithARatherLongName) {
            self.longKeyColumn = row.longKeyColumn
            self.otherLongKeyColumn = row.otherLongKeyColumn
            self.id = row.id
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.longKeyColumn, at: 1)
            parameters.bind(self.otherLongKeyColumn, to: "other_long_key_column", maxLength: 100, at: 2)
            parameters.bind(self.id, at: 3)
        }
    }
}

nonisolated extension Setting {
    /// A row of `settings` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var volume: Double
        public var muted: Bool

        @inlinable
        public init(volume: Double = 0.5, muted: Bool = false) {
            self.volume = volume
            self.muted = muted
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Setting) {
            self.volume = row.volume
            self.muted = row.muted
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.volume, at: 1)
            parameters.bind(1, at: 2)
            parameters.bind(self.muted, at: 3)
        }
    }
}

nonisolated extension Counter {
    /// A row of `counters` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var value: Int

        @inlinable
        public init(value: Int = 0) {
            self.value = value
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Counter) {
            self.value = row.value
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.value, at: 1)
        }
    }
}

nonisolated extension Word {
    /// A row of `words` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var session: String
        public var parameters: String
        public var row: String
        public var draft: String
        public var change: String?

        @inlinable
        public init(session: String, parameters: String, row: String, draft: String, change: String? = nil) {
            self.session = session
            self.parameters = parameters
            self.row = row
            self.draft = draft
            self.change = change
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Word) {
            self.session = row.session
            self.parameters = row.parameters
            self.row = row.row
            self.draft = row.draft
            self.change = row.change
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.session, at: 1)
            parameters.bind(self.parameters, at: 2)
            parameters.bind(self.row, at: 3)
            parameters.bind(self.draft, at: 4)
            parameters.bind(self.change, at: 5)
        }
    }
}

nonisolated extension Target {
    /// A row of `targets` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var target: String
        public var statement: String

        @inlinable
        public init(target: String, statement: String) {
            self.target = target
            self.statement = statement
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Target) {
            self.target = row.target
            self.statement = row.statement
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.target, at: 1)
            parameters.bind(self.statement, at: 2)
        }
    }
}

nonisolated extension Member {
    /// A row of `members` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        /// `nil` is for the default, which the database fills in.
        public var id: UUID?
        public var name: String
        public var born: CalendarDate?
        /// `nil` is for the default, which the database fills in.
        public var joined: Date?
        /// `nil` is for the default, which the database fills in.
        public var left: Date??
        public var fee: Decimal
        public var discount: Decimal?
        public var level: Member.Level
        public var mood: Member.Mood?
        public var photo: [UInt8]
        /// `nil` is for the default, which the database fills in.
        public var notes: JSON?
        public var extra: JSON?
        public var settings: MemberSettings?
        /// `nil` is for the default, which the database fills in.
        public var rank: Rank?
        public var nick: Nickname?
        public var since: CalendarDate
        public var at: Date
        public var token: UUID

        @inlinable
        public init(
            id: UUID? = nil,
            name: String,
            born: CalendarDate? = nil,
            joined: Date? = nil,
            left: Date?? = nil,
            fee: Decimal = Decimal(sign: .plus, exponent: -1, significand: 95),
            discount: Decimal? = nil,
            level: Member.Level = .new,
            mood: Member.Mood? = nil,
            photo: [UInt8] = [0x00, 0xff],
            notes: JSON? = nil,
            extra: JSON? = nil,
            settings: MemberSettings? = nil,
            rank: Rank? = nil,
            nick: Nickname? = nil,
            since: CalendarDate = CalendarDate(clampingDaysSince1970: 18321),
            at: Date = Date(timeIntervalSince1970: 1582977600.250000),
            token: UUID = UUID(high: 0x6ba7b8109dad11d1, low: 0x80b400c04fd430c8)
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
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Member) {
            self.id = row.id
            self.name = row.name
            self.born = row.born
            self.joined = row.joined
            self.left = .some(row.left)
            self.fee = row.fee
            self.discount = row.discount
            self.level = row.level
            self.mood = row.mood
            self.photo = row.photo
            self.notes = row.notes
            self.extra = row.extra
            self.settings = row.settings
            self.rank = row.rank
            self.nick = row.nick
            self.since = row.since
            self.at = row.at
            self.token = row.token
        }

        @inlinable
        func bind(to parameters: inout Parameters) throws {
            parameters.bind(self.id, at: 1)
            parameters.bind(self.name, to: "name", maxLength: 80, at: 2)
            parameters.bind(self.born, at: 3)
            try parameters.bind(self.joined, at: 4)
            try parameters.bind((self.left ?? nil), at: 5)
            try parameters.bind(self.fee, precision: 8, scale: 2, at: 6)
            try parameters.bind(self.discount, precision: 3, scale: 3, at: 7)
            parameters.bind(self.level.rawValue, at: 8)
            parameters.bind(self.mood?.rawValue, at: 9)
            parameters.bind(self.photo, at: 10)
            try parameters.bindJSON(self.notes, at: 11)
            try parameters.bindJSON(self.extra, at: 12)
            try parameters.bindJSON(self.settings, at: 13)
            parameters.bind(self.rank?.rawValue, at: 14)
            parameters.bind(self.nick?.rawValue, to: "nickname", maxLength: 20, at: 15)
            parameters.bind(self.since, at: 16)
            try parameters.bind(self.at, at: 17)
            parameters.bind(self.token, at: 18)
            parameters.bind(self.left == nil, at: 19)
        }
    }
}

nonisolated extension Loan {
    /// A row of `loans` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var memberId: UUID
        public var tagName: String?
        public var previous: Int?
        public var long: Int
        public var other: String
        public var returned: CalendarDate?

        @inlinable
        public init(
            memberId: UUID,
            tagName: String? = nil,
            previous: Int? = nil,
            long: Int,
            other: String,
            returned: CalendarDate? = nil
        ) {
            self.memberId = memberId
            self.tagName = tagName
            self.previous = previous
            self.long = long
            self.other = other
            self.returned = returned
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Loan) {
            self.memberId = row.memberId
            self.tagName = row.tagName
            self.previous = row.previous
            self.long = row.long
            self.other = row.other
            self.returned = row.returned
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.memberId, at: 1)
            parameters.bind(self.tagName, at: 2)
            parameters.bind(self.previous, at: 3)
            parameters.bind(self.long, at: 4)
            parameters.bind(self.other, to: "other", maxLength: 100, at: 5)
            parameters.bind(self.returned, at: 6)
        }
    }
}

nonisolated extension Chapter {
    /// A row of `chapters` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var title: String
        public var first: String?

        @inlinable
        public init(title: String, first: String? = nil) {
            self.title = title
            self.first = first
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Chapter) {
            self.title = row.title
            self.first = row.first
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.title, to: "title", maxLength: 40, at: 1)
            parameters.bind(self.first, to: "first", maxLength: 40, at: 2)
        }
    }
}

nonisolated extension Page {
    /// A row of `pages` to be inserted: without what the database fills in, and with defaults.
    public nonisolated struct Draft: Codable, Hashable, Sendable {
        public var title: String
        public var chapter: String?

        @inlinable
        public init(title: String, chapter: String? = nil) {
            self.title = title
            self.chapter = chapter
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Page) {
            self.title = row.title
            self.chapter = row.chapter
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(self.title, to: "title", maxLength: 40, at: 1)
            parameters.bind(self.chapter, to: "chapter", maxLength: 40, at: 2)
        }
    }
}
