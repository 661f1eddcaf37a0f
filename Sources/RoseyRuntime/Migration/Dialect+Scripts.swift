extension Dialect {
    /// The commands of a script, without the semicolons between them.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a NUL character, which databases take for the end of a text.
    func texts(of script: String) throws -> [String] {
        guard !script.utf8.contains(0) else { throw DatabaseError(.syntax, "the script contains a NUL character") }
        #if PostgreSQL
        if self == .postgresql { return SQLScript.commands(script) }
        #endif
        return SQLiteScanner.commands(script)
    }

    /// The commands of a script, with what their comments say.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a NUL character.
    package func commands(of script: String) throws -> [ScriptCommand] {
        try texts(of: script).map(ScriptCommand.init)
    }
}
