import RoseyRuntime

/// An empty database of the same system as another one, of which nothing stays: on SQLite one in memory, on PostgreSQL a
/// schema of its own in a transaction that is always undone.
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
                for command in try await transaction.commands(of: script) {
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
            let name = "rosey_scratch_" + String(UInt64.random(in: .min ... .max), radix: 36)
            do {
                try await database.transaction { transaction in
                    func run(_ sql: String) async throws {
                        try await transaction.session.execute(Statement(sql, .write, table: "")) { _ in }
                    }
                    try await run("CREATE SCHEMA \(name)")
                    try await run(
                        "SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', '::text, '\(name)'::text, "
                            + "nullif(pg_catalog.current_setting('search_path'), ''::text)), true)"
                    )
                    throw Undo(result: try await body(transaction))
                }
            } catch let undo as Undo<Result> {
                return undo.result
            }
            throw DatabaseError(.misuse, "a transaction that was to be undone has been committed")
        }
    }

    /// A command of a script as it can run in the one transaction; nothing for what would begin or end one.
    private static func inTransaction(_ command: String, _ dialect: Dialect) -> String? {
        let grammar = ExpressionSystem.of(dialect).grammar
        let tokens = DefinitionText(command, hasArrays: grammar.hasArrays).tokens
        guard let first = tokens.first else { return nil }
        if ["begin", "start", "commit", "end", "rollback"].contains(where: first.isWord) { return nil }
        switch dialect {
        case .sqlite:
            // It does nothing in a transaction anyway.
            return first.isWord("pragma") && tokens.contains { $0.isWord("foreign_keys") } ? nil : command
        case .postgresql:
            guard tokens.prefix(5).contains(where: { $0.isWord("index") }),
                let range = command.firstRange(of: "CONCURRENTLY") ?? command.firstRange(of: "concurrently")
            else { return command }
            return String(command[..<range.lowerBound] + command[range.upperBound...])
        }
    }

    /// Ends a transaction of which nothing is to stay.
    private struct Undo<Result: Sendable>: Error {
        let result: Result
    }
}
