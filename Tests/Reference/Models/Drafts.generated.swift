// Generated from schema.yaml; edit that instead. What an insert into each table takes.

public import RoseyRuntime

extension Order {
    /// A row of `order` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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
            parameters.bind(self.class, at: 1)
            parameters.bind(self.number, at: 2)
            parameters.bind(self.default, at: 3)
            parameters.bind(self.self_, at: 4)
            parameters.bind(self._1stPlace, at: 5)
            parameters.bind(self.größe, at: 6)
            parameters.bind(self.dialect, at: 7)
        }
    }
}

extension Kind {
    /// A row of `categories` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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
            parameters.bind(self.name, at: 2)
        }
    }
}

extension Tag {
    /// A row of `tag` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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

extension EventsWithARatherLongName {
    /// A row of `events_with_a_rather_long_name` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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
            parameters.bind(self.otherLongKeyColumn, at: 2)
            parameters.bind(self.id, at: 3)
        }
    }
}

extension Setting {
    /// A row of `settings` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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

extension Counter {
    /// A row of `counters` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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

extension Word {
    /// A row of `words` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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

extension Target {
    /// A row of `targets` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
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
