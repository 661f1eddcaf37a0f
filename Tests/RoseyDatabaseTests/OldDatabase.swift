import Foundation
import TestSupport
import Testing

/// A database of Rosey 0.5.0, made and read by the `sqlite3` program and not by what is tested.
struct OldDatabase {
    /// The tables of 0.5.0, each with its columns.
    static let tables: [(name: String, columns: [String])] = [
        (
            "user_stats",
            [
                "username", "first_seen", "last_seen", "total_chat_lines", "total_time_connected",
                "current_session_start",
            ]
        ),
        ("user_actions", ["id", "timestamp", "username", "action_type", "details"]),
        (
            "channel_stats",
            [
                "id", "max_users", "max_users_timestamp", "max_connected", "max_connected_timestamp", "last_updated",
            ]
        ),
        ("user_count_history", ["id", "timestamp", "chat_users", "connected_users"]),
        ("recent_chat", ["id", "timestamp", "username", "message"]),
        (
            "current_status",
            [
                "id", "bot_name", "bot_rank", "bot_afk", "channel_name", "current_chat_users",
                "current_connected_users", "playlist_items", "current_media_title", "current_media_duration",
                "bot_start_time", "bot_connected", "last_updated",
            ]
        ),
        (
            "outbound_messages",
            [
                "id", "timestamp", "message", "sent", "sent_timestamp", "retry_count", "last_error",
            ]
        ),
        ("api_tokens", ["token", "description", "created_at", "last_used", "revoked"]),
    ]

    let folder: TemporaryFolder
    let path: String
    var url: String { "sqlite:///" + path }

    /// A copy of a real one.
    init(copying name: String) throws {
        folder = try TemporaryFolder()
        path = folder.file("bot_data.db")
        try FileManager.default.copyItem(
            atPath: "\(packageFolder)/Tests/Support/Reference/V050/\(name).db", toPath: path)
    }

    /// One with all tables and no rows, on which `sql` is run.
    init(_ sql: String = "") async throws {
        folder = try TemporaryFolder()
        path = folder.file("bot_data.db")
        let original = "\(packageFolder)/Tests/Support/Reference/V050/tiny.db"
        let schema = try await ChildProcess.run(
            "/usr/bin/env", ["sqlite3", "file:\(original)?mode=ro&immutable=1", ".schema --nosys"])
        try #require(schema.status == 0, "\(schema.error)")
        try await run(schema.output + sql)
    }

    /// Runs SQL.
    @discardableResult
    func run(_ sql: String) async throws -> String {
        let result = try await ChildProcess.run("/usr/bin/env", ["sqlite3", "-bail", path], input: sql)
        try #require(result.status == 0 && result.error.isEmpty, "\(result.error)")
        return result.output
    }

    var bytes: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: path)) } }

    /// The files beside the database, such as its copies.
    var neighbours: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "bot_data.db" } }
    }

    /// Every value of every row as SQL writes it, with the type that it is stored as, and the numbers that ids go on from.
    func contents() async throws -> [String] {
        let selects = Self.tables.map { table in
            let values = table.columns.map { "typeof(\"\($0)\") || ' ' || quote(\"\($0)\")" }
            return "SELECT '\(table.name): ' || \(values.joined(separator: " || ', ' || ")) FROM \(table.name)"
        }
        let sequences = """
            SELECT 'sequence: ' || name || ' ' || seq FROM sqlite_sequence
            WHERE name IN ('user_actions', 'user_count_history', 'recent_chat', 'outbound_messages') AND seq > 0
            """
        let text = try await run((selects + [sequences]).joined(separator: "\nUNION ALL ") + ";")
        return text.split(separator: "\n").map(String.init).sorted()
    }

    /// Everything in a file, as SQL.
    func dump(of path: String) async throws -> String {
        let result = try await ChildProcess.run("/usr/bin/env", ["sqlite3", path, ".dump"])
        try #require(result.status == 0, "\(result.error)")
        return result.output
    }

    /// The definition of every table, index, view and trigger but those of the runtime.
    func definitions() async throws -> [String] {
        let text = try await run(
            """
            SELECT type || ' ' || tbl_name || ' ' || name FROM sqlite_schema
            WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' AND tbl_name NOT LIKE 'rosey^_%' ESCAPE '^';
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'rosey^_%' ESCAPE '^';
            """)
        return text.split(separator: "\n").map(String.init).sorted()
    }
}
