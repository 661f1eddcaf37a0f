import CSQLite

/// Texts of several commands, as revisions are.
extension SQLiteConnection {
    func commands(of script: String) throws -> [String] { try Dialect.sqlite.texts(of: script) }

    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try await withTaskExecutorPreference(longRunningExecutor) {
            guard let progress else { return try runCommandHere(sql) }
            return try RowCounter(progress).counting(on: db) { try runCommandHere(sql) }
        }
    }

    private func runCommandHere(_ sql: String) throws -> Int {
        finalizeAbandoned()
        monitor.begin(nil, .unlimited)
        if isMigrating { rebuilds.note(ScriptCommand(sql)) }
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

/// Finds the commands of a script: a semicolon ends one where SQLite thinks it complete, which it is not inside a trigger.
struct SQLiteScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// Where a comment or a quote begins that the script does not end.
    private var opening: Int?

    private init(_ script: String) {
        bytes = Array(script.utf8)
    }

    /// The commands, without the semicolons between them, and without those that are comments alone.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a comment or a quote that is never closed.
    static func commands(_ script: String) throws -> [String] {
        var scanner = SQLiteScanner(script)
        var commands: [String] = []
        while let command = scanner.next() { commands.append(command) }
        if let opening = scanner.opening { throw DatabaseError.neverClosed(at: opening, in: script) }
        return commands
    }

    /// The next command, without its semicolon. What is comment alone is none.
    private mutating func next() -> String? {
        let start = position
        var hasContent = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "-") where isNext("-"): skip(to: UInt8(ascii: "\n"))
            case UInt8(ascii: "/") where isNext("*"): skipComment()
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                hasContent = true
                let start = position
                position += 1
                skip(to: bytes[start], from: start)
            case UInt8(ascii: "["):
                hasContent = true
                skip(to: UInt8(ascii: "]"), from: position)
            case UInt8(ascii: ";"):
                position += 1
                guard hasContent else { continue }
                let command = String(decoding: bytes[start..<position], as: UTF8.self)
                if sqlite3_complete(command) != 0 { return command.trimmedCommand }
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default:
                hasContent = true
                position += 1
            }
        }
        position = bytes.count
        return hasContent ? String(decoding: bytes[start...], as: UTF8.self).trimmedCommand : nil
    }

    private func isNext(_ scalar: Unicode.Scalar) -> Bool {
        position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: scalar)
    }

    /// - Parameter start: where that begins which has to end with this byte, if it has to.
    private mutating func skip(to end: UInt8, from start: Int? = nil) {
        while position < bytes.count, bytes[position] != end { position += 1 }
        if position == bytes.count, let start { opening = start }
        position += 1
    }

    private mutating func skipComment() {
        let start = position
        position += 2
        while position < bytes.count, !(bytes[position] == UInt8(ascii: "*") && isNext("/")) { position += 1 }
        if position >= bytes.count { opening = start }
        position += 2
    }
}
