/// Words that mean something else than a column.
package enum SQLWords {
    /// Whether the word can stand bare in an expression with a meaning of its own.
    package static func contains(_ word: String) -> Bool { all.contains(word.uppercased()) }

    /// Whether a column of this name needs quotes in an expression on one of the databases.
    package static func isReserved(_ word: String) -> Bool { reserved.contains(word.uppercased()) }

    /// The only database that knows an operator.
    static func owner(of operation: String) -> Dialect? {
        switch operation {
        case "GLOB", "REGEXP", "MATCH": .sqlite
        case "ILIKE", "SIMILAR", "OVERLAPS": .postgresql
        default: nil
        }
    }

    /// Whether PostgreSQL gives a word or the call of a function another value at another time, in another session, or under
    /// other settings, whatever its arguments.
    static func changesByItself(_ word: String, isCall: Bool) -> Bool {
        changingWords.contains(word.uppercased()) || (isCall && changingFunctions.contains(word.lowercased()))
    }

    private static let changingWords: Set<String> = [
        "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP",
        "CURRENT_USER", "LOCALTIME", "LOCALTIMESTAMP", "SESSION_USER", "USER",
    ]

    private static let changingFunctions: Set<String> = [
        "clock_timestamp", "concat", "concat_ws", "current_database", "current_query", "current_schemas",
        "current_setting", "currval", "format", "gen_random_uuid", "inet_client_addr", "inet_client_port",
        "inet_server_addr", "inet_server_port", "lastval", "nextval", "now", "pg_backend_pid", "pg_current_xact_id",
        "pg_sleep", "random", "set_config", "setseed", "setval", "statement_timestamp", "timeofday", "to_char",
        "transaction_timestamp", "txid_current", "version",
    ]

    private static let all: Set<String> = [
        "ALL", "AND", "ANY", "ARRAY", "AS", "ASC", "AT", "BETWEEN", "BOTH", "BY", "CASE", "CAST", "COLLATE",
        "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP",
        "CURRENT_USER", "DESC", "DISTINCT", "ELSE", "END", "ESCAPE", "EXISTS", "FALSE", "FOR", "FROM", "GLOB", "IN",
        "IS", "ISNULL", "LEADING", "LIKE", "LOCALTIME", "LOCALTIMESTAMP", "ILIKE", "MATCH", "NOT", "NOTNULL", "NULL",
        "NULLS", "FIRST", "LAST", "OF", "OPERATOR", "OR", "OVERLAPS", "PLACING", "REGEXP", "SESSION_USER", "SIMILAR",
        "SOME", "SYMMETRIC", "ASYMMETRIC", "THEN", "TO", "TRAILING", "TRUE", "UNKNOWN", "USER", "WHEN", "ZONE", "TIME",
        "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "DOCUMENT", "NORMALIZED", "NFC", "NFD", "NFKC", "NFKD",
        "PRECISION", "VARYING", "WITHOUT", "WITH",
    ]

    /// PostgreSQL's reserved words and SQLite's keywords that it never takes for names, without those that an expression
    /// can hardly do without.
    private static let reserved: Set<String> = [
        "ADD", "ALL", "ALTER", "ANALYSE", "ANALYZE", "ANY", "ARRAY", "ASC", "ASYMMETRIC", "AUTHORIZATION",
        "AUTOINCREMENT",
        "BINARY", "BOTH", "CHECK", "COLLATION", "COLUMN", "COMMIT", "CONCURRENTLY", "CONSTRAINT", "CREATE", "CROSS",
        "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP",
        "CURRENT_USER", "DEFAULT", "DEFERRABLE", "DELETE", "DESC", "DO", "DROP", "END", "EXCEPT", "FETCH", "FOR",
        "FOREIGN",
        "FREEZE", "FULL", "GRANT", "GROUP", "HAVING", "INDEX", "INITIALLY", "INNER", "INSERT", "INTERSECT", "INTO",
        "JOIN",
        "LATERAL", "LEADING", "LEFT", "LIMIT", "LOCALTIME", "LOCALTIMESTAMP", "NATURAL", "NOTHING", "OFFSET", "ON",
        "ONLY",
        "ORDER", "OUTER", "OVERLAPS", "PLACING", "PRIMARY", "REFERENCES", "RETURNING", "RIGHT", "SESSION_USER", "SET",
        "SIMILAR", "SOME", "SYMMETRIC", "TABLE", "TABLESAMPLE", "TO", "TRAILING", "TRANSACTION", "UNION", "UNIQUE",
        "UPDATE", "USER", "USING", "VALUES", "VARIADIC", "VERBOSE", "WHERE", "WINDOW", "WITH",
    ]
}
