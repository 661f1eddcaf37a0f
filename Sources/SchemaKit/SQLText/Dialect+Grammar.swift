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

    /// Whether what is kept, as in an index, has to follow from the row alone, and only the server knows which functions do so.
    var keepsImmutableValuesOnly: Bool {
        switch self {
        // SQLite says so itself; it is asked when a schema is checked.
        case .sqlite: false
        case .postgresql: true
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
