/// Reads a table and checks that its parts fit together.
struct TableReader {
    let collector: DiagnosticCollector

    private var names: NameRules { NameRules(collector: collector) }

    func read(_ name: String, _ span: SourceSpan, _ node: YAMLNode) -> Table? {
        names.check(name, "table", at: span)
        guard let reader = MappingReader(node, "a table", keys: SchemaKeys.table, collector) else { return nil }
        let columns = reader.named("columns", "column").compactMap { entry in
            ColumnReader(collector: collector).read(entry.name, entry.span, entry.value)
        }
        var table = Table(
            name: name, comment: reader.text("comment"), modelName: modelName(reader), columns: columns.map(\.column),
            isSingleton: reader.boolean("singleton") ?? false, origin: Origin(span))
        // With a column missing because of a mistake, what refers to it is not worth a second report.
        let isComplete = columns.count == reader.count(of: "columns")
        let references = ColumnReferences(table: table, isComplete: isComplete, collector: collector)
        table.primaryKey = primaryKey(reader, columns, references, of: name, at: span)
        table.uniques = columns.filter(\.isUnique).map { column in
            let origin = column.column.origin
            let unique = Unique(
                name: "\(name)_\(column.column.name)_key", columns: [column.column.name], origin: origin)
            if let span = origin.span { names.check(unique.name, "unique constraint", at: span) }
            return unique
        }
        table.uniques += reader.named("unique", "unique constraint").compactMap { unique($0, references) }
        table.indexes = reader.named("indexes", "index").compactMap { index($0, references) }
        table.checks = reader.named("checks", "check").compactMap { entry in
            names.check(entry.name, "check", at: entry.span)
            return MappingReader.sql(entry.value, "a check", collector).map {
                Check(name: entry.name, condition: $0, origin: Origin(entry.span))
            }
        }
        checkKey(of: &table, columns)
        return table
    }

    private func modelName(_ reader: MappingReader) -> String? {
        guard let name = reader.text("model"), let node = reader.node("model") else { return nil }
        let scalars = name.unicodeScalars
        let isIdentifier =
            scalars.first?.properties.isXIDStart == true && scalars.allSatisfy(\.properties.isXIDContinue)
        if !isIdentifier || scalars.first?.properties.isUppercase == false {
            collector.error("'model' is the name of a Swift type, as in 'UserAction', not '\(name)'", at: node.span)
        }
        return name
    }

    private func primaryKey(
        _ reader: MappingReader, _ columns: [ColumnReader.Result], _ references: ColumnReferences, of name: String,
        at span: SourceSpan
    ) -> PrimaryKey? {
        let marked = columns.filter(\.isPrimaryKey)
        if let list = reader.list("primary_key"), let node = reader.node("primary_key") {
            if let column = marked.first, let place = column.column.origin.span {
                collector.error(
                    "the table has a 'primary_key', and so has its column '\(column.column.name)'; keep one of them",
                    at: node.span, notes: [.init("the column is here", place)])
            }
            let names = references.check(list, of: "the primary key", at: node.span)
            return PrimaryKey(columns: names, origin: Origin(node.span))
        }
        if marked.count > 1, let second = marked[1].column.origin.span, let first = marked[0].column.origin.span {
            let list = marked.map(\.column.name).joined(separator: ", ")
            collector.error(
                "a second column is marked as the primary key; for a key of several columns, write "
                    + "'primary_key: [\(list)]' beside 'columns'", at: second,
                notes: [.init("the first is here", first)])
        }
        if let column = marked.first {
            return PrimaryKey(columns: [column.column.name], origin: column.column.origin)
        }
        if references.isComplete, !columns.isEmpty, reader.node("primary_key") == nil {
            collector.error(
                "the table '\(name)' has no primary key; write 'primary_key: true' at the column that identifies a row",
                at: span)
        }
        return nil
    }

    private func unique(
        _ entry: (name: String, span: SourceSpan, value: YAMLNode), _ references: ColumnReferences
    ) -> Unique? {
        names.check(entry.name, "unique constraint", at: entry.span)
        var predicate: DialectText?
        var list = entry.value
        if case .mapping = entry.value.content {
            guard let reader = MappingReader(entry.value, "a unique constraint", keys: SchemaKeys.unique, collector),
                let columns = reader.node("columns")
            else { return nil }
            predicate = reader.sql("where")
            list = columns
        }
        guard let items = MappingReader.list(list, "a unique constraint", collector) else { return nil }
        let columns = references.check(items, of: "the unique constraint '\(entry.name)'", at: list.span)
        return Unique(name: entry.name, columns: columns, predicate: predicate, origin: Origin(entry.span))
    }

    private func index(
        _ entry: (name: String, span: SourceSpan, value: YAMLNode), _ references: ColumnReferences
    ) -> Index? {
        names.check(entry.name, "index", at: entry.span)
        var index = Index(name: entry.name, terms: [], origin: Origin(entry.span))
        var list = entry.value
        if case .mapping = entry.value.content {
            guard let reader = MappingReader(entry.value, "an index", keys: SchemaKeys.index, collector),
                let columns = reader.node("columns")
            else { return nil }
            index.isUnique = reader.boolean("unique") ?? false
            index.predicate = reader.sql("where")
            list = columns
        }
        guard let items = MappingReader.list(list, "an index", collector) else { return nil }
        let terms = items.map { (term: IndexTerm($0.text), span: $0.span) }
        _ = references.check(
            terms.map { ($0.term.column, $0.span) }, of: "the index '\(entry.name)'", at: list.span)
        index.terms = terms.map { term in
            Index.Term(.column(term.term.column), isDescending: term.term.isDescending, origin: Origin(term.span))
        }
        return index
    }

    /// What the key has to be for a singleton, and for a column that counts itself up.
    private func checkKey(of table: inout Table, _ columns: [ColumnReader.Result]) {
        let key = table.primaryKey?.columns ?? []
        for column in table.columns {
            guard let span = column.origin.span else { continue }
            let isKey = key.contains(column.name)
            if isKey, column.isNullable {
                collector.error("'\(column.name)' is part of the primary key, so it cannot be nullable", at: span)
            }
            guard column.isAutoIncrement else { continue }
            if key != [column.name] || column.type != .integer {
                collector.error(
                    "'\(column.name)' can only count itself up as the primary key, alone and of type integer", at: span)
            }
            if column.defaultValue != nil {
                collector.error("'\(column.name)' counts itself up, so it cannot have a default", at: span)
            }
        }
        guard table.isSingleton, !key.isEmpty, let span = table.origin.span else { return }
        guard let position = table.columns.firstIndex(where: { $0.name == key[0] }) else { return }
        let column = table.columns[position]
        let fits = column.defaultValue == nil || column.defaultValue == .literal(.integer(1))
        if key.count > 1 || column.type != .integer || column.isAutoIncrement || !fits {
            collector.error(
                "the singleton '\(table.name)' needs a primary key of one column, as in "
                    + "'id: { type: integer, primary_key: true, default: 1 }'", at: span)
        }
        table.columns[position].defaultValue = .literal(.integer(1))
    }
}

/// A column of an index: its name, alone or followed by a direction.
private struct IndexTerm {
    let column: String
    let isDescending: Bool

    init(_ text: String) {
        let words = text.split(separator: " ")
        let direction = words.count == 2 ? words[1].lowercased() : ""
        guard ["asc", "desc"].contains(direction) else {
            column = text
            isDescending = false
            return
        }
        column = String(words[0])
        isDescending = direction == "desc"
    }
}

/// Checks lists of columns against the table that has them.
struct ColumnReferences {
    let table: Table
    /// Every column could be read. Otherwise a missing one may be the one that could not.
    let isComplete: Bool
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
            if isComplete, table.column(named: name) == nil {
                let suggestion = Suggestion.text(for: name, among: table.columns.map(\.name))
                collector.error("\(what) names '\(name)', which is no column of '\(table.name)'\(suggestion)", at: span)
            }
        }
        return list.map(\.text)
    }
}
