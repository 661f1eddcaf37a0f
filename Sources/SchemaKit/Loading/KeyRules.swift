/// What the primary key has to be: in general, for a singleton, for a column that counts itself up, and for SQLite's
/// WITHOUT ROWID.
struct KeyRules {
    let collector: DiagnosticCollector

    func check(_ table: inout Table, at reader: MappingReader) {
        let key = table.primaryKey?.columns ?? []
        for column in table.columns where key.contains(column.name) {
            guard let span = column.origin.span else { continue }
            if column.isNullable {
                collector.error("'\(column.name)' is part of the primary key, so it cannot be nullable", at: span)
            }
            // At the column itself, `generated` and `primary_key` exclude each other already.
            if column.generated != nil, reader.node("primary_key") != nil {
                collector.error("'\(column.name)' is part of the primary key, so it cannot be generated", at: span)
            }
        }
        checkCounter(table, key)
        if table.sqlite.isWithoutRowID, let counter = table.autoIncrementColumn {
            collector.error(
                "SQLite cannot count '\(counter.name)' up in a table without rowids",
                at: reader.place(of: "without_rowid"))
        }
        if !table.columns.isEmpty, table.columns.allSatisfy({ $0.generated != nil }), let span = table.origin.span {
            collector.error("'\(table.name)' needs a column that is not generated", at: span)
        }
        if table.isSingleton { checkSingleton(&table, key) }
    }

    private func checkCounter(_ table: Table, _ key: [String]) {
        let counters = table.columns.filter(\.isAutoIncrement)
        if counters.count > 1, let second = counters[1].origin.span, let first = counters[0].origin.span {
            collector.error(
                "a second column counts itself up, but a table can have one", at: second,
                notes: [.init("the first is here", first)])
            return
        }
        guard let column = counters.first, let span = column.origin.span else { return }
        if key != [column.name] || column.type != .integer {
            collector.error(
                "'\(column.name)' can only count itself up as the primary key, alone and of type integer", at: span)
        }
        if column.defaultValue != nil {
            collector.error("'\(column.name)' counts itself up, so it cannot have a default", at: span)
        }
    }

    private func checkSingleton(_ table: inout Table, _ key: [String]) {
        guard !key.isEmpty, let span = table.origin.span,
            let position = table.columns.firstIndex(where: { $0.name == key[0] })
        else { return }
        let column = table.columns[position]
        let hasFittingDefault = column.defaultValue == nil || column.defaultValue == .literal(.integer(1))
        let isPlain = column.swiftType == nil && column.generated == nil && !column.isAutoIncrement
        if key.count > 1 || column.type != .integer || !isPlain || !hasFittingDefault {
            collector.error(
                "the singleton '\(table.name)' needs a primary key of one column, as in "
                    + "'id: { type: integer, primary_key: true, default: 1 }'", at: span)
        }
        table.columns[position].defaultValue = .literal(.integer(1))
    }
}
