#if Metrics || Tracing
extension Statement {
    /// What it does, as its text begins; `nil` where that says nothing, as `WITH` does.
    func operation(_ dialect: Dialect) -> String? {
        let word = sql(dialect).prefix { $0.isASCII && $0.isLetter }.uppercased()
        return Self.operations.contains(word) ? word : nil
    }

    // Those that begin a text: few, so that metrics can be kept for each.
    private static let operations: Set<String> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "CREATE",
        "ALTER",
        "DROP", "PRAGMA", "VACUUM", "ANALYZE", "SET", "TRUNCATE",
    ]
}
#endif
