/// Reads a table and checks that its parts fit together.
struct TableReader {
    let collector: DiagnosticCollector

    /// A table, and what is known of it beyond.
    struct Result {
        var table: Table
        /// References to other tables, which may not have been read yet.
        var references: [NamedReference]
        /// Every column could be read.
        let isComplete: Bool
        /// Warnings that are not wanted.
        let silenced: Set<Warning>
    }

    private var names: NameRules { NameRules(collector: collector) }

    func read(_ entry: NamedNode) -> Result? {
        let name = entry.name
        names.check(name, "table", at: entry.span)
        guard let reader = MappingReader(entry.value, SchemaLanguage.table, collector) else { return nil }
        let entries = reader.named("columns", "column")
        let columns = entries.compactMap { column in
            ColumnReader(collector: collector).read(column.name, column.span, column.value)
        }
        var table = Table(
            name: name, comment: reader.text("comment"),
            modelName: ModelNames(collector: collector).model(reader),
            propertyName: ModelNames(collector: collector).property(reader), columns: columns.map(\.column),
            isSingleton: reader.boolean("singleton") ?? false, renamedFrom: reader.text("renamed_from"),
            sqlite: Table.SQLiteOptions(
                isStrict: reader.boolean("strict") ?? true, isWithoutRowID: reader.boolean("without_rowid") ?? false),
            origin: Origin(entry.span))
        let count = reader.count(of: "columns")
        let isComplete = columns.count == count
        let references = ColumnReferences(
            table: table, columns: entries.map(\.name), isComplete: isComplete, areAllNamed: entries.count == count,
            collector: collector)
        let sql = SQLTextCheck(table: table, isComplete: isComplete, collector: collector)
        let indexes = IndexReader(references: references, sql: sql, collector: collector)
        for text in columns.flatMap(\.sql) {
            sql.check(
                text.text, text.what, in: text.node, columns: text.columns, type: text.type,
                isKept: text.columns == .stored)
        }

        if table.isSingleton { names.check("\(name)_singleton", "check", at: entry.span) }
        table.primaryKey = primaryKey(reader, columns, references, entry)
        if let keyName = reader.text("primary_key_name") {
            names.check(keyName, "primary key", at: reader.place(of: "primary_key_name"))
            // The name that it has anyway is none of its own.
            if keyName != PrimaryKey.name(inTable: name) { table.primaryKey?.name = keyName }
        }
        table.uniques = columns.filter(\.isUnique).map { unique(over: $0.column, of: name) }
        table.uniques += reader.named("unique", "unique constraint").compactMap { indexes.unique($0) }
        table.indexes = reader.named("indexes", "index").compactMap { indexes.index($0) }
        table.checks = reader.named("checks", "check").compactMap { check($0, sql) }
        let keys = KeyRules(collector: collector)
        keys.check(&table, at: reader)
        return Result(
            table: table, references: self.references(reader, columns, references, of: name), isComplete: isComplete,
            silenced: reader.silenced())
    }

    private func check(_ entry: NamedNode, _ sql: SQLTextCheck) -> Check? {
        names.check(entry.name, "check", at: entry.span)
        guard let condition = MappingReader.sql(entry.value, "a check", collector) else { return nil }
        sql.check(condition, "the check '\(entry.name)'", in: entry.value)
        return Check(name: entry.name, condition: condition, origin: Origin(entry.span))
    }

    /// What `unique: true` at a column stands for.
    private func unique(over column: Column, of table: String) -> Unique {
        let unique = Unique(name: "\(table)_\(column.name)_key", columns: [column.name], origin: column.origin)
        if let span = column.origin.span { names.check(unique.name, "unique constraint", at: span) }
        return unique
    }

    private func references(
        _ reader: MappingReader, _ columns: [ColumnReader.Result], _ references: ColumnReferences, of table: String
    ) -> [NamedReference] {
        let ofColumns = columns.compactMap { result -> NamedReference? in
            guard let reference = result.reference else { return nil }
            let name = "\(table)_\(result.column.name)_fkey"
            if let span = result.column.origin.span { names.check(name, "foreign key", at: span) }
            return NamedReference(
                name: name, columns: [result.column.name], reference: reference, origin: result.column.origin)
        }
        let ofTable = reader.named("foreign_keys", "foreign key").compactMap { entry -> NamedReference? in
            names.check(entry.name, "foreign key", at: entry.span)
            guard let key = MappingReader(entry.value, SchemaLanguage.foreignKey, collector) else { return nil }
            let actions = Reference.Actions(key)
            guard let list = key.list("columns"), let node = key.node("columns"), let targets = key.list("references"),
                let targetNode = key.node("references")
            else { return nil }
            if targets.isEmpty {
                collector.error("the foreign key '\(entry.name)' refers to nothing", at: targetNode.span)
            }
            let columns = references.check(list, of: "the foreign key '\(entry.name)'", at: node.span)
            return NamedReference(
                name: entry.name, columns: columns, reference: Reference(targets: targets, actions: actions),
                origin: Origin(entry.span))
        }
        return ofColumns + ofTable
    }

    private func primaryKey(
        _ reader: MappingReader, _ columns: [ColumnReader.Result], _ references: ColumnReferences, _ table: NamedNode
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
                "the table '\(table.name)' has no primary key; write 'primary_key: true' at the column that identifies "
                    + "a row", at: table.span)
        }
        return nil
    }
}
