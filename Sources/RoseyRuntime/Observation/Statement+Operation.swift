extension Statement {
    /// What it does, as its text begins; `nil` where that says nothing, as `WITH` does.
    func operation(_ dialect: Dialect) -> String? {
        let word =
            switch text {
            case .generated(let texts): firstWord(of: texts[dialect].utf8)
            case .words(let words): words.first.map { firstWord(of: $0.utf8) } ?? ""
            case .dynamic(let text): firstWord(of: text.utf8)
            }
        return Self.rowOperations.contains(word) || Self.otherOperations.contains(word) ? word : nil
    }

    private func firstWord(of text: some Sequence<UInt8>) -> String {
        let letters = text.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        return String(decoding: Array(letters), as: UTF8.self).uppercased()
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
