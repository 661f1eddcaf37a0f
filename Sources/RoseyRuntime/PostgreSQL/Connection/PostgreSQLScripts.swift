#if PostgreSQL
import CLibPQ

/// The commands of scripts. They are sent one by one, so that an error can name its command.
extension PostgreSQLConnection {
    private static let controlWords: Set<String> = [
        "begin", "start", "commit", "end", "rollback", "abort", "prepare", "savepoint", "release", "copy",
    ]

    /// Refuses a command that would begin or end a transaction.
    ///
    /// - Throws: ``DatabaseError/Code/misuse``
    private static func requireHarmless(_ sql: String) throws {
        guard controlWords.contains(ScriptCommand(sql, .postgresql).firstWord) else { return }
        throw DatabaseError(
            .misuse, "a script runs in a transaction: it cannot begin or end one, nor attach a database", sql: sql)
    }

    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try Self.requireHarmless(sql)
        let changed = try await runUnwatched(sql)
        try await restoreViews()
        return changed
    }

    /// Runs a command, and looks after nothing.
    @discardableResult
    func runUnwatched(_ sql: String) async throws -> Int {
        let statement = Statement(sql, .bulkWrite, table: "")
        try requireSound(statement)
        queuePrefix()
        queue(sql, as: .statement)
        queueSync()
        var changed = 0
        let failure = await receiveRound(statement) { result in
            let isChange = PQresultStatus(result) == PGRES_COMMAND_OK
            changed = isChange ? PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 : 0
            PQclear(result)
        }
        if let failure { throw failure.error }
        return changed
    }
}
#endif
