import Spelling

/// Finds what references refer to, and checks that they can.
struct ReferenceResolver {
    private let tables: [TableReader.Result]
    /// Where the table of a name is. Swift's `==` takes more names for equal than a database, so it is by bytes.
    private let positions: [[UInt8]: Int]
    /// Every table of the schema could be read. Otherwise a missing one may be the one that could not.
    private let isComplete: Bool
    private let collector: DiagnosticCollector

    init(tables: [TableReader.Result], isComplete: Bool, collector: DiagnosticCollector) {
        self.tables = tables
        self.isComplete = isComplete
        self.collector = collector
        let names = tables.map { Array($0.table.name.utf8) }
        positions = Dictionary(zip(names, tables.indices)) { first, _ in first }
    }

    /// The foreign keys of a table.
    func foreignKeys(of table: TableReader.Result) -> [ForeignKey] {
        table.references.compactMap { foreignKey($0, of: table) }
    }

    private func foreignKey(_ named: NamedReference, of owner: TableReader.Result) -> ForeignKey? {
        let targets = named.reference.targets.map { (target: target($0.text, $0.span, of: owner), span: $0.span) }
        guard let first = targets.first?.target, !targets.contains(where: { $0.target == nil }) else { return nil }
        let span = targets[0].span
        let referenced = first.table
        if let other = targets.first(where: { $0.target?.table.table.name != referenced.table.name }) {
            collector.error("a reference is to one table, but this is a second one", at: other.span)
            return nil
        }
        let columns = targets.flatMap { $0.target?.columns ?? [] }
        guard columns.count == named.columns.count else {
            let have = "\(named.columns.count) column\(named.columns.count == 1 ? "" : "s")"
            collector.error(
                "\(have) cannot refer to \(columns.count): name as many of '\(referenced.table.name)'", at: span,
                notes: note(referenced))
            return nil
        }
        checkTypes(named, columns, owner, referenced, at: span)
        checkUnique(columns, referenced, at: span)
        checkActions(named, owner)
        return ForeignKey(
            name: named.name, columns: named.columns, referencedTable: referenced.table.name,
            referencedColumns: columns, onDelete: named.reference.actions.onDelete,
            onUpdate: named.reference.actions.onUpdate, origin: named.origin)
    }

    private struct Target {
        let table: TableReader.Result
        let columns: [String]
    }

    /// `table.column`, or `table` alone for its key. Names can contain dots themselves.
    private func target(_ text: String, _ span: SourceSpan, of owner: TableReader.Result) -> Target? {
        if let table = table(named: text) {
            guard let key = table.table.primaryKey else { return nil }
            return Target(table: table, columns: key.columns)
        }
        let dots = text.indices.filter { text[$0] == "." }
        for dot in dots.reversed() {
            guard let table = table(named: text[..<dot]) else { continue }
            let column = String(text[text.index(after: dot)...])
            if table.table.column(named: column) != nil { return Target(table: table, columns: [column]) }
            guard table.isComplete else { return nil }
            let suggestion = Suggestion.text(for: column, among: table.table.columns.map(\.name))
            collector.error(
                "'\(column)' is no column of '\(table.table.name)'\(suggestion)", at: span, notes: note(table))
            return nil
        }
        guard isComplete else { return nil }
        let name = dots.last.map { String(text[..<$0]) } ?? text
        let suggestion = Suggestion.text(for: name, among: tables.map(\.table.name))
        if dots.isEmpty, owner.table.column(named: text) != nil {
            collector.error(
                "there is no table '\(name)'; a column of this table is '\(owner.table.name).\(name)'", at: span)
        } else {
            collector.error("there is no table '\(name)'\(suggestion)", at: span)
        }
        return nil
    }

    private func table(named name: some StringProtocol) -> TableReader.Result? {
        positions[Array(name.utf8)].map { tables[$0] }
    }

    private func checkTypes(
        _ named: NamedReference, _ columns: [String], _ owner: TableReader.Result, _ referenced: TableReader.Result,
        at span: SourceSpan
    ) {
        for (name, other) in zip(named.columns, columns) {
            guard let column = owner.table.column(named: name), let target = referenced.table.column(named: other),
                !column.type.canRefer(to: target.type)
            else { continue }
            collector.error(
                "'\(name)' is of type \(column.type), but '\(referenced.table.name).\(other)' is of type \(target.type)",
                at: span, notes: target.origin.span.map { [.init("'\(other)' is here", $0)] } ?? [])
        }
    }

    private func checkUnique(_ columns: [String], _ referenced: TableReader.Result, at span: SourceSpan) {
        let table = referenced.table
        let indexes = table.indexes.filter { $0.isUnique && $0.predicate == nil }.map { index in
            index.terms.map { term in if case .column(let name) = term.key { name } else { "" } }
        }
        let keys =
            [table.primaryKey?.columns ?? []] + table.uniques.filter { $0.predicate == nil }.map(\.columns) + indexes
        // PostgreSQL takes the columns in any order, SQLite too.
        guard !keys.contains(where: { Set($0) == Set(columns) && $0.count == columns.count }) else { return }
        let list = columns.map { "'\($0)'" }.joined(separator: ", ")
        let verb = columns.count == 1 ? "is" : "are together"
        collector.error(
            "a reference needs a key or something unique, but \(list) of '\(table.name)' \(verb) neither", at: span,
            notes: note(referenced))
    }

    private func checkActions(_ named: NamedReference, _ owner: TableReader.Result) {
        for (key, action, span) in named.reference.actions.places {
            for name in named.columns {
                guard let column = owner.table.column(named: name) else { continue }
                if column.generated != nil, [.setNull, .setDefault].contains(action) || key == "on_update" {
                    collector.error(
                        "'\(name)' is generated, so '\(key): \(action.rawValue)' cannot change it", at: span)
                    continue
                }
                if action == .setNull, !column.isNullable {
                    collector.error("'\(key): set null' needs '\(name)' to be nullable", at: span)
                }
                if action == .setDefault, column.defaultValue == nil, !column.isNullable {
                    collector.error("'\(key): set default' needs '\(name)' to have a default", at: span)
                }
            }
        }
    }

    private func note(_ table: TableReader.Result) -> [Diagnostic.Note] {
        table.table.origin.span.map { [.init("'\(table.table.name)' is here", $0)] } ?? []
    }
}

extension ColumnType {
    /// Whether the values of both types can be the same ones. Texts can, whatever their greatest length.
    fileprivate func canRefer(to other: ColumnType) -> Bool {
        switch (self, other) {
        case (.string, .string), (.string, .text), (.text, .string): true
        default: self == other
        }
    }
}
