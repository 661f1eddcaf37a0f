/// Checks SQL that a schema states itself as far as it can be checked without a database: that it can stand where it
/// will be put, and that the columns it names exist.
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
    func check(_ text: DialectText, _ what: String, in node: YAMLNode, columns: Columns = .all) {
        switch text {
        case .common(let text): check(text, what, in: node, dialect: .both, columns)
        case .perDialect(let sqlite, let postgresql):
            guard case .mapping(let pairs) = node.content else { return }
            for (key, value) in pairs {
                let isSQLite = key.text == "sqlite"
                check(
                    isSQLite ? sqlite : postgresql, what, in: value, dialect: isSQLite ? .sqlite : .postgresql, columns)
            }
        }
    }

    private enum Reader { case sqlite, postgresql, both }

    private func check(_ text: String, _ what: String, in node: YAMLNode, dialect: Reader, _ columns: Columns) {
        let tokens: [SQLToken]
        do throws(SQLTextError) {
            tokens = try SQLToken.tokens(of: text, isPostgreSQL: dialect == .postgresql)
        } catch {
            collector.error("\(what): \(error.message)", at: node.span(of: error.range))
            return
        }
        var names = ColumnNames(tokens)
        while let name = names.next() {
            let span = node.span(of: name.range)
            if name.keyword == "SELECT" {
                collector.error("\(what) looks at one row; it cannot contain a query", at: span)
                return
            }
            if columns == .none {
                let isColumn = table.columns.contains { $0.name.lowercased() == name.text.lowercased() }
                guard isColumn || name.kind == .name else { continue }
                collector.error(
                    "\(what) cannot use the column '\(name.text)'; a value of other columns is a 'generated' column",
                    at: span)
                continue
            }
            if isComplete { checkColumn(name, what, at: span, dialect) }
            if columns == .stored, dialect != .sqlite,
                let other = table.columns.first(where: { $0.name == name.text && $0.generated != nil })
            {
                collector.error(
                    "\(what) uses '\(other.name)', which is generated itself; PostgreSQL computes none from another",
                    at: span)
            }
        }
        if dialect == .both, let cast = tokens.first(where: { $0.kind == .sign && $0.text == "::" }) {
            collector.error(
                "\(what): only PostgreSQL understands '::'; write CAST(… AS …), or a text for each database",
                at: node.span(of: cast.range))
        }
    }

    private func checkColumn(_ name: SQLToken, _ what: String, at span: SourceSpan, _ dialect: Reader) {
        if name.kind == .name {
            if table.column(named: name.text) != nil { return }
        } else {
            // PostgreSQL takes a bare name for lower case, SQLite takes upper and lower case for the same.
            if table.column(named: name.text.lowercased()) != nil { return }
            if let column = table.columns.first(where: { $0.name.lowercased() == name.text.lowercased() }) {
                if dialect == .sqlite { return }
                collector.error(
                    "\(what): put '\(column.name)' in double quotes; PostgreSQL takes a bare name for lower case",
                    at: span)
                return
            }
        }
        let suggestion = Suggestion.text(for: name.text, among: table.columns.map(\.name))
        let hint =
            suggestion.isEmpty && name.kind == .name ? "; a text is written in single quotes" : suggestion
        collector.error("\(what) names '\(name.text)', which is no column of '\(table.name)'\(hint)", at: span)
    }
}

/// The tokens of an expression that can only be columns, one after the other.
private struct ColumnNames {
    private let tokens: [SQLToken]
    private var position = 0

    init(_ tokens: [SQLToken]) {
        self.tokens = tokens
    }

    mutating func next() -> SQLToken? {
        while position < tokens.count {
            let token = tokens[position]
            position += 1
            switch token.kind {
            case .name:
                if !isSign(position, "(") { return token }
            case .word:
                switch token.keyword {
                // In an expression, a type follows `AS`.
                case "AS", "COLLATE": skipType()
                case "SELECT": return token
                // `table.column`: only the column is looked at.
                case _ where isSign(position, "."): continue
                // `EXTRACT(EPOCH FROM x)`
                case _ where isWord(position, "FROM"): continue
                // A function, or a constant with its type: `interval '1 day'`.
                case _ where isSign(position, "(") || (position < tokens.count && tokens[position].kind == .string):
                    continue
                case _ where SQLWords.contains(token.text): continue
                default: return token
                }
            case .sign where token.text == "::": skipType()
            case .string, .number, .sign: continue
            }
        }
        return nil
    }

    /// Skips a type or collation: words, perhaps with numbers in parentheses, or a name.
    private mutating func skipType() {
        while position < tokens.count, [.word, .name].contains(tokens[position].kind) {
            if SQLWords.contains(tokens[position].text),
                !["TIME", "PRECISION", "VARYING", "WITH", "WITHOUT", "ZONE"]
                    .contains(tokens[position].keyword)
            {
                return
            }
            position += 1
            if isSign(position, ".") { position += 1 }
        }
        guard isSign(position, "("), position + 1 < tokens.count, tokens[position + 1].kind == .number else { return }
        while position < tokens.count, !isSign(position, ")") { position += 1 }
    }

    private func isSign(_ position: Int, _ text: String) -> Bool {
        position < tokens.count && tokens[position].kind == .sign && tokens[position].text == text
    }

    private func isWord(_ position: Int, _ text: String) -> Bool {
        position < tokens.count && tokens[position].keyword == text
    }
}
