import ExactText
import RoseyRuntime

/// An empty database of the same system as another one, of which nothing stays: on SQLite one in memory, on PostgreSQL the
/// session's own temporary schema, which no other session can see or put anything into, in a transaction that is always
/// undone.
struct ScratchDatabase {
    private let database: Database

    init(like database: Database) {
        self.database = database
    }

    /// Runs `body` where these statements were run.
    func with<Result: Sendable>(
        statements: [String], _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        try await lend { transaction in
            for statement in statements {
                try await transaction.session.execute(Statement(statement, .bulkWrite, table: "")) { _ in }
            }
            return try await body(transaction)
        }
    }

    /// Runs `body` where these scripts were run.
    func with<Result: Sendable>(
        scripts: [String], _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let dialect = database.dialect
        return try await lend { transaction in
            for script in scripts {
                for command in try dialect.commands(of: script) {
                    guard let command = Self.inTransaction(command, dialect) else { continue }
                    try await transaction.runCommand(command)
                }
            }
            return try await body(transaction)
        }
    }

    private func lend<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        switch database.dialect {
        case .sqlite:
            let scratch = try await Database.open(url: "sqlite:///:memory:")
            let result: Swift.Result<Result, any Error>
            do {
                // Foreign keys are off: scripts take tables down.
                try await scratch.session.execute(Statement("PRAGMA foreign_keys = OFF", .write, table: "")) { _ in }
                result = .success(try await scratch.transaction { try await body($0) })
            } catch {
                result = .failure(error)
            }
            await scratch.close()
            return try result.get()
        case .postgresql:
            do {
                try await database.transaction { transaction in
                    try await transaction.session.execute(Statement(Self.temporarySchemaFirst, .write, table: "")) {
                        _ in
                    }
                    throw Undo(result: try await body(transaction))
                }
            } catch let undo as Undo<Result> {
                return undo.result
            }
            throw DatabaseError(.misuse, "a transaction that was to be undone has been committed")
        }
    }

    /// What has no schema's name is made there; functions and types are found where they were.
    private static let temporarySchemaFirst = """
        SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', '::text, 'pg_temp'::text,
            nullif(pg_catalog.current_setting('search_path'), ''::text)), true)
        """

    /// A command of a script as it can run in the one transaction; nothing for what would begin or end one.
    private static func inTransaction(_ command: ScriptCommand, _ dialect: Dialect) -> String? {
        let words = command.words
        if let first = words.first, ["begin", "start", "commit", "end", "rollback"].contains(first) { return nil }
        // It does nothing in a transaction anyway.
        if words.first == "pragma", words.contains("foreign_keys") { return nil }
        guard words.prefix(5).contains("index"), words.contains("concurrently") else { return command.text }
        var lexer = SQLLexer(command.text, dialect.lexerRules)
        while let token = lexer.next() {
            guard token.kind == .word, lexer.text(in: token.range).lowercased() == "concurrently" else { continue }
            let end = command.text.utf8.count
            return lexer.text(in: 0..<token.range.lowerBound) + lexer.text(in: token.range.upperBound..<end)
        }
        return command.text
    }

    /// Ends a transaction of which nothing is to stay.
    private struct Undo<Result: Sendable>: Error {
        let result: Result
    }
}
