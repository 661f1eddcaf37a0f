import ExactText

/// The script of a revision, as what is to be done one after another.
struct MigrationScript {
    /// What takes effect as a whole.
    enum Part {
        case transaction([ScriptCommand])
        /// A command that cannot be in a transaction.
        case alone(ScriptCommand)

        var commands: [ScriptCommand] {
            switch self {
            case .transaction(let commands): commands
            case .alone(let command): [command]
            }
        }
    }

    private(set) var parts: [Part] = []
    /// Queries for rows that would be in the way. They are run before anything else.
    let requirements: [ScriptCommand]
    let counts: [ScriptCommand]

    /// - Throws: ``DatabaseError/Code/misuse`` for a script that begins what it does not end.
    init(_ commands: [ScriptCommand], hasOwnTransactions: Bool) throws {
        requirements = commands.filter { $0.directive == .require }
        counts = commands.filter { $0.directive == .count }
        let commands = commands.filter { ![.require, .count].contains($0.directive) }
        guard hasOwnTransactions else {
            parts = [.transaction(commands)]
            return
        }
        var open: [ScriptCommand]?
        for command in commands {
            switch command.firstWord {
            case "begin":
                guard open == nil else { throw Self.mistake("there is a BEGIN inside a transaction", command) }
                open = []
            case "commit":
                guard let commands = open else { throw Self.mistake("there is a COMMIT without a BEGIN", command) }
                parts.append(.transaction(commands))
                open = nil
            default:
                if open == nil {
                    guard command.directive == nil, command.condition == nil else {
                        throw Self.mistake(
                            "@verify, @report and @if are for commands between BEGIN and COMMIT", command)
                    }
                    parts.append(.alone(command))
                } else {
                    open?.append(command)
                }
            }
        }
        if let last = commands.last, open != nil { throw Self.mistake("a BEGIN has no COMMIT", last) }
    }

    /// Whether a script says at its head, by `-- @from-half-way`, that it can begin where the one for the other direction
    /// has stopped between two of its parts.
    static func beginsHalfWay(_ script: String, _ dialect: Dialect) -> Bool {
        var lexer = SQLLexer(script, dialect.lexerRules)
        while let line = lexer.next().flatMap(lexer.commentLine) {
            if ["@from-half-way", "@from-half-way:"].contains(ScriptCommand.word(of: line)) { return true }
        }
        return false
    }

    private static func mistake(_ message: String, _ command: ScriptCommand) -> DatabaseError {
        DatabaseError(.misuse, message, sql: command.text)
    }

    /// Whether all it does is in no transaction.
    var isAlone: Bool { beginsAlone && parts.count == 1 }

    /// Whether its first part is in no transaction.
    var beginsAlone: Bool {
        if case .alone? = parts.first { true } else { false }
    }

    /// Whether a table, a column or rows go with it, be it that rows are put back by it.
    var takesAway: Bool {
        var losses = ScriptLosses()
        losses.read(commands)
        return !losses.losses.isEmpty
    }

    /// What it runs, one after another.
    var commands: [ScriptCommand] {
        parts.flatMap(\.commands)
    }
}

/// What a driver is told of a part of a script before it is run.
struct ScriptOutlook {
    /// Those of the part.
    let commands: [ScriptCommand]
    /// Those of the parts after it.
    let later: [ScriptCommand]
    /// The script that takes all of it back, if it is known.
    let reverse: String
}

/// A command of a script.
package struct ScriptCommand: Hashable, Sendable {
    /// What the line of a comment before a command can say to the migrator: `-- @require no rows without a name`.
    package enum Directive: String {
        /// A query, run before anything is written, that must find nothing, and one that counts.
        case require = "@require", count = "@count"
        /// A query, run where it stands, that must find nothing, and one that tells what has become of rows.
        case verify = "@verify", report = "@report"
    }

    /// With the comments before it.
    package let text: String
    /// What the comments say, without a directive.
    package let comment: String
    package let directive: Directive?
    /// The command is run where this holds: `-- @if EXISTS (SELECT 1 FROM pragma_table_info('users') WHERE name = 'age')`.
    package let condition: String?
    /// The command without the comments before it.
    package let body: Substring
    /// What comments before it say is lost: `users.email` of `-- @loses users.email`.
    let saidLosses: [String]
    /// Its first words, in small letters; an empty one for a name in quotes and for whatever else is no word.
    package let words: [String]
    private let rules: SQLLexer.Rules

    /// - Parameter rules: how the database reads it.
    init(_ text: String, _ rules: SQLLexer.Rules) {
        self.text = text
        self.rules = rules
        var lexer = SQLLexer(text, rules)
        var lines: [Substring] = []
        var end = 0
        var token = lexer.next()
        while let comment = token, comment.kind == .comment {
            // What is set off by a blank line is about more than the command.
            if lexer.lineEnds(in: end..<comment.range.lowerBound) > 1 { lines = [] }
            if let line = lexer.commentLine(comment) { lines.append(line) }
            end = comment.range.upperBound
            token = lexer.next()
        }
        let start = token?.range.lowerBound ?? text.utf8.count
        if lexer.lineEnds(in: end..<start) > 1 { lines = [] }
        body = text[text.utf8.index(text.startIndex, offsetBy: start)...]
        var words: [String] = []
        while let next = token, words.count < 8 {
            if next.kind != .comment {
                words.append(next.kind == .word ? lexer.text(in: next.range).lowercased() : "")
            }
            token = lexer.next()
        }
        self.words = words
        saidLosses = lines.filter { Self.word(of: $0) == "@loses" }.map {
            String(Substring($0.unicodeScalars.dropFirst("@loses ".count)))
        }
        let conditions = lines.filter { Self.word(of: $0) == "@if" }
        condition = conditions.last.map { String(Substring($0.unicodeScalars.dropFirst("@if ".count))) }
        lines.removeAll { Self.word(of: $0) == "@if" }
        // The last directive and what comes after it belong to the command.
        var directive: Directive?
        for (number, line) in lines.enumerated().reversed() {
            guard let word = Self.word(of: line), let found = Directive(rawValue: word) else { continue }
            directive = found
            let rest = line.unicodeScalars.dropFirst(word.unicodeScalars.count).drop(while: \.isBlank)
            lines = [Substring(rest)] + lines[(number + 1)...]
            break
        }
        self.directive = directive
        comment = lines.joined(separator: " ")
    }

    /// What a line of a comment begins with, up to its first blank.
    fileprivate static func word(of line: Substring) -> String? {
        line.utf8.first == UInt8(ascii: "@") ? String(line.unicodeScalars.prefix { !$0.isBlank }) : nil
    }

    var firstWord: String { words.first ?? "" }

    /// Its parts, without comments.
    var tokens: [ScriptToken] { ScriptToken.tokens(of: body, rules) }

    /// The name of what it creates, alters or drops, in small letters.
    var subject: String { parsed.subject }

    /// What `ALTER TABLE … RENAME TO` calls the table, in small letters.
    var newTableName: String? {
        guard words.starts(with: ["alter", "table"]) else { return nil }
        var rest = parsed.rest
        guard rest.popFirst()?.word == "rename", rest.popFirst()?.word == "to" else { return nil }
        return rest.takeName()?.lowercased()
    }

    private static let wordsBeforeNames: Set<String> = [
        "create", "alter", "drop", "unique", "temp", "temporary", "table", "index", "view", "trigger", "concurrently",
        "if",
        "not", "exists", "only",
    ]

    private var parsed: (subject: String, rest: ArraySlice<ScriptToken>) {
        var rest = tokens[...]
        while let word = rest.first?.word, Self.wordsBeforeNames.contains(word) { rest.removeFirst() }
        return (rest.takeName()?.lowercased() ?? "", rest)
    }

    /// What people call it.
    var title: String {
        if !comment.isEmpty { return comment }
        let line = body.prefix { !$0.isNewline }
        return line.count > 100 ? line.prefix(99) + "…" : String(line)
    }
}

extension SQLLexer {
    /// What the comment of a line says, without the blanks around it; `nil` for any other token.
    func commentLine(_ token: Token) -> Substring? {
        let text = text(in: token.range)
        guard token.kind == .comment, text.utf8.first == UInt8(ascii: "-") else { return nil }
        var line = text.unicodeScalars.dropFirst(2).drop(while: \.isBlank)
        while line.last?.isBlank == true { line.removeLast() }
        return Substring(line)
    }
}

extension Unicode.Scalar {
    /// Whether it is white space to a database.
    var isBlank: Bool { self == " " || ("\t"..."\r").contains(self) }
}
