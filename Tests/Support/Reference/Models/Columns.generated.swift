// Generated from schema.yaml; edit that instead. The columns that conditions and orders are written with.

public import RoseyRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

nonisolated extension Order {
    /// The columns of `order`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Kind {
    /// The columns of `categories`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Tag {
    /// The columns of `tag`.
    public nonisolated struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var name: Column<String> { Column("\"name\"", _dialect) }
    }
}

nonisolated extension EventsWithARatherLongName {
    /// The columns of `events_with_a_rather_long_name`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Setting {
    /// The columns of `settings`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Counter {
    /// The columns of `counters`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Word {
    /// The columns of `words`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Target {
    /// The columns of `targets`.
    public nonisolated struct Columns: Sendable {
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

nonisolated extension Member {
    /// The columns of `members`.
    public nonisolated struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var id: Column<UUID> { Column("\"id\"", _dialect) }

        @inlinable
        public var name: Column<String> { Column("\"name\"", _dialect) }

        @inlinable
        public var born: NullableColumn<CalendarDate> { NullableColumn("\"born\"", _dialect) }

        @inlinable
        public var joined: Column<Date> { Column("\"joined\"", _dialect) }

        @inlinable
        public var left: NullableColumn<Date> { NullableColumn("\"left\"", _dialect) }

        @inlinable
        public var fee: Column<Decimal> { Column("\"fee\"", _dialect, scale: 2) }

        @inlinable
        public var discount: NullableColumn<Decimal> { NullableColumn("\"discount\"", _dialect, scale: 3) }

        @inlinable
        public var level: Column<Member.Level> { Column("\"level\"", _dialect) }

        @inlinable
        public var mood: NullableColumn<Member.Mood> { NullableColumn("\"mood\"", _dialect) }

        @inlinable
        public var photo: Column<[UInt8]> { Column("\"photo\"", _dialect) }

        @inlinable
        public var notes: Column<JSON> { Column("\"notes\"", _dialect) }

        @inlinable
        public var extra: NullableColumn<JSON> { NullableColumn("\"extra\"", _dialect) }

        @inlinable
        public var settings: NullableColumn<MemberSettings> { NullableColumn("\"settings\"", _dialect) }

        @inlinable
        public var rank: Column<Rank> { Column("\"rank\"", _dialect) }

        @inlinable
        public var nick: NullableColumn<Nickname> { NullableColumn("\"nickname\"", _dialect) }

        @inlinable
        public var since: Column<CalendarDate> { Column("\"since\"", _dialect) }

        @inlinable
        public var at: Column<Date> { Column("\"at\"", _dialect) }

        @inlinable
        public var token: Column<UUID> { Column("\"token\"", _dialect) }

        @inlinable
        public var initial: Column<String> { Column("\"initial\"", _dialect) }

        @inlinable
        public var doubleFee: Column<Decimal> { Column("\"double_fee\"", _dialect, scale: 2) }
    }
}

nonisolated extension Loan {
    /// The columns of `loans`.
    public nonisolated struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var id: Column<LoanID> { Column("\"id\"", _dialect) }

        @inlinable
        public var memberId: Column<UUID> { Column("\"member_id\"", _dialect) }

        @inlinable
        public var tagName: NullableColumn<String> { NullableColumn("\"tag_name\"", _dialect) }

        @inlinable
        public var previous: NullableColumn<Int> { NullableColumn("\"previous\"", _dialect) }

        @inlinable
        public var long: Column<Int> { Column("\"long\"", _dialect) }

        @inlinable
        public var other: Column<String> { Column("\"other\"", _dialect) }

        @inlinable
        public var returned: NullableColumn<CalendarDate> { NullableColumn("\"returned\"", _dialect) }
    }
}

nonisolated extension Chapter {
    /// The columns of `chapters`.
    public nonisolated struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var title: Column<String> { Column("\"title\"", _dialect) }

        @inlinable
        public var first: NullableColumn<String> { NullableColumn("\"first\"", _dialect) }
    }
}

nonisolated extension Page {
    /// The columns of `pages`.
    public nonisolated struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var title: Column<String> { Column("\"title\"", _dialect) }

        @inlinable
        public var chapter: NullableColumn<String> { NullableColumn("\"chapter\"", _dialect) }
    }
}

nonisolated extension OpenLoan {
    /// The columns of `open_loans`.
    public nonisolated struct Columns: Sendable {
        @usableFromInline let _dialect: Dialect

        @inlinable
        init(_ dialect: Dialect) {
            _dialect = dialect
        }

        @inlinable
        public var loanId: Column<LoanID> { Column("\"loan_id\"", _dialect) }

        @inlinable
        public var name: Column<String> { Column("\"name\"", _dialect) }

        @inlinable
        public var level: Column<Member.Level> { Column("\"level\"", _dialect) }

        /// As of today
        @inlinable
        public var mood: NullableColumn<OpenLoan.Mood> { NullableColumn("\"mood\"", _dialect) }
    }
}
