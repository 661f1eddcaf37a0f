extension SQLLexer {
    /// The commands of a script, each from its first comment to its last, without the semicolons between them and without
    /// those that are comments alone.
    ///
    /// - Throws: where a comment or a quote begins that the script does not end: it would take in whatever comes after. And
    ///   for a command after which the database would read texts otherwise.
    package static func statements(of script: String, _ rules: Rules) throws(SQLMistake) -> [Substring] {
        var lexer = SQLLexer(script, rules)
        var statements: [Substring] = []
        var body = rules.body
        var range: Range<Int>?
        // The first tokens of the command, without comments.
        var beginning: [Token] = []
        func finish() throws(SQLMistake) {
            defer { (range, beginning, body) = (nil, [], rules.body) }
            guard let range, let first = beginning.first else { return }
            if rules.changesTexts(beginning.map { lexer.value(of: $0).lowercased() }) {
                throw SQLMistake(
                    "a script cannot turn standard_conforming_strings off; write E'…' where a backslash begins an escape",
                    at: first.range.lowerBound, in: script, rules)
            }
            let utf8 = script.utf8
            let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
            statements.append(script[start..<utf8.index(start, offsetBy: range.count)])
        }
        while let token = lexer.next() {
            guard token.isClosed else { throw .unclosed(token, in: script, rules) }
            if token.kind != .comment {
                let isEnd = body.take(token, lexer)
                if isEnd, lexer.isSign(";", token) {
                    try finish()
                    continue
                }
                if beginning.count < 5 { beginning.append(token) }
            }
            range = (range?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
        }
        try finish()
        return statements
    }
}

/// Follows a command, since a semicolon in a part of it does not end it.
enum StatementBody: Hashable, Sendable {
    case trigger(TriggerBody)
    case routine(RoutineBody)

    /// - Returns: whether a semicolon here ends the command.
    mutating func take(_ token: SQLLexer.Token, _ lexer: SQLLexer) -> Bool {
        switch self {
        case .trigger(var body):
            defer { self = .trigger(body) }
            return body.take(token, lexer)
        case .routine(var body):
            defer { self = .routine(body) }
            return body.take(token, lexer)
        }
    }
}

/// Follows a command as SQLite's own `sqlite3_complete` does: `; END;` ends a trigger.
struct TriggerBody: Hashable, Sendable {
    private enum State { case start, explain, create, trigger, semicolon, end, other }
    private var state = State.start

    mutating func take(_ token: SQLLexer.Token, _ lexer: SQLLexer) -> Bool {
        let isSemicolon = lexer.isSign(";", token)
        let word = token.kind == .word && state != .other ? lexer.text(in: token.range).lowercased() : ""
        switch state {
        case .trigger: state = isSemicolon ? .semicolon : .trigger
        case .semicolon: state = isSemicolon ? .semicolon : word == "end" ? .end : .trigger
        case .end: state = isSemicolon ? .start : .trigger
        case _ where isSemicolon: state = .start
        case .start where word == "explain": state = .explain
        case .start where word == "create", .explain where word == "create": state = .create
        case .create where word == "trigger": state = .trigger
        case .create where word == "temp" || word == "temporary": state = .create
        // EXPLAIN QUERY PLAN CREATE TRIGGER …
        case .explain where !["explain", "temp", "temporary", "trigger", "end"].contains(word): state = .explain
        default: state = .other
        }
        return state == .start
    }
}

/// Follows a command as psql does: parentheses, and the body of a routine in SQL, from `BEGIN ATOMIC` to its `END`.
struct RoutineBody: Hashable, Sendable {
    private var parentheses = 0
    private var bodies = 0
    private var wordCount = 0
    private var isDefinition = false
    private var isRoutine = false
    private var lastWord = ""

    mutating func take(_ token: SQLLexer.Token, _ lexer: SQLLexer) -> Bool {
        switch token.kind {
        case .word where wordCount < 4 || (isDefinition && isRoutine):
            take(word: lexer.text(in: token.range).lowercased())
        case .sign where lexer.isSign("(", token): parentheses += 1
        case .sign where lexer.isSign(")", token): parentheses = max(0, parentheses - 1)
        default: break
        }
        return parentheses == 0 && bodies == 0
    }

    private mutating func take(word: String) {
        wordCount += 1
        if wordCount == 1 { isDefinition = word == "create" }
        if wordCount <= 4, word == "function" || word == "procedure" { isRoutine = true }
        defer { lastWord = word }
        guard isDefinition, isRoutine, parentheses == 0 else { return }
        switch word {
        case "atomic" where bodies == 0 && lastWord == "begin": bodies = 1
        case "case" where bodies > 0, "begin" where bodies > 0: bodies += 1
        case "end" where bodies > 0: bodies -= 1
        default: break
        }
    }
}
