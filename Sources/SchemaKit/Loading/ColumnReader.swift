/// Reads a column of a table or of a view.
struct ColumnReader {
    let collector: DiagnosticCollector

    /// A column, and what is said at it but belongs to its table.
    struct Result {
        var column: Column
        var isPrimaryKey = false
        var isUnique = false
        var reference: Reference?
        /// SQL to be checked when all columns are known.
        var sql: [SQLText] = []
    }

    /// SQL as it was written.
    struct SQLText {
        let text: DialectText
        let what: String
        let node: YAMLNode
        let columns: SQLTextCheck.Columns
        let type: ColumnType
    }

    func read(_ name: String, _ span: SourceSpan, _ node: YAMLNode) -> Result? {
        guard let reader = mapping(SchemaLanguage.column, name, span, node) else { return nil }
        let isNullable = reader.boolean("nullable") ?? false
        let isAutoIncrement = reader.boolean("auto_increment") ?? false
        let isPrimaryKey = reader.boolean("primary_key") ?? false
        let isUnique = reader.boolean("unique") ?? false
        let comment = reader.text("comment")
        let renamedFrom = reader.text("renamed_from")
        let swift = swiftNames(reader)
        let reference = reference(reader)
        let expression = reader.sql("default_expression")
        let generated = generated(reader, name)
        let type = reader.node("type").flatMap { TypeReader(collector: collector).read($0) }
        checkExclusions(reader)
        guard let type else { return nil }
        checkSwiftType(swift.type, type, reader)

        let defaultValue = reader.node("default").flatMap { node -> DefaultValue? in
            if type == .timestamp, case .scalar("now", _) = node.content { return .expression(.now) }
            return LiteralReader(collector: collector).read(node, for: type).map(DefaultValue.literal)
        }
        let column = Column(
            name: name, type: type, isNullable: isNullable,
            defaultValue: defaultValue ?? expression.map(DefaultValue.expression),
            isAutoIncrement: isAutoIncrement, generated: generated?.column, comment: comment, propertyName: swift.name,
            swiftType: swift.type, renamedFrom: renamedFrom, origin: Origin(span))
        var result = Result(column: column, isPrimaryKey: isPrimaryKey, isUnique: isUnique, reference: reference)
        if let expression, let node = reader.node("default_expression") {
            let what = "the default expression of '\(name)'"
            result.sql.append(SQLText(text: expression, what: what, node: node, columns: .none, type: type))
        }
        if let generated {
            let what = "the expression of '\(name)'"
            result.sql.append(
                SQLText(
                    text: generated.column.expression, what: what, node: generated.node, columns: .stored, type: type))
        }
        return result
    }

    /// A column of a view, which has a type and names only.
    func readOfView(_ name: String, _ span: SourceSpan, _ node: YAMLNode) -> Column? {
        guard let reader = mapping(SchemaLanguage.viewColumn, name, span, node) else { return nil }
        let isNullable = reader.boolean("nullable") ?? false
        let comment = reader.text("comment")
        let swift = swiftNames(reader)
        guard let type = reader.node("type").flatMap({ TypeReader(collector: collector).read($0) }) else { return nil }
        checkSwiftType(swift.type, type, reader)
        return Column(
            name: name, type: type, isNullable: isNullable, comment: comment, propertyName: swift.name,
            swiftType: swift.type, origin: Origin(span))
    }

    private func mapping(
        _ section: Section, _ name: String, _ span: SourceSpan, _ node: YAMLNode
    ) -> MappingReader? {
        NameRules(collector: collector).check(name, "column", at: span)
        if case .scalar(let text, _) = node.content, !node.isNull {
            collector.error("write a column as '\(name): { type: \(text) }'", at: node.span)
            return nil
        }
        return MappingReader(node, section, collector)
    }

    // MARK: - What excludes what

    private func checkExclusions(_ reader: MappingReader) {
        if reader.node("default") != nil, reader.node("default_expression") != nil {
            collector.error(
                "a column has one default: keep 'default' or 'default_expression'",
                at: reader.place(of: "default_expression"),
                notes: [.init("'default' is here", reader.place(of: "default"))])
        }
        if reader.node("generated") != nil {
            for key in ["default", "default_expression", "auto_increment", "primary_key", "references"]
            where reader.node(key) != nil {
                collector.error(
                    "a generated column is computed, so '\(key)' cannot stand beside it", at: reader.place(of: key))
            }
        }
        for key in ["on_delete", "on_update"] where reader.node(key) != nil && reader.node("references") == nil {
            collector.error("'\(key)' says what happens to a reference; add 'references'", at: reader.place(of: key))
        }
    }

    // MARK: - Parts

    private func reference(_ reader: MappingReader) -> Reference? {
        let actions = Reference.Actions(reader)
        guard let text = reader.text("references"), let node = reader.node("references") else { return nil }
        return Reference(targets: [(text, node.span)], actions: actions)
    }

    private func generated(_ reader: MappingReader, _ name: String) -> (column: GeneratedColumn, node: YAMLNode)? {
        guard let node = reader.node("generated") else { return nil }
        if case .mapping(let pairs) = node.content,
            !pairs.contains(where: { $0.key.text.flatMap(Dialect.init(rawValue:)) != nil })
        {
            guard let generated = MappingReader(node, SchemaLanguage.generated, collector) else { return nil }
            let isStored = generated.boolean("stored") ?? true
            guard let expression = generated.sql("expression"), let node = generated.node("expression") else {
                return nil
            }
            return (GeneratedColumn(expression: expression, isStored: isStored), node)
        }
        return reader.sql("generated").map { (GeneratedColumn(expression: $0, isStored: true), node) }
    }

    private func swiftNames(_ reader: MappingReader) -> (name: String?, type: String?) {
        guard let node = reader.node("swift") else { return (nil, nil) }
        if case .mapping = node.content {
            guard let names = MappingReader(node, SchemaLanguage.swiftNames, collector) else { return (nil, nil) }
            let name = names.text("name").flatMap { swiftProperty($0, names.node("name")?.span ?? node.span) }
            let type = names.text("type").flatMap { swiftType($0, names.node("type")?.span ?? node.span) }
            return (name, type)
        }
        guard let text = reader.text("swift") else { return (nil, nil) }
        if text.unicodeScalars.first?.properties.isUppercase == true || text.contains(".") {
            return (nil, swiftType(text, node.span))
        }
        return (swiftProperty(text, node.span), nil)
    }

    private func swiftProperty(_ text: String, _ span: SourceSpan) -> String? {
        let isReserved = ["_", "self", "init"].contains(text)
        if text.isSwiftIdentifier, !isReserved, text.unicodeScalars.first?.properties.isUppercase != true {
            return text
        }
        collector.error("'\(text)' cannot be the name of a Swift property", at: span)
        return nil
    }

    private func swiftType(_ text: String, _ span: SourceSpan) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.isSwiftIdentifier && part.unicodeScalars.first?.properties.isUppercase == true
                && !["Any", "Protocol", "Self", "Type"].contains(part)
        }
        if isName {
            return text
        }
        collector.error(
            "'\(text)' cannot be the name of a Swift type; write it as in 'LoanTerms' or 'Library.LoanTerms'", at: span)
        return nil
    }

    private func checkSwiftType(_ swiftType: String?, _ type: ColumnType, _ reader: MappingReader) {
        guard swiftType != nil, case .decimal = type, let node = reader.node("swift") else { return }
        collector.error("a decimal cannot have a Swift type of its own", at: node.span)
    }
}

extension StringProtocol {
    /// Whether it can be a name in Swift, perhaps in backticks.
    var isSwiftIdentifier: Bool {
        guard let first = unicodeScalars.first else { return false }
        return (first == "_" || first.properties.isXIDStart) && unicodeScalars.allSatisfy(\.properties.isXIDContinue)
    }
}
