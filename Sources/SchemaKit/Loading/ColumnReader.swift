/// Reads a column.
struct ColumnReader {
    let collector: DiagnosticCollector

    /// A column, and what is said at it but belongs to its table.
    struct Result {
        let column: Column
        let isPrimaryKey: Bool
        let isUnique: Bool
    }

    func read(_ name: String, _ span: SourceSpan, _ node: YAMLNode) -> Result? {
        NameRules(collector: collector).check(name, "column", at: span)
        if case .scalar(let text, _) = node.content, !text.isEmpty {
            collector.error("write a column as '\(name): { type: \(text) }'", at: node.span)
            return nil
        }
        guard let reader = MappingReader(node, "a column", keys: SchemaKeys.column, collector) else { return nil }
        let isNullable = reader.boolean("nullable") ?? false
        let isAutoIncrement = reader.boolean("auto_increment") ?? false
        let isPrimaryKey = reader.boolean("primary_key") ?? false
        let isUnique = reader.boolean("unique") ?? false
        let comment = reader.text("comment")
        guard let typeNode = reader.node("type"), let type = TypeReader(collector: collector).read(typeNode) else {
            return nil
        }
        let literal = reader.node("default").flatMap { LiteralReader(collector: collector).read($0, for: type) }
        let column = Column(
            name: name, type: type, isNullable: isNullable, defaultValue: literal.map(DefaultValue.literal),
            isAutoIncrement: isAutoIncrement, comment: comment, origin: Origin(span))
        return Result(column: column, isPrimaryKey: isPrimaryKey, isUnique: isUnique)
    }
}
