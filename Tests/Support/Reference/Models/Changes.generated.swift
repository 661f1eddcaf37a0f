// Generated from schema.yaml; edit that instead. What the closure of an update assigns to.

public import RoseyRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// Each column is here twice. `Changes` has what the database computes, so that `$0.count += 1` counts
// there; `Settable` takes plain values, as in `$0.count = 5`. The compiler picks the one that fits.

nonisolated extension Order {
    /// Takes plain values for the columns of `order`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `order`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var `default`: Assignable<String> {
            get { assignable("\"default\"") }
            set { assign("\"default\"", newValue) }
        }

        public var self_: Assignable<[UInt8]> {
            get { assignable("\"self\"") }
            set { assign("\"self\"", newValue) }
        }

        public var _1stPlace: Assignable<Double> {
            get { assignable("\"1st place\"") }
            set { assign("\"1st place\"", newValue) }
        }

        public var größe: Assignable<Int32> {
            get { assignable("\"größe\"") }
            set { assign("\"größe\"", newValue) }
        }

        public var dialect: Assignable<Bool> {
            get { assignable("\"_dialect\"") }
            set { assign("\"_dialect\"", newValue) }
        }
    }
}

nonisolated extension Order.Settable {
    @_disfavoredOverload
    public var `default`: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"default\"", newValue) }
    }

    @_disfavoredOverload
    public var self_: [UInt8]? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"self\"", newValue) }
    }

    @_disfavoredOverload
    public var _1stPlace: Double {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"1st place\"", newValue) }
    }

    @_disfavoredOverload
    public var größe: Int32? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"größe\"", newValue) }
    }

    @_disfavoredOverload
    public var dialect: Bool? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"_dialect\"", newValue) }
    }
}

nonisolated extension Kind {
    /// Takes plain values for the columns of `categories`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `categories`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var name: Assignable<String> {
            get { assignable("\"name\"") }
            set { assign("\"name\"", newValue, maxLength: 20) }
        }
    }
}

nonisolated extension Kind.Settable {
    @_disfavoredOverload
    public var name: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"name\"", newValue, maxLength: 20) }
    }
}

nonisolated extension Tag {
    /// Takes plain values for the columns of `tag`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `tag`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }
    }
}

nonisolated extension EventsWithARatherLongName {
    /// Takes plain values for the columns of `events_with_a_rather_long_name`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `events_with_a_rather_long_name`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var id: Assignable<String> {
            get { assignable("\"id\"") }
            set { assign("\"id\"", newValue) }
        }
    }
}

nonisolated extension EventsWithARatherLongName.Settable {
    @_disfavoredOverload
    public var id: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"id\"", newValue) }
    }
}

nonisolated extension Setting {
    /// Takes plain values for the columns of `settings`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `settings`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var volume: Assignable<Double> {
            get { assignable("\"volume\"") }
            set { assign("\"volume\"", newValue) }
        }

        public var muted: Assignable<Bool> {
            get { assignable("\"muted\"") }
            set { assign("\"muted\"", newValue) }
        }
    }
}

nonisolated extension Setting.Settable {
    @_disfavoredOverload
    public var volume: Double {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"volume\"", newValue) }
    }

    @_disfavoredOverload
    public var muted: Bool {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"muted\"", newValue) }
    }
}

nonisolated extension Counter {
    /// Takes plain values for the columns of `counters`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `counters`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var value: Assignable<Int> {
            get { assignable("\"value\"") }
            set { assign("\"value\"", newValue) }
        }
    }
}

nonisolated extension Counter.Settable {
    @_disfavoredOverload
    public var value: Int {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"value\"", newValue) }
    }
}

nonisolated extension Word {
    /// Takes plain values for the columns of `words`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `words`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var draft: Assignable<String> {
            get { assignable("\"draft\"") }
            set { assign("\"draft\"", newValue) }
        }

        public var change: Assignable<String> {
            get { assignable("\"change\"") }
            set { assign("\"change\"", newValue) }
        }
    }
}

nonisolated extension Word.Settable {
    @_disfavoredOverload
    public var draft: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"draft\"", newValue) }
    }

    @_disfavoredOverload
    public var change: String? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"change\"", newValue) }
    }
}

nonisolated extension Target {
    /// Takes plain values for the columns of `targets`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `targets`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var target: Assignable<String> {
            get { assignable("\"target\"") }
            set { assign("\"target\"", newValue) }
        }

        public var statement: Assignable<String> {
            get { assignable("\"statement\"") }
            set { assign("\"statement\"", newValue) }
        }
    }
}

nonisolated extension Target.Settable {
    @_disfavoredOverload
    public var target: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"target\"", newValue) }
    }

    @_disfavoredOverload
    public var statement: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"statement\"", newValue) }
    }
}

nonisolated extension Member {
    /// Takes plain values for the columns of `members`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `members`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var name: Assignable<String> {
            get { assignable("\"name\"") }
            set { assign("\"name\"", newValue, maxLength: 80) }
        }

        public var born: Assignable<CalendarDate> {
            get { assignable("\"born\"") }
            set { assign("\"born\"", newValue) }
        }

        public var joined: Assignable<Date> {
            get { assignable("\"joined\"") }
            set { assign("\"joined\"", newValue) }
        }

        public var left: Assignable<Date> {
            get { assignable("\"left\"") }
            set { assign("\"left\"", newValue) }
        }

        public var fee: Assignable<Decimal> {
            get { assignable("\"fee\"") }
            set { assign("\"fee\"", newValue, precision: 8, scale: 2) }
        }

        public var discount: Assignable<Decimal> {
            get { assignable("\"discount\"") }
            set { assign("\"discount\"", newValue, precision: 3, scale: 3) }
        }

        public var level: Assignable<Member.Level> {
            get { assignable("\"level\"") }
            set { assign("\"level\"", newValue) }
        }

        public var mood: Assignable<Member.Mood> {
            get { assignable("\"mood\"") }
            set { assign("\"mood\"", newValue) }
        }

        public var photo: Assignable<[UInt8]> {
            get { assignable("\"photo\"") }
            set { assign("\"photo\"", newValue) }
        }

        public var notes: Assignable<JSON> {
            get { assignable("\"notes\"") }
            set { assign("\"notes\"", newValue) }
        }

        public var extra: Assignable<JSON> {
            get { assignable("\"extra\"") }
            set { assign("\"extra\"", newValue) }
        }

        public var settings: Assignable<MemberSettings> {
            get { assignable("\"settings\"") }
            set { assign("\"settings\"", newValue) }
        }

        public var rank: Assignable<Rank> {
            get { assignable("\"rank\"") }
            set { assign("\"rank\"", newValue) }
        }

        public var nick: Assignable<Nickname> {
            get { assignable("\"nickname\"") }
            set { assign("\"nickname\"", newValue, maxLength: 20) }
        }

        public var since: Assignable<CalendarDate> {
            get { assignable("\"since\"") }
            set { assign("\"since\"", newValue) }
        }

        public var at: Assignable<Date> {
            get { assignable("\"at\"") }
            set { assign("\"at\"", newValue) }
        }

        public var token: Assignable<UUID> {
            get { assignable("\"token\"") }
            set { assign("\"token\"", newValue) }
        }
    }
}

nonisolated extension Member.Settable {
    @_disfavoredOverload
    public var name: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"name\"", newValue, maxLength: 80) }
    }

    @_disfavoredOverload
    public var born: CalendarDate? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"born\"", newValue) }
    }

    @_disfavoredOverload
    public var joined: Date {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"joined\"", newValue) }
    }

    @_disfavoredOverload
    public var left: Date? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"left\"", newValue) }
    }

    @_disfavoredOverload
    public var fee: Decimal {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"fee\"", newValue, precision: 8, scale: 2) }
    }

    @_disfavoredOverload
    public var discount: Decimal? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"discount\"", newValue, precision: 3, scale: 3) }
    }

    @_disfavoredOverload
    public var level: Member.Level {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"level\"", newValue) }
    }

    @_disfavoredOverload
    public var mood: Member.Mood? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"mood\"", newValue) }
    }

    @_disfavoredOverload
    public var photo: [UInt8] {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"photo\"", newValue) }
    }

    @_disfavoredOverload
    public var notes: JSON {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"notes\"", newValue) }
    }

    @_disfavoredOverload
    public var extra: JSON? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"extra\"", newValue) }
    }

    @_disfavoredOverload
    public var settings: MemberSettings? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"settings\"", newValue) }
    }

    @_disfavoredOverload
    public var rank: Rank {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"rank\"", newValue) }
    }

    @_disfavoredOverload
    public var nick: Nickname? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"nickname\"", newValue, maxLength: 20) }
    }

    @_disfavoredOverload
    public var since: CalendarDate {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"since\"", newValue) }
    }

    @_disfavoredOverload
    public var at: Date {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"at\"", newValue) }
    }

    @_disfavoredOverload
    public var token: UUID {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"token\"", newValue) }
    }
}

nonisolated extension Loan {
    /// Takes plain values for the columns of `loans`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `loans`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var memberId: Assignable<UUID> {
            get { assignable("\"member_id\"") }
            set { assign("\"member_id\"", newValue) }
        }

        public var tagName: Assignable<String> {
            get { assignable("\"tag_name\"") }
            set { assign("\"tag_name\"", newValue) }
        }

        public var previous: Assignable<Int> {
            get { assignable("\"previous\"") }
            set { assign("\"previous\"", newValue) }
        }

        public var long: Assignable<Int> {
            get { assignable("\"long\"") }
            set { assign("\"long\"", newValue) }
        }

        public var other: Assignable<String> {
            get { assignable("\"other\"") }
            set { assign("\"other\"", newValue, maxLength: 100) }
        }

        public var returned: Assignable<CalendarDate> {
            get { assignable("\"returned\"") }
            set { assign("\"returned\"", newValue) }
        }
    }
}

nonisolated extension Loan.Settable {
    @_disfavoredOverload
    public var memberId: UUID {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"member_id\"", newValue) }
    }

    @_disfavoredOverload
    public var tagName: String? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"tag_name\"", newValue) }
    }

    @_disfavoredOverload
    public var previous: Int? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"previous\"", newValue) }
    }

    @_disfavoredOverload
    public var long: Int {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"long\"", newValue) }
    }

    @_disfavoredOverload
    public var other: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"other\"", newValue, maxLength: 100) }
    }

    @_disfavoredOverload
    public var returned: CalendarDate? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"returned\"", newValue) }
    }
}

nonisolated extension Chapter {
    /// Takes plain values for the columns of `chapters`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `chapters`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var first: Assignable<String> {
            get { assignable("\"first\"") }
            set { assign("\"first\"", newValue, maxLength: 40) }
        }
    }
}

nonisolated extension Chapter.Settable {
    @_disfavoredOverload
    public var first: String? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"first\"", newValue, maxLength: 40) }
    }
}

nonisolated extension Page {
    /// Takes plain values for the columns of `pages`.
    public nonisolated protocol Settable: RowChanges {}

    /// Changes to rows of `pages`.
    public nonisolated struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var chapter: Assignable<String> {
            get { assignable("\"chapter\"") }
            set { assign("\"chapter\"", newValue, maxLength: 40) }
        }
    }
}

nonisolated extension Page.Settable {
    @_disfavoredOverload
    public var chapter: String? {
        @available(*, unavailable, message: "only the database knows the value")
        get { unreadable() }
        set { assign("\"chapter\"", newValue, maxLength: 40) }
    }
}
