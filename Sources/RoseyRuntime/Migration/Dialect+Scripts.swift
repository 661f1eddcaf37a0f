extension Dialect {
    /// The commands of a script, without the semicolons between them.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a NUL character, which databases take for the end of a text, and for a
    ///   comment or a quote that is never closed, which would take in whatever comes after the script.
    func texts(of script: String) throws -> [String] {
        guard !script.utf8.contains(0) else { throw DatabaseError(.syntax, "the script contains a NUL character") }
        return switch self {
        case .sqlite: try SQLiteScanner.commands(script)
        case .postgresql:
            #if PostgreSQL
            try SQLScript.commands(script)
            #else
            throw DatabaseError.noPostgreSQL
            #endif
        }
    }

    /// The commands of a script, with what their comments say.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a NUL character, and for a comment or a quote that is never closed.
    package func commands(of script: String) throws -> [ScriptCommand] {
        try texts(of: script).map(ScriptCommand.init)
    }
}

extension DatabaseError {
    /// What is wrong with a script of which a comment or a quote begins at this byte and does not end.
    static func neverClosed(at offset: Int, in script: String) -> DatabaseError {
        let line = script.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
        let isComment = script.utf8.dropFirst(offset).starts(with: "/*".utf8)
        return DatabaseError(
            .syntax, "line \(line) of the script: this \(isComment ? "comment" : "quote") is never closed")
    }
}
