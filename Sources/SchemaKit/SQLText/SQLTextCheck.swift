import Spelling

/// Checks SQL that a schema states itself as far as it can be checked without a database: that it can stand where it
/// will be put, that the columns it names exist, and that each database will read it as it is meant.
struct SQLTextCheck {
    let table: Table
    /// Every column of the table could be read. Otherwise a missing one may be the one that could not.
    let isComplete: Bool
    let collector: DiagnosticCollector

    /// What the text may use.
    enum Columns {
        case all
        /// Not the generated ones: PostgreSQL does not compute one from another.
        case stored
        case none
    }

    /// - Parameters:
    ///   - what: what the text is, for messages: "the check 'positive'".
    ///   - node: the text, or the mapping with one for each dialect.
    ///   - type: the type of the column whose value it is, if it is one.
    ///   - isKept: the database keeps what comes of it, as an index does.
    func check(
        _ text: DialectText, _ what: String, in node: YAMLNode, columns: Columns = .all, type: ColumnType? = nil,
        isKept: Bool = false
    ) {
        for part in text.parts(in: node) {
            let tokens: [SQLToken]
            do throws(SQLTextError) {
                tokens = try SQLToken.tokens(of: part.text, for: part.readers)
            } catch {
                collector.error("\(what): \(error.message)", at: part.node.span(of: error.range))
                continue
            }
            if let query = tokens.first(where: { $0.keyword == "SELECT" }) {
                collector.error("\(what) cannot contain a query", at: part.node.span(of: query.range))
                continue
            }
            checkNames(tokens, what, part, columns)
            checkDialect(tokens, what, part)
            if isKept, part.readers.contains(where: \.keepsImmutableValuesOnly) {
                checkImmutability(tokens, what, part)
            }
            if let type { checkType(type, tokens, what, part) }
        }
    }

    // MARK: - Names

    private func checkNames(_ tokens: [SQLToken], _ what: String, _ part: DialectText.Part, _ columns: Columns) {
        var names = ColumnNames(tokens)
        while let (name, isQualifier) = names.next() {
            let span = part.node.span(of: name.range)
            if isQualifier {
                if name.text.lowercased() == table.name.lowercased(), columns != .none { continue }
                collector.error("\(what) can use the columns of '\(table.name)' only, not '\(name.text)'", at: span)
            } else if columns == .none {
                checkConstant(name, what, at: span)
            } else {
                if isComplete { checkColumn(name, what, at: span, part.readers) }
                checkGenerated(name, what, at: span, part.readers, columns)
            }
        }
        checkReserved(tokens, what, part, columns)
    }

    private func checkColumn(_ name: SQLToken, _ what: String, at span: SourceSpan, _ readers: [Dialect]) {
        if name.kind == .name {
            if table.column(named: name.text) != nil { return }
        } else {
            // PostgreSQL takes a bare name for lower case, SQLite takes upper and lower case for the same.
            if table.column(named: name.text.lowercased()) != nil { return }
            if let column = table.columns.first(where: { $0.name.lowercased() == name.text.lowercased() }) {
                guard readers.contains(where: \.foldsBareNames) else { return }
                collector.error(
                    "\(what): put '\(column.name)' in double quotes; PostgreSQL takes a bare name for lower case",
                    at: span)
                return
            }
        }
        let suggestion = Suggestion.text(for: name.text, among: table.columns.map(\.name))
        let hint = suggestion.isEmpty && name.kind == .name ? "; a text is written in single quotes" : suggestion
        collector.error("\(what) names '\(name.text)', which is no column of '\(table.name)'\(hint)", at: span)
    }

    /// A default has no row to look at.
    private func checkConstant(_ name: SQLToken, _ what: String, at span: SourceSpan) {
        if table.columns.contains(where: { $0.name.lowercased() == name.text.lowercased() }) {
            collector.error(
                "\(what) cannot use the column '\(name.text)'; a value of other columns is a 'generated' column",
                at: span)
        } else {
            let hint = name.kind == .name ? "a text is written in single quotes" : "a function has parentheses"
            collector.error("\(what) names '\(name.text)', which is nothing that SQL knows; \(hint)", at: span)
        }
    }

    private func checkGenerated(
        _ name: SQLToken, _ what: String, at span: SourceSpan, _ readers: [Dialect], _ columns: Columns
    ) {
        guard columns == .stored, !readers.allSatisfy(\.nestsGeneratedColumns),
            let other = table.columns.first(where: { $0.name == name.text && $0.generated != nil })
        else { return }
        collector.error(
            "\(what) uses '\(other.name)', which is generated itself; PostgreSQL computes none from another", at: span)
    }

    /// A column whose bare name is a word of SQL: the word is what databases read.
    private func checkReserved(_ tokens: [SQLToken], _ what: String, _ part: DialectText.Part, _ columns: Columns) {
        let hasCase = tokens.contains { $0.keyword == "CASE" }
        for (position, token) in tokens.enumerated() where columns != .none && token.kind == .word {
            guard SQLWords.isReserved(token.text), !(token.keyword == "END" && hasCase),
                let column = table.columns.first(where: { $0.name.lowercased() == token.text.lowercased() }),
                position + 1 == tokens.count || tokens[position + 1].text != "("
            else { continue }
            collector.error(
                "\(what): put '\(column.name)' in double quotes; bare, it is a word of SQL",
                at: part.node.span(of: token.range))
        }
    }

    // MARK: - Dialects

    /// What only one of the databases understands, in a text for both.
    private func checkDialect(_ tokens: [SQLToken], _ what: String, _ part: DialectText.Part) {
        var depth = 0
        for token in tokens {
            // Only where there is something to say, since to find the place takes the whole text.
            var span: SourceSpan { part.node.span(of: token.range) }
            switch (token.kind, token.text) {
            case (.sign, "("): depth += 1
            case (.sign, ")"): depth -= 1
            case (.sign, ",") where depth == 0 && !tokens.contains { $0.text == "[" }:
                collector.error("\(what) is one expression; a ',' cannot stand here", at: span)
                return
            case (.sign, "::") where part.isCommon:
                collector.error(
                    "\(what): only PostgreSQL understands '::'; write CAST(… AS …), or a text for each database",
                    at: span)
                return
            case (.sign, "==") where !part.readers.allSatisfy(\.hasDoubleEquals):
                collector.error("\(what): only SQLite understands '=='; write '='", at: span)
                return
            default: break
            }
            guard part.isCommon, let owner = SQLWords.owner(of: token.keyword) else { continue }
            collector.error(
                "\(what): only \(owner.title) understands \(token.keyword); write a text for each database", at: span)
            return
        }
    }

    /// What PostgreSQL keeps has to follow from the row alone. Functions that do so for some types only are not known here; the
    /// server refuses those when a revision is tried.
    private func checkImmutability(_ tokens: [SQLToken], _ what: String, _ part: DialectText.Part) {
        for (position, token) in tokens.enumerated() where token.kind == .word {
            let isCall = position + 1 < tokens.count && tokens[position + 1].text == "("
            guard SQLWords.changesByItself(token.text, isCall: isCall) else { continue }
            collector.error(
                "\(what) cannot use \(token.text): its value depends on more than the row, so PostgreSQL does not keep it",
                at: part.node.span(of: token.range))
            return
        }
    }

    /// SQLite's functions for dates return text, which is no instant.
    private func checkType(_ type: ColumnType, _ tokens: [SQLToken], _ what: String, _ part: DialectText.Part) {
        guard type == .timestamp, part.readers.contains(where: \.hasNumericTimestamps), let first = tokens.first,
            ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "DATETIME", "DATE", "TIME", "STRFTIME"]
                .contains(first.keyword)
        else { return }
        collector.error(
            "\(what): on SQLite a timestamp is a number of seconds, and this is a text; write 'default: now' for the "
                + "time of the statement", at: part.node.span(of: first.range))
    }
}

/// The tokens of an expression that can only be columns, one after the other, and what stands before a dot.
private struct ColumnNames {
    private let tokens: [SQLToken]
    private var position = 0

    init(_ tokens: [SQLToken]) {
        self.tokens = tokens
    }

    mutating func next() -> (name: SQLToken, isQualifier: Bool)? {
        while position < tokens.count {
            let token = tokens[position]
            position += 1
            switch token.kind {
            case .name:
                if isSign(position, ".") { if let qualifier = qualifier(token) { return qualifier } else { continue } }
                if !isSign(position, "(") { return (token, false) }
            case .word:
                // In an expression, a type follows `AS`.
                if ["AS", "COLLATE"].contains(token.keyword) {
                    skipType()
                } else if isSign(position, ".") {
                    if let qualifier = qualifier(token) { return qualifier }
                } else if !isKnown(token) {
                    return (token, false)
                }
            case .sign where token.text == "::": skipType()
            case .string, .number, .sign: continue
            }
        }
        return nil
    }

    /// A table before a column; nothing for the schema of a function.
    private func qualifier(_ token: SQLToken) -> (name: SQLToken, isQualifier: Bool)? {
        isSign(position + 2, "(") ? nil : (token, true)
    }

    /// Whether a bare word is something else than a column.
    private func isKnown(_ token: SQLToken) -> Bool {
        let next = position < tokens.count ? tokens[position] : nil
        // `EXTRACT(EPOCH FROM x)`, a function, a constant with its type as in `interval '1 day'`, and one whose type has
        // several words: `timestamp with time zone '…'`.
        return next?.keyword == "FROM" || isSign(position, "(") || next?.kind == .string
            || ["WITH", "WITHOUT", "PRECISION"].contains(next?.keyword) || SQLWords.contains(token.text)
    }

    /// Skips a type or collation: words, perhaps with numbers in parentheses, or a name.
    private mutating func skipType() {
        while position < tokens.count, [.word, .name].contains(tokens[position].kind) {
            let isOfType = ["TIME", "PRECISION", "VARYING", "WITH", "WITHOUT", "ZONE"].contains(
                tokens[position].keyword)
            if SQLWords.contains(tokens[position].text), !isOfType { return }
            position += 1
            if isSign(position, ".") { position += 1 }
        }
        guard isSign(position, "("), position + 1 < tokens.count, tokens[position + 1].kind == .number else { return }
        while position < tokens.count, !isSign(position, ")") { position += 1 }
    }

    private func isSign(_ position: Int, _ text: String) -> Bool {
        position < tokens.count && tokens[position].kind == .sign && tokens[position].text == text
    }
}
