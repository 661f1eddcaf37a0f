/// The script of a revision, as what is to be done one after another.
struct MigrationScript {
    /// What takes effect as a whole.
    enum Part {
        case transaction([ScriptCommand])
        /// A command that cannot be in a transaction.
        case alone(ScriptCommand)
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

    private static func mistake(_ message: String, _ command: ScriptCommand) -> DatabaseError {
        DatabaseError(.misuse, message, sql: command.text)
    }

    /// Whether all it does is in no transaction.
    var isAlone: Bool {
        if case .alone? = parts.first { parts.count == 1 } else { false }
    }

    /// Whether rows are lost by it, and not only moved: a table that goes and does not come back, a column, rows.
    var takesAway: Bool {
        let commands = parts.flatMap { part in
            switch part {
            case .transaction(let commands): commands
            case .alone(let command): [command]
            }
        }
        let returning = Set(commands.compactMap(\.newTableName))
        return commands.contains { command in
            switch command.words.prefix(2) {
            case _ where !command.losses.isEmpty: true
            case ["drop", "table"]: !returning.contains(command.subject)
            case ["alter", "table"]: command.action == "drop"
            case ["delete", "from"]: command.words.dropFirst(2).first != "sqlite_sequence"
            default: false
            }
        }
    }
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

    init(_ text: String) {
        self.text = text
        var lines: [Substring] = []
        var rest = text[...]
        while true {
            let blanks = rest.prefix(while: \.isWhitespace)
            // What is set off by a blank line is about more than the command.
            if blanks.count(where: \.isNewline) > 1 { lines = [] }
            rest = rest[blanks.endIndex...]
            if rest.hasPrefix("--") {
                let line = rest.prefix { !$0.isNewline }
                lines.append(line.dropFirst(2).drop(while: \.isWhitespace))
                rest = rest[line.endIndex...]
            } else if rest.hasPrefix("/*"), let end = rest.firstRange(of: "*/") {
                rest = rest[end.upperBound...]
            } else {
                break
            }
        }
        body = rest
        let conditions = lines.filter { $0.hasPrefix("@if ") }
        condition = conditions.last.map { String($0.dropFirst("@if ".count)) }
        lines.removeAll { $0.hasPrefix("@if ") }
        // The last directive and what comes after it belong to the command.
        var directive: Directive?
        for (number, line) in lines.enumerated().reversed() {
            guard let word = line.split(separator: " ").first, let found = Directive(rawValue: String(word)) else {
                continue
            }
            directive = found
            lines = [line.dropFirst(word.count).drop(while: \.isWhitespace)] + lines[(number + 1)...]
            break
        }
        self.directive = directive
        comment = lines.joined(separator: " ")
    }

    /// What comments before it say is lost: `-- @loses users.email`.
    var losses: [String] {
        text[..<body.startIndex].split(whereSeparator: \.isNewline).compactMap { (line: Substring) -> String? in
            guard let mark = line.firstRange(of: "-- @loses ") else { return nil }
            return String(line[mark.upperBound...]).trimmedCommand
        }
    }

    var firstWord: String { words.first ?? "" }

    /// The first words, in small letters and without quotes.
    var words: [String] {
        body.prefix(400).split { $0.isWhitespace || "();,".contains($0) }.prefix(8).map {
            $0.lowercased().filter { $0 != "\"" && $0 != "`" && $0 != "[" && $0 != "]" }
        }
    }

    /// The name of what it creates, alters or drops, in small letters.
    var subject: String { parsed.subject }

    /// What `ALTER TABLE` does: its first word after the table's name.
    var action: String { parsed.rest.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? "" }

    /// What `ALTER TABLE … RENAME TO` calls the table.
    var newTableName: String? {
        guard words.starts(with: ["alter", "table"]), action == "rename" else { return nil }
        var rest = parsed.rest.drop(while: \.isWhitespace).dropFirst("rename".count).drop(while: \.isWhitespace)
        guard rest.prefix(3).lowercased() == "to " else { return nil }
        rest = rest.dropFirst(3)
        return Self.takeName(from: &rest)
    }

    private static let wordsBeforeNames: Set<String> = [
        "create", "alter", "drop", "unique", "temp", "temporary", "table", "index", "view", "trigger", "concurrently",
        "if",
        "not", "exists", "only",
    ]

    private var parsed: (subject: String, rest: Substring) {
        var rest = body
        while true {
            rest = rest.drop(while: \.isWhitespace)
            let word = rest.prefix { $0.isLetter }
            guard !word.isEmpty, Self.wordsBeforeNames.contains(word.lowercased()) else { break }
            rest = rest.dropFirst(word.count)
        }
        return (Self.takeName(from: &rest), rest)
    }

    private static func takeName(from rest: inout Substring) -> String {
        rest = rest.drop(while: \.isWhitespace)
        guard let quote = rest.first, "\"`[".contains(quote) else {
            let name = rest.prefix { !$0.isWhitespace && !"();,".contains($0) }
            rest = rest[name.endIndex...]
            return name.lowercased()
        }
        let end: Character = quote == "[" ? "]" : quote
        var name = ""
        rest.removeFirst()
        while let character = rest.popFirst() {
            if character == end {
                guard end != "]", rest.first == end else { break }
                rest.removeFirst()
            }
            name.append(character)
        }
        return name.lowercased()
    }

    /// What people call it.
    var title: String {
        if !comment.isEmpty { return comment }
        let line = body.prefix { !$0.isNewline }
        return line.count > 100 ? line.prefix(99) + "…" : String(line)
    }
}
