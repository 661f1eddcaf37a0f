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

extension AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
    /// The columns of `an_event_with_a_name_that_is_so_long_that_its_functions_wrap`.
    public struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var aKeyColumnWithARatherLongName: Column<Int> {
            Column("\"a_key_column_with_a_rather_long_name\"", _dialect)
        }

        @inlinable
        public var anotherKeyColumnWithARatherLongName: Column<String> {
            Column("\"another_key_column_with_a_rather_long_name\"", _dialect)
        }

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
    }
}
