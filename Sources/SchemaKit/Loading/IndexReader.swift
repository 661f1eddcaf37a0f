import Spelling

/// Reads the indexes and unique constraints of a table.
struct IndexReader {
    let references: ColumnReferences
    let sql: SQLTextCheck
    let collector: DiagnosticCollector

    func unique(_ entry: NamedNode) -> Unique? {
        NameRules(collector: collector).check(entry.name, "unique constraint", at: entry.span)
        var predicate: DialectText?
        var list = entry.value
        if case .mapping = entry.value.content {
            guard let reader = MappingReader(entry.value, SchemaLanguage.unique, collector) else { return nil }
            predicate = condition(reader, entry.name)
            guard let columns = reader.node("columns") else { return nil }
            list = columns
        }
        guard let items = MappingReader.list(list, "a unique constraint", collector) else { return nil }
        let columns = references.check(items, of: "the unique constraint '\(entry.name)'", at: list.span)
        return Unique(name: entry.name, columns: columns, predicate: predicate, origin: Origin(entry.span))
    }

    func index(_ entry: NamedNode) -> Index? {
        NameRules(collector: collector).check(entry.name, "index", at: entry.span)
        var index = Index(name: entry.name, terms: [], origin: Origin(entry.span))
        var list = entry.value
        if case .mapping = entry.value.content {
            guard let reader = MappingReader(entry.value, SchemaLanguage.index, collector) else { return nil }
            index.isUnique = reader.boolean("unique") ?? false
            index.predicate = condition(reader, entry.name)
            guard let columns = reader.node("columns") else { return nil }
            list = columns
        }
        guard case .sequence(let items) = list.content else {
            collector.error("an index is a list, as in [a, b desc], but this is \(list.kind)", at: list.span)
            return nil
        }
        let terms = items.compactMap { term($0, entry.name) }
        let columns = terms.compactMap { term -> (text: String, span: SourceSpan)? in
            guard case .column(let name) = term.key, let span = term.origin.span else { return nil }
            return (name, span)
        }
        if !columns.isEmpty || items.isEmpty {
            _ = references.check(columns, of: "the index '\(entry.name)'", at: list.span)
        }
        guard terms.count == items.count else { return nil }
        index.terms = terms
        return index
    }

    private func condition(_ reader: MappingReader, _ name: String) -> DialectText? {
        guard let predicate = reader.sql("where"), let node = reader.node("where") else { return nil }
        sql.check(predicate, "the condition of '\(name)'", in: node, isKept: true)
        return predicate
    }

    /// `column`, `column desc`, `lower(column) desc`, or a mapping with an expression.
    private func term(_ node: YAMLNode, _ index: String) -> Index.Term? {
        let what = "the expression of '\(index)'"
        switch node.content {
        case .mapping:
            guard let reader = MappingReader(node, SchemaLanguage.indexTerm, collector) else { return nil }
            let order = reader.word("order", ["asc", "desc"]) { ["asc", "desc"].contains($0) ? $0 : nil }
            guard let expression = reader.sql("expression"), let text = reader.node("expression") else { return nil }
            sql.check(expression, what, in: text, isKept: true)
            return Index.Term(.expression(expression), isDescending: order == "desc", origin: Origin(node.span))
        case .scalar(let text, _) where !node.isNull:
            let (key, isDescending) = Self.withoutDirection(text)
            // A column may have any name; what is no column and more than a word is an expression.
            let isWord = (try? SQLToken.tokens(of: key))?.count ?? 0 == 1
            if references.table.column(named: key) == nil, !isWord {
                sql.check(.common(key), what, in: node, isKept: true)
                return Index.Term(.expression(.common(key)), isDescending: isDescending, origin: Origin(node.span))
            }
            return Index.Term(.column(key), isDescending: isDescending, origin: Origin(node.span))
        default:
            collector.error("a term of an index is a column or an expression, but this is \(node.kind)", at: node.span)
            return nil
        }
    }

    private static func withoutDirection(_ text: String) -> (String, isDescending: Bool) {
        for (direction, isDescending) in [(" desc", true), (" asc", false)] where text.lowercased().hasSuffix(direction)
        {
            return (text.dropLast(direction.count).trimmed, isDescending)
        }
        return (text, false)
    }
}

/// Checks lists of columns against the table that has them.
struct ColumnReferences {
    let table: Table
    /// The names of the columns, also of those that could not be read.
    let columns: [String]
    /// Every column could be read.
    let isComplete: Bool
    /// Every column has a name that could be read. Otherwise a missing one may be the one that has not.
    let areAllNamed: Bool
    let collector: DiagnosticCollector

    /// The names of the list, after reporting the ones that are missing or there twice.
    func check(_ list: [(text: String, span: SourceSpan)], of what: String, at span: SourceSpan) -> [String] {
        if list.isEmpty { collector.error("\(what) has no columns", at: span) }
        var places: [String: SourceSpan] = [:]
        for (name, span) in list {
            if let first = places[name] {
                collector.error("\(what) has '\(name)' twice", at: span, notes: [.init("the first is here", first)])
            }
            places[name] = span
            if areAllNamed, !columns.contains(where: { $0.isSpelled(name) }) {
                let suggestion = Suggestion.text(for: name, among: columns)
                collector.error("\(what) names '\(name)', which is no column of '\(table.name)'\(suggestion)", at: span)
            }
        }
        return list.map(\.text)
    }
}
