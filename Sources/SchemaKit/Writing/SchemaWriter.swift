import ExactText

/// Writes a schema as one YAML file, which the loader reads as the same schema: whatever files it came from, and always
/// with the same text.
public struct SchemaWriter {
    private var text = ""

    /// The schema as YAML.
    public static func text(of schema: Schema) -> String {
        var writer = SchemaWriter()
        writer.write(schema.options)
        writer.line(0, schema.tables.isEmpty ? "tables: {}" : "tables:")
        for table in schema.tables { writer.write(table) }
        if !schema.views.isEmpty { writer.line(0, "views:") }
        for view in schema.views { writer.write(view) }
        return writer.text
    }

    private mutating func line(_ level: Int, _ line: String) {
        text += String(repeating: "  ", count: level) + line + "\n"
    }

    private mutating func line(_ level: Int, _ key: String, _ value: String?) {
        if let value { line(level, "\(key): \(value)") }
    }

    private mutating func write(_ options: Schema.Options) {
        if options == Schema.Options() { return }
        line(0, "options:")
        if options.accessLevel != .public { line(1, "access", options.accessLevel.rawValue) }
        if !options.imports.isEmpty { line(1, "imports", Self.list(options.imports)) }
        if !options.singularModels { line(1, "singular_models: false") }
        if !options.acronyms.isEmpty { line(1, "acronyms", Self.list(options.acronyms)) }
    }

    // MARK: - Tables

    private mutating func write(_ table: Table) {
        line(1, Self.scalar(table.name) + ":")
        line(2, "comment", table.comment.map(Self.quoted))
        line(2, "model", table.modelName)
        line(2, "swift", table.propertyName)
        line(2, "renamed_from", table.renamedFrom.map(Self.scalar))
        if table.isSingleton { line(2, "singleton: true") }
        if !table.sqlite.isStrict { line(2, "strict: false") }
        if table.sqlite.isWithoutRowID { line(2, "without_rowid: true") }
        let marks = ColumnMarks(table)
        line(2, "columns:")
        for column in table.columns { line(3, "\(Self.scalar(column.name)): \(describe(column, marks))") }
        if let key = table.primaryKey, key.columns.count != 1 { line(2, "primary_key", Self.list(key.columns)) }
        line(2, "primary_key_name", table.primaryKey?.name.map(Self.scalar))
        if !marks.otherUniques.isEmpty { line(2, "unique:") }
        for unique in marks.otherUniques {
            let columns = Self.list(unique.columns)
            let value = unique.predicate.map { "{ columns: \(columns), where: \(Self.sql($0)) }" } ?? columns
            line(3, Self.scalar(unique.name), value)
        }
        if !table.indexes.isEmpty { line(2, "indexes:") }
        for index in table.indexes { line(3, Self.scalar(index.name), describe(index)) }
        if !table.checks.isEmpty { line(2, "checks:") }
        for check in table.checks { line(3, Self.scalar(check.name), Self.sql(check.condition)) }
        if !marks.otherReferences.isEmpty { line(2, "foreign_keys:") }
        for key in marks.otherReferences {
            let targets = Self.list(key.referencedColumns.map { key.referencedTable + "." + $0 })
            line(
                3, Self.scalar(key.name),
                Self.mapping([("columns", Self.list(key.columns)), ("references", targets)] + Self.actions(key)))
        }
    }

    private func describe(_ column: Column, _ marks: ColumnMarks) -> String {
        var pairs: [(String, String)] = [("type", Self.scalar(column.type.spelling))]
        if column.isNullable { pairs.append(("nullable", "true")) }
        if marks.key == column.name { pairs.append(("primary_key", "true")) }
        if column.isAutoIncrement { pairs.append(("auto_increment", "true")) }
        if marks.uniques.contains(column.name) { pairs.append(("unique", "true")) }
        switch column.defaultValue {
        case .literal(let literal): pairs.append(("default", Self.literal(literal)))
        case .expression(let expression) where expression == .now && column.type == .timestamp:
            pairs.append(("default", "now"))
        case .expression(let expression): pairs.append(("default_expression", Self.sql(expression)))
        case nil: break
        }
        if let key = marks.references[column.name] {
            pairs.append(("references", Self.scalar(key.referencedTable + "." + key.referencedColumns[0])))
            pairs += Self.actions(key)
        }
        if let generated = column.generated {
            let expression = Self.sql(generated.expression)
            let value = generated.isStored ? expression : "{ expression: \(expression), stored: false }"
            pairs.append(("generated", value))
        }
        pairs += Self.names(of: column)
        return Self.mapping(pairs)
    }

    private func describe(_ index: Index) -> String {
        let terms = index.terms.map { term -> String in
            switch term.key {
            case .column(let name): Self.scalar(term.isDescending ? name + " desc" : name)
            case .expression(let expression):
                Self.mapping([("expression", Self.sql(expression))] + (term.isDescending ? [("order", "desc")] : []))
            }
        }
        let list = "[\(terms.joined(separator: ", "))]"
        var pairs = [("columns", list)]
        if index.isUnique { pairs.append(("unique", "true")) }
        if let predicate = index.predicate { pairs.append(("where", Self.sql(predicate))) }
        return pairs.count == 1 ? list : Self.mapping(pairs)
    }

    // MARK: - Views

    private mutating func write(_ view: View) {
        line(1, Self.scalar(view.name) + ":")
        line(2, "comment", view.comment.map(Self.quoted))
        line(2, "model", view.modelName)
        line(2, "swift", view.propertyName)
        line(2, "columns:")
        for column in view.columns {
            var pairs: [(String, String)] = [("type", Self.scalar(column.type.spelling))]
            if column.isNullable { pairs.append(("nullable", "true")) }
            line(3, Self.scalar(column.name), Self.mapping(pairs + Self.names(of: column)))
        }
        line(2, "query", Self.sql(view.query))
    }

    // MARK: - Values

    private static func names(of column: Column) -> [(String, String)] {
        var pairs: [(String, String)] = []
        switch (column.propertyName, column.swiftType) {
        case (let name?, let type?): pairs.append(("swift", "{ name: \(name), type: \(type) }"))
        case (let name?, nil): pairs.append(("swift", name))
        case (nil, let type?): pairs.append(("swift", type))
        case (nil, nil): break
        }
        if let name = column.renamedFrom { pairs.append(("renamed_from", scalar(name))) }
        if let comment = column.comment { pairs.append(("comment", quoted(comment))) }
        return pairs
    }

    private static func actions(_ key: ForeignKey) -> [(String, String)] {
        [("on_delete", key.onDelete), ("on_update", key.onUpdate)].filter { $0.1 != .noAction }.map {
            ($0.0, $0.1.rawValue)
        }
    }

    private static func literal(_ literal: Literal) -> String {
        switch literal {
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .text(let value): quoted(value)
        case .decimal(let digits): digits
        case .blob(let bytes): quoted(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        case .timestamp(let microseconds): quoted(TimestampText.text(microseconds).replacing("+00", by: "Z"))
        case .date(let day): day
        case .uuid(let text): text
        // JSON is YAML.
        case .json(let text): text
        }
    }

    private static func sql(_ text: DialectText) -> String {
        switch text {
        case .common(let text): quoted(text)
        case .each(let texts): mapping(Dialect.allCases.map { ($0.rawValue, quoted(texts[$0])) })
        }
    }

    private static func mapping(_ pairs: [(String, String)]) -> String {
        "{ " + pairs.map { "\($0): \($1)" }.joined(separator: ", ") + " }"
    }

    private static func list(_ items: [String]) -> String {
        "[" + items.map(scalar).joined(separator: ", ") + "]"
    }

    /// Bare where it can be nothing but a text, else in quotes.
    private static func scalar(_ text: String) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let isSpecial = ["", "true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text)
        let startsWithLetter = text.utf8.first.map { $0 >= UInt8(ascii: "_") } ?? false
        return isWord && startsWithLetter && !isSpecial ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + YAMLText.escaped(text) + "\""
    }
}

/// What a table's constraints say at single columns: those that come first and have the names that a column gives them.
private struct ColumnMarks {
    let key: String?
    let uniques: Set<String>
    let otherUniques: ArraySlice<Unique>
    let references: [String: ForeignKey]
    let otherReferences: ArraySlice<ForeignKey>

    init(_ table: Table) {
        key = table.primaryKey?.columns.count == 1 ? table.primaryKey?.columns[0] : nil
        let order = table.columns.map(\.name)
        var position = 0
        /// Whether the column comes after the last one that was marked.
        func isNext(_ column: String) -> Bool {
            guard let next = order[position...].firstIndex(of: column) else { return false }
            position = next + 1
            return true
        }
        let marked = table.uniques.prefix { unique in
            unique.columns.count == 1 && unique.predicate == nil
                && unique.name == "\(table.name)_\(unique.columns[0])_key"
                && isNext(unique.columns[0])
        }
        uniques = Set(marked.map { $0.columns[0] })
        otherUniques = table.uniques[marked.count...]
        position = 0
        let referring = table.foreignKeys.prefix { key in
            key.columns.count == 1 && key.referencedColumns.count == 1
                && key.name == "\(table.name)_\(key.columns[0])_fkey" && isNext(key.columns[0])
        }
        references = Dictionary(referring.map { ($0.columns[0], $0) }) { first, _ in first }
        otherReferences = table.foreignKeys[referring.count...]
    }
}

extension ColumnType {
    /// The type as the schema language spells it, words of an enum in quotes where they need them.
    fileprivate var spelling: String {
        guard case .enumeration(let words) = self else { return description }
        return "enum(" + words.map(EnumerationText.spelling).joined(separator: ", ") + ")"
    }
}
