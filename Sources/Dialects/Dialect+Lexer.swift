package import ExactText

extension Dialect {
    /// How the database reads SQL text.
    package var lexerRules: SQLLexer.Rules {
        switch self {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        }
    }
}
