import ExactText

extension Dialect {
    /// The commands of a script, with what their comments say.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a NUL character, which databases take for the end of a text, and for a
    ///   comment or a quote that is never closed, which would take in whatever comes after the script.
    package func commands(of script: String) throws -> [ScriptCommand] {
        guard !script.utf8.contains(0) else { throw DatabaseError(.syntax, "the script contains a NUL character") }
        do throws(SQLMistake) {
            return try SQLLexer.statements(of: script, lexerRules).map { ScriptCommand(String($0), lexerRules) }
        } catch {
            throw DatabaseError(
                .syntax, "line \(error.line), column \(error.column) of the script: \(error.message)")
        }
    }
}
