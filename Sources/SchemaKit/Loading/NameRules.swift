import ExactText

/// What the names of tables, columns, indexes and constraints have to be to work on every database.
struct NameRules {
    let collector: DiagnosticCollector

    /// PostgreSQL cuts longer names, after which two can be the same.
    static let longestName = 63

    /// The columns that every table of PostgreSQL has anyway.
    private static let systemColumns: Set<String> = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]

    func check(_ name: String, _ what: String, at span: SourceSpan) {
        if name.isEmpty {
            collector.error("the name of \(what.withArticle) cannot be empty", at: span)
        }
        if name.utf8.count > Self.longestName {
            collector.error(
                "the name of \(what.withArticle) has at most \(Self.longestName) bytes, as PostgreSQL cuts longer ones; "
                    + "this has \(name.utf8.count)", at: span)
        }
        if name.hasControlCharacter {
            collector.error("the name of \(what.withArticle) cannot contain control characters", at: span)
        }
        if what == "column" {
            if Self.systemColumns.contains(name) {
                collector.error("every table of PostgreSQL has a column '\(name)' of its own", at: span)
            }
            return
        }
        let lower = name.lowercased()
        if what == "table", lower == "excluded" {
            collector.error("'excluded' is what an upsert calls the row that was to be inserted", at: span)
        }
        for (prefix, owner) in [("sqlite_", "SQLite"), ("pg_", "PostgreSQL"), ("rosey_", "Rosey")]
        where lower.hasPrefix(prefix) {
            collector.error("names that begin with '\(prefix)' belong to \(owner)", at: span)
        }
    }
}
