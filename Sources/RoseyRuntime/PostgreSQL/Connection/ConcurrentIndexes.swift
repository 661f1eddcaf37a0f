#if PostgreSQL
import ExactText

/// Indexes that a migration builds beside those who write, in no transaction, and so perhaps by half.
extension PostgreSQLConnection {
    func canBeRepeated(_ command: ScriptCommand) -> Bool { Self.indexBuilt(by: command) != nil }

    func progressQuery(for command: ScriptCommand) -> ProgressQuery? {
        guard Self.indexBuilt(by: command) != nil else { return nil }
        let statement = Statement(
            """
            SELECT blocks_done, blocks_total FROM pg_catalog.pg_stat_progress_create_index
            WHERE datname = current_database() AND blocks_total > 0
            """, .read, table: "")
        return ProgressQuery(statement: statement, unit: "blocks")
    }

    /// An index is there already, or is gone already.
    func isAlreadyDone(_ command: ScriptCommand, in session: Session) async throws -> Bool {
        if let index = Self.indexBuilt(by: command) {
            return try await Self.existing(index, in: session)?.isValid == true
        }
        guard ["drop", "alter"].contains(command.firstWord), command.words.dropFirst().first == "index" else {
            return false
        }
        return try await Self.existing(command.subject, in: session) == nil
    }

    /// A build that failed leaves an index that nobody uses and everybody has to keep up.
    func commandsBefore(_ command: ScriptCommand, in session: Session) async throws -> [String] {
        guard let index = Self.indexBuilt(by: command), let left = try await Self.existing(index, in: session),
            !left.isValid
        else { return [] }
        return ["DROP INDEX CONCURRENTLY \(SQLQuoting.name(left.name))"]
    }

    /// Indexes that a script has built beside those in use, or put aside.
    func commandsAfterScript(in session: Session) async throws -> [String] {
        let statement = Statement(
            """
            SELECT c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'i' AND n.nspname = current_schema() AND c.relname::text ~ '^rosey_(new|old)_'
            """, .read, table: "")
        return try await session.fetchAll(statement, { _ in }) { try $0.text(0) }.map {
            "DROP INDEX \(SQLQuoting.name($0))"
        }
    }

    /// The index that the command builds while others write, if it does.
    private static func indexBuilt(by command: ScriptCommand) -> String? {
        let isBuild = command.firstWord == "create" && command.words.prefix(4).contains("concurrently")
        return isBuild ? command.subject : nil
    }

    /// - Parameter name: in small letters, as the command has it.
    private static func existing(_ name: String, in session: Session) async throws -> (name: String, isValid: Bool)? {
        let statement = Statement(
            """
            SELECT c.relname::text, CASE WHEN i.indisvalid THEN 1::bigint ELSE 0 END FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE pg_catalog.lower(c.relname::text) = ? AND n.nspname = current_schema()
            """, .read, table: "")
        return try await session.fetchAll(statement, { $0.bind(name, at: 1) }) { row in
            (name: try row.text(0), isValid: try row.int(1) == 1)
        }.first
    }
}
#endif
