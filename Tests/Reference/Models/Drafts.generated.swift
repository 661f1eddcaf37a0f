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
            `class` = row.`class`
            number = row.number
            `default` = row.`default`
            self_ = row.self_
            _1stPlace = row._1stPlace
            größe = row.größe
            dialect = row.dialect
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(`class`, at: 1)
            parameters.bind(number, at: 2)
            parameters.bind(`default`, at: 3)
            parameters.bind(self_, at: 4)
            parameters.bind(_1stPlace, at: 5)
            parameters.bind(größe, at: 6)
            parameters.bind(dialect, at: 7)
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
            id = row.id
            name = row.name
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(id, at: 1)
            parameters.bind(name, at: 2)
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
            name = row.name
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(name, at: 1)
        }
    }
}

extension AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
    /// A row of `an_event_with_a_name_that_is_so_long_that_its_functions_wrap` to be inserted: without what the
    /// database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
        public var aKeyColumnWithARatherLongName: Int
        public var anotherKeyColumnWithARatherLongName: String
        public var id: String

        @inlinable
        public init(aKeyColumnWithARatherLongName: Int, anotherKeyColumnWithARatherLongName: String, id: String) {
            self.aKeyColumnWithARatherLongName = aKeyColumnWithARatherLongName
            self.anotherKeyColumnWithARatherLongName = anotherKeyColumnWithARatherLongName
            self.id = id
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: AnEventWithANameThatIsSoLongThatItsFunctionsWrap) {
            aKeyColumnWithARatherLongName = row.aKeyColumnWithARatherLongName
            anotherKeyColumnWithARatherLongName = row.anotherKeyColumnWithARatherLongName
            id = row.id
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(aKeyColumnWithARatherLongName, at: 1)
            parameters.bind(anotherKeyColumnWithARatherLongName, at: 2)
            parameters.bind(id, at: 3)
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
            volume = row.volume
            muted = row.muted
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
            parameters.bind(volume, at: 1)
            parameters.bind(1, at: 2)
            parameters.bind(muted, at: 3)
        }
    }
}

extension Counter {
    /// A row of `counters` to be inserted: without what the database fills in, and with defaults.
    public struct Draft: Codable, Hashable, Sendable {
        @inlinable
        public init() {
        }

        /// A draft with the values of an existing row.
        @inlinable
        public init(_ row: Counter) {
        }

        @inlinable
        func bind(to parameters: inout Parameters) {
        }
    }
}
