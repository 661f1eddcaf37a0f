extension Statement {
    /// What it does, as its text begins; `nil` where that says nothing, as `WITH` does.
    func operation(_ dialect: Dialect) -> String? {
        let word = (words.first?.description ?? sql(dialect)).prefix { $0.isASCII && $0.isLetter }.uppercased()
        return Self.rowOperations.contains(word) || Self.otherOperations.contains(word) ? word : nil
    }

    /// Whether the number that a database tells after it is one of rows. SQLite repeats that of an earlier statement.
    func countsRows(_ dialect: Dialect) -> Bool {
        operation(dialect).map { Self.rowOperations.contains($0) } ?? true
    }

    private static let rowOperations: Set<String> = ["SELECT", "INSERT", "UPDATE", "DELETE"]

    // Few, so that metrics can be kept for each.
    private static let otherOperations: Set<String> = [
        "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "CREATE", "ALTER", "DROP", "PRAGMA", "VACUUM", "ANALYZE",
        "COMMENT", "SET", "TRUNCATE",
    ]
}
