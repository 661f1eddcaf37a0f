/// Words that can stand bare in an expression and mean something else than a column.
enum SQLWords {
    static func contains(_ word: String) -> Bool { all.contains(word.uppercased()) }

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
}
