/// One value for each database system.
///
/// The initializer names every dialect, so that a new one is missing wherever values are given until somebody adds its own.
public struct PerDialect<Value> {
    public var sqlite: Value
    public var postgresql: Value

    @inlinable
    public init(sqlite: Value, postgresql: Value) {
        self.sqlite = sqlite
        self.postgresql = postgresql
    }

    /// A value made for each dialect in turn.
    @inlinable
    public init<Failure>(_ value: (Dialect) throws(Failure) -> Value) throws(Failure) {
        self.init(sqlite: try value(.sqlite), postgresql: try value(.postgresql))
    }

    /// A value for each dialect, or nothing at the first that there is none for.
    @inlinable
    public init?(all value: (Dialect) -> Value?) {
        guard let sqlite = value(.sqlite), let postgresql = value(.postgresql) else { return nil }
        self.init(sqlite: sqlite, postgresql: postgresql)
    }

    /// The value for a dialect.
    @inlinable
    public subscript(dialect: Dialect) -> Value {
        get {
            switch dialect {
            case .sqlite: sqlite
            case .postgresql: postgresql
            }
        }
        set {
            switch dialect {
            case .sqlite: sqlite = newValue
            case .postgresql: postgresql = newValue
            }
        }
    }

    /// The values in the order of the dialects.
    @inlinable
    public var all: [Value] { Dialect.allCases.map { self[$0] } }

    /// What becomes of the value for each dialect.
    @inlinable
    public func map<Other>(_ change: (Value) -> Other) -> PerDialect<Other> {
        PerDialect<Other> { change(self[$0]) }
    }
}

extension PerDialect: Sendable where Value: Sendable {}
extension PerDialect: Equatable where Value: Equatable {}
extension PerDialect: Hashable where Value: Hashable {}
