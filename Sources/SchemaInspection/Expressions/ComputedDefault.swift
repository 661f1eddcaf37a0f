import SchemaKit

/// Defaults that a database computes from what it knows, the time or chance, and that each writes in its own way.
struct ComputedDefault: Sendable {
    private let isOf: @Sendable (ColumnType) -> Bool
    /// The first one is what a schema says.
    private let sqlite: [String]
    private let postgresql: [String]

    /// The default of which this is SQLite's text, with that text.
    static func sqlite(_ text: String, _ type: ColumnType) -> DialectText? {
        all.first { $0.isOf(type) && has(text, $0.sqlite) }.map { both(text, $0.postgresql[0]) }
    }

    /// The default of which this is PostgreSQL's text. `CURRENT_TIMESTAMP` and `now()` are one and the same.
    static func postgresql(_ text: String, _ type: ColumnType) -> DialectText? {
        all.first { $0.isOf(type) && has(text, $0.postgresql) }.map { both($0.sqlite[0], $0.postgresql[0]) }
    }

    private static func has(_ text: String, _ texts: [String]) -> Bool {
        func normal(_ text: String) -> String { DefinitionText(text, hasArrays: true).normal }
        let wanted = normal(text)
        return texts.contains { normal($0) == wanted }
    }

    private static func both(_ sqlite: String, _ postgresql: String) -> DialectText {
        sqlite == postgresql ? .common(sqlite) : .perDialect(sqlite: sqlite, postgresql: postgresql)
    }

    @Sendable private static func isText(_ type: ColumnType) -> Bool {
        switch type {
        case .string, .text: true
        case .integer, .int32, .real, .decimal, .boolean, .blob, .timestamp, .date, .uuid, .json, .enumeration: false
        }
    }

    private static let all = [
        ComputedDefault(
            isOf: { $0 == .timestamp }, sqlite: [DialectText.now[.sqlite]],
            postgresql: [
                DialectText.now[.postgresql], "date_trunc('milliseconds'::text, statement_timestamp())",
            ]),
        ComputedDefault(
            isOf: { $0 == .timestamp }, sqlite: ["unixepoch()", "unixepoch('now')", "unixepoch('subsec')"],
            postgresql: ["now()", "CURRENT_TIMESTAMP", "transaction_timestamp()"]),
        ComputedDefault(
            isOf: { $0 == .uuid }, sqlite: ["randomblob(16)"], postgresql: ["gen_random_uuid()"]),
        ComputedDefault(
            isOf: { $0 == .date }, sqlite: ["CURRENT_DATE", "date('now')", "date()"], postgresql: ["CURRENT_DATE"]),
        ComputedDefault(
            isOf: isText, sqlite: ["CURRENT_TIMESTAMP", "datetime('now')", "datetime()"],
            postgresql: [
                "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')",
                "to_char((now() AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI:SS'::text)",
            ]),
        ComputedDefault(
            isOf: isText, sqlite: ["CURRENT_DATE", "date('now')", "date()"],
            postgresql: [
                "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
                "to_char((now() AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD'::text)",
            ]),
        ComputedDefault(
            isOf: isText, sqlite: ["CURRENT_TIME", "time('now')", "time()"],
            postgresql: [
                "to_char(now() AT TIME ZONE 'UTC', 'HH24:MI:SS')",
                "to_char((now() AT TIME ZONE 'UTC'::text), 'HH24:MI:SS'::text)",
            ]),
        ComputedDefault(
            isOf: { $0 == .integer },
            sqlite: [
                "unixepoch()", "unixepoch('now')", "strftime('%s', 'now')", "CAST(strftime('%s', 'now') AS INTEGER)",
            ],
            postgresql: [
                "CAST(floor(extract(epoch FROM now())) AS BIGINT)", "(floor(EXTRACT(epoch FROM now())))::bigint",
            ]),
    ]
}
