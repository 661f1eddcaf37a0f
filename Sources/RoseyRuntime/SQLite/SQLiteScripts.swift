import CSQLite

/// Texts of several statements, as revisions are.
extension SQLiteConnection {
    func runScript(_ sql: String) async throws {
        try await withTaskExecutorPreference(longRunningExecutor) {
            try runScriptHere(sql)
        }
    }

    private func runScriptHere(_ sql: String) throws {
        finalizeAbandoned()
        // SQLite would take it for the end of the script.
        guard !sql.utf8.contains(0) else { throw DatabaseError(.syntax, "the script contains a NUL character") }
        monitor.begin(nil, isUnlimited: true)
        ScriptAuthorizer.attach(to: db)
        defer { ScriptAuthorizer.detach(from: db) }
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
                guard status == SQLITE_OK else { throw DatabaseError.sqlite(status, db, statement) }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(used))
                guard let handle else { continue }
                defer { sqlite3_finalize(handle) }
                var result = sqlite3_step(handle)
                while result == SQLITE_ROW { result = sqlite3_step(handle) }
                guard result == SQLITE_DONE else { throw DatabaseError.sqlite(result, db, statement) }
            }
        }
    }
}
