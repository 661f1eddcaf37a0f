// Generated from schema.yaml; edit that instead. What the closure of an update assigns to.

public import RoseyRuntime

// Each column is here twice. `Changes` has what the database computes, so that `$0.count += 1` counts
// there; `Settable` takes plain values, as in `$0.count = 5`. The compiler picks the one that fits.

extension Order {
    /// Takes plain values for the columns of `order`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `order`.
    public struct Changes: Settable {
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

extension Order.Settable {
    @_disfavoredOverload
    public var `default`: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { "" }
        set { assign("\"default\"", newValue) }
    }

    @_disfavoredOverload
    public var self_: [UInt8]? {
        @available(*, unavailable, message: "only the database knows the value")
        get { nil }
        set { assign("\"self\"", newValue) }
    }

    @_disfavoredOverload
    public var _1stPlace: Double {
        @available(*, unavailable, message: "only the database knows the value")
        get { 0 }
        set { assign("\"1st place\"", newValue) }
    }

    @_disfavoredOverload
    public var größe: Int32? {
        @available(*, unavailable, message: "only the database knows the value")
        get { nil }
        set { assign("\"größe\"", newValue) }
    }

    @_disfavoredOverload
    public var dialect: Bool? {
        @available(*, unavailable, message: "only the database knows the value")
        get { nil }
        set { assign("\"_dialect\"", newValue) }
    }
}

extension Kind {
    /// Takes plain values for the columns of `categories`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `categories`.
    public struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }

        public var name: Assignable<String> {
            get { assignable("\"name\"") }
            set { assign("\"name\"", newValue) }
        }
    }
}

extension Kind.Settable {
    @_disfavoredOverload
    public var name: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { "" }
        set { assign("\"name\"", newValue) }
    }
}

extension Tag {
    /// Takes plain values for the columns of `tag`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `tag`.
    public struct Changes: Settable {
        public var _assignments: Assignments

        public init(_ assignments: Assignments) {
            _assignments = assignments
        }
    }
}

extension EventsWithARatherLongName {
    /// Takes plain values for the columns of `events_with_a_rather_long_name`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `events_with_a_rather_long_name`.
    public struct Changes: Settable {
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

extension EventsWithARatherLongName.Settable {
    @_disfavoredOverload
    public var id: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { "" }
        set { assign("\"id\"", newValue) }
    }
}

extension Setting {
    /// Takes plain values for the columns of `settings`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `settings`.
    public struct Changes: Settable {
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

extension Setting.Settable {
    @_disfavoredOverload
    public var volume: Double {
        @available(*, unavailable, message: "only the database knows the value")
        get { 0 }
        set { assign("\"volume\"", newValue) }
    }

    @_disfavoredOverload
    public var muted: Bool {
        @available(*, unavailable, message: "only the database knows the value")
        get { false }
        set { assign("\"muted\"", newValue) }
    }
}

extension Counter {
    /// Takes plain values for the columns of `counters`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `counters`.
    public struct Changes: Settable {
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

extension Counter.Settable {
    @_disfavoredOverload
    public var value: Int {
        @available(*, unavailable, message: "only the database knows the value")
        get { 0 }
        set { assign("\"value\"", newValue) }
    }
}

extension Word {
    /// Takes plain values for the columns of `words`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `words`.
    public struct Changes: Settable {
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

extension Word.Settable {
    @_disfavoredOverload
    public var draft: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { "" }
        set { assign("\"draft\"", newValue) }
    }

    @_disfavoredOverload
    public var change: String? {
        @available(*, unavailable, message: "only the database knows the value")
        get { nil }
        set { assign("\"change\"", newValue) }
    }
}

extension Target {
    /// Takes plain values for the columns of `targets`.
    public protocol Settable: RowChanges {}

    /// Changes to rows of `targets`.
    public struct Changes: Settable {
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

extension Target.Settable {
    @_disfavoredOverload
    public var target: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { "" }
        set { assign("\"target\"", newValue) }
    }

    @_disfavoredOverload
    public var statement: String {
        @available(*, unavailable, message: "only the database knows the value")
        get { "" }
        set { assign("\"statement\"", newValue) }
    }
}
