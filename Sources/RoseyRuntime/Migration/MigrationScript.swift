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
    static func beginsHalfWay(_ script: String) -> Bool {
        script.split(whereSeparator: \.isNewline).prefix { $0.hasPrefix("--") }.contains {
            $0.hasPrefix("-- @from-half-way")
        }
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

    init(_ text: String) {
        self.text = text
        var lines: [Substring] = []
        // Not by characters: one of them can be a quote or a line's end with what stands beside it.
        var rest = text.unicodeScalars[...]
        while true {
            let blanks = rest.prefix(while: \.isBlank)
            // What is set off by a blank line is about more than the command.
            if blanks.count(where: { $0 == "\n" }) > 1 { lines = [] }
            rest = rest[blanks.endIndex...]
            if rest.starts(with: "--".unicodeScalars) {
                let line = rest.prefix { $0 != "\n" && $0 != "\r" }
                lines.append(Substring(line.dropFirst(2).drop(while: \.isBlank)))
                rest = rest[line.endIndex...]
            } else if rest.starts(with: "/*".unicodeScalars), let end = rest.firstRange(of: "*/".unicodeScalars) {
                rest = rest[end.upperBound...]
            } else {
                break
            }
        }
        saidLosses = lines.filter { Self.word(of: $0) == "@loses" }.map {
            String(Substring($0.unicodeScalars.dropFirst("@loses ".count)))
        }
        body = Substring(rest)
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
    private static func word(of line: Substring) -> String? {
        line.utf8.first == UInt8(ascii: "@") ? String(line.unicodeScalars.prefix { !$0.isBlank }) : nil
    }

    var firstWord: String { words.first ?? "" }

    /// The first words, in small letters and without quotes.
    package var words: [String] {
        body.unicodeScalars.prefix(400).split { $0.isBlank || "();,".unicodeScalars.contains($0) }.prefix(8).map {
            String(String.UnicodeScalarView($0.filter { !"\"`[]".unicodeScalars.contains($0) })).lowercased()
        }
    }

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

extension Unicode.Scalar {
    /// Whether it is white space to a database.
    var isBlank: Bool { self == " " || ("\t"..."\r").contains(self) }
}
