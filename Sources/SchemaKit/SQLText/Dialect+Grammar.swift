/// What a database makes of SQL that a schema states.
extension Dialect {
    /// Whether `?` and `@` are operators, and not places for values.
    var hasQuestionMarkOperators: Bool {
        switch self {
        case .sqlite: false
        case .postgresql: true
        }
    }

    /// Whether a name without quotes is taken for lower case, and not for one in any case.
    var foldsBareNames: Bool {
        switch self {
        case .sqlite: false
        case .postgresql: true
        }
    }

    /// Whether a generated column can be computed from another one.
    var nestsGeneratedColumns: Bool {
        switch self {
        case .sqlite: true
        case .postgresql: false
        }
    }

    /// Whether `==` is an operator.
    var hasDoubleEquals: Bool {
        switch self {
        case .sqlite: true
        case .postgresql: false
        }
    }

    /// Whether an instant is a number of seconds, which functions for dates do not return.
    var hasNumericTimestamps: Bool {
        switch self {
        case .sqlite: true
        case .postgresql: false
        }
    }
}
