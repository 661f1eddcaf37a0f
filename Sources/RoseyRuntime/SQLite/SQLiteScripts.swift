import CSQLite

/// Texts of several commands, as revisions are.
extension SQLiteConnection {
    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try await withTaskExecutorPreference(longRunningExecutor) {
            guard let progress else { return try runCommandHere(sql) }
            return try RowCounter(progress).counting(on: db) { try runCommandHere(sql) }
        }
    }

    private func runCommandHere(_ sql: String) throws -> Int {
        finalizeAbandoned()
        monitor.begin(nil, .unlimited)
        if isMigrating { rebuilds.note(ScriptCommand(sql, .sqlite)) }
        return try ScriptAuthorizer.guarding(db) { try run(sql, $0) }
    }

    private func run(_ sql: String, _ authorizer: ScriptAuthorizer) throws -> Int {
        var changed = 0
        var sql = sql
        try sql.withUTF8 { text in
            var rest = UnsafeRawBufferPointer(text)
            while true {
                // So that an error's place is counted from the command's own beginning.
                let blanks = rest.prefix { [0x20, 0x09, 0x0a, 0x0d].contains($0) }.count
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(blanks))
                guard !rest.isEmpty, let start = rest.baseAddress else { break }
                var handle: OpaquePointer?
                var tail: UnsafePointer<CChar>?
                let status = sqlite3_prepare_v2(
                    db, start.assumingMemoryBound(to: CChar.self), Int32(clamping: rest.count), &handle, &tail)
                var used = tail.map { UnsafeRawPointer($0) - start } ?? rest.count
                if status != SQLITE_OK, rest.prefix(used).last != UInt8(ascii: ";") {
                    // SQLite stopped behind the word it cannot read; people want the line.
                    used += rest.dropFirst(used).prefix { $0 != UInt8(ascii: "\n") }.count
                }
                let text = String(decoding: rest.prefix(used), as: UTF8.self)
                let statement = Statement(text.trimmedCommand, .bulkWrite, table: "")
                guard status == SQLITE_OK else {
                    if status == SQLITE_AUTH, let refusal = authorizer.refusal {
                        throw DatabaseError(.misuse, refusal, sql: statement.sqlite)
                    }
                    throw DatabaseError.sqlite(status, db, statement)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(used))
                guard let handle else { continue }
                defer { sqlite3_finalize(handle) }
                let before = sqlite3_total_changes64(db)
                var result = sqlite3_step(handle)
                while result == SQLITE_ROW { result = sqlite3_step(handle) }
                guard result == SQLITE_DONE else { throw failure(result, statement, handle) }
                // What a definition writes into the table of definitions is no row of anybody's.
                if sqlite3_total_changes64(db) != before { changed += Int(sqlite3_changes64(db)) }
                if isMigrating { try noteDefinitions() }
            }
        }
        return changed
    }
}
