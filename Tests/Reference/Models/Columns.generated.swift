// Generated from schema.yaml; edit that instead. The columns that conditions and orders are written with.

public import RoseyRuntime

extension Order {
    /// The columns of `order`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        /// Has `code`, \ and "quotes"
        @inlinable
        public var `class`: Column<String> { Column("\"class\"", _dialect) }

        @inlinable
        public var number: Column<Int32> { Column("\"Number\"", _dialect) }

        @inlinable
        public var `default`: Column<String> { Column("\"default\"", _dialect) }

        @inlinable
        public var self_: NullableColumn<[UInt8]> { NullableColumn("\"self\"", _dialect) }

        @inlinable
        public var _1stPlace: Column<Double> { Column("\"1st place\"", _dialect) }

        @inlinable
        public var größe: NullableColumn<Int32> { NullableColumn("\"größe\"", _dialect) }

        @inlinable
        public var dialect: NullableColumn<Bool> { NullableColumn("\"_dialect\"", _dialect) }
    }
}

extension Kind {
    /// The columns of `categories`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var id: Column<Int32> { Column("\"id\"", _dialect) }

        @inlinable
        public var name: Column<String> { Column("\"name\"", _dialect) }
    }
}

extension Tag {
    /// The columns of `tag`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var name: Column<String> { Column("\"name\"", _dialect) }
    }
}

extension EventsWithARatherLongName {
    /// The columns of `events_with_a_rather_long_name`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var longKeyColumn: Column<Int> { Column("\"long_key_column\"", _dialect) }

        @inlinable
        public var otherLongKeyColumn: Column<String> { Column("\"other_long_key_column\"", _dialect) }

        @inlinable
        public var id: Column<String> { Column("\"id\"", _dialect) }
    }
}

extension Setting {
    /// The columns of `settings`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var volume: Column<Double> { Column("\"volume\"", _dialect) }

        @inlinable
        public var key: Column<Int> { Column("\"key\"", _dialect) }

        @inlinable
        public var muted: Column<Bool> { Column("\"muted\"", _dialect) }
    }
}

extension Counter {
    /// The columns of `counters`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var id: Column<Int> { Column("\"id\"", _dialect) }

        @inlinable
        public var value: Column<Int> { Column("\"value\"", _dialect) }
    }
}

extension Word {
    /// The columns of `words`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var session: Column<String> { Column("\"session\"", _dialect) }

        @inlinable
        public var parameters: Column<String> { Column("\"parameters\"", _dialect) }

        @inlinable
        public var row: Column<String> { Column("\"row\"", _dialect) }

        @inlinable
        public var draft: Column<String> { Column("\"draft\"", _dialect) }

        @inlinable
        public var change: NullableColumn<String> { NullableColumn("\"change\"", _dialect) }
    }
}

extension Target {
    /// The columns of `targets`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var draft: Column<Int> { Column("\"draft\"", _dialect) }

        @inlinable
        public var target: Column<String> { Column("\"target\"", _dialect) }

        @inlinable
        public var statement: Column<String> { Column("\"statement\"", _dialect) }
    }
}
