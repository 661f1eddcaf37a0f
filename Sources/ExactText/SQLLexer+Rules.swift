extension SQLLexer {
    /// How one database reads SQL text.
    package struct Rules: Hashable, Sendable {
        /// Whether a comment can have comments in it.
        var nestsComments = false
        /// Whether a carriage return ends a line, and with it a comment. White space it is to every database.
        var endsLinesAtReturns = false
        /// `[name]` and `` `name` ``.
        var hasNamesInOtherQuotes = false
        /// `$$text$$` and `$tag$text$tag$`.
        var hasDollarQuotes = false
        /// `E'…'`, `B'…'` and `U&'…'`, and texts that go on in quotes on the next line.
        var hasPrefixedTexts = false
        /// A backslash in any text begins an escape, as PostgreSQL has it where `standard_conforming_strings` is off.
        package var hasEscapesInTexts = false
        /// Every row of operator characters is an operator.
        var hasOperatorsOfAnyLength = false
        /// What begins a place for a value.
        var parameterMarks = ""
        /// Such a place can have a name.
        var hasNamedParameters = false
        /// A byte order mark between tokens is white space.
        var hasBlankByteOrderMarks = false
        /// The signs of several characters, each before those that it begins with.
        var signs: [String]
        /// What a semicolon in a command can belong to.
        var body: StatementBody

        package static let sqlite = Rules(
            hasNamesInOtherQuotes: true, parameterMarks: "?:@#$", hasNamedParameters: true,
            hasBlankByteOrderMarks: true,
            signs: ["->>", "->", "<<", "<=", "<>", ">>", ">=", "==", "!=", "||"], body: .trigger(TriggerBody()))

        /// With `standard_conforming_strings` on, as the package's own connections and the SQL that it prints have it.
        package static let postgresql = Rules(
            nestsComments: true, endsLinesAtReturns: true, hasDollarQuotes: true, hasPrefixedTexts: true,
            hasOperatorsOfAnyLength: true, parameterMarks: "$", signs: ["::", ":=", ".."], body: .routine(RoutineBody())
        )

        func endsLine(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "\n") || (endsLinesAtReturns && byte == UInt8(ascii: "\r"))
        }

        /// Whether a command with these first words makes a backslash in a text the beginning of an escape.
        func changesTexts(_ words: [String]) -> Bool {
            guard hasPrefixedTexts, words.first == "set" else { return false }
            var rest = words.dropFirst()
            if rest.first == "session" || rest.first == "local" { rest.removeFirst() }
            // The value comes after `=` or TO.
            return rest.first == "standard_conforming_strings" && ["off", "false", "no", "0"].contains(rest.last)
        }
    }
}
