import SchemaKit
import SchemaSQL

extension SchemaChange: CustomStringConvertible {
    /// The change in words: `users: add column email string(80)`.
    public var description: String {
        switch self {
        case .createTable(let table): "\(table.name): create table with \(table.columns.count.counted("column"))"
        case .dropTable(let table): "\(table.name): drop table"
        case .renameTable(let old, let new): "\(new): rename table from \(old)"
        case .setTableComment(let comment, let table): "\(table): \(comment == nil ? "no" : "another") comment"
        case .setSQLiteOptions(let old, let new, let table): "\(table): \(Self.words(old, new)) on SQLite"
        case .setSingleton(let isSingleton, let table):
            "\(table): \(isSingleton ? "exactly one row" : "any number of rows")"
        case .addColumn(let column, let table): "\(table): add column \(column.name) \(Self.words(column))"
        case .dropColumn(let column, let table): "\(table): drop column \(column.name)"
        case .renameColumn(let old, let new, let table): "\(table): rename column \(old) to \(new)"
        case .alterColumn(let old, let new, let table): "\(table): column \(new.name): \(Self.words(old, new))"
        case .setPrimaryKey(let old, let new, let table):
            "\(table): primary key (\(new.joined(separator: ", "))) instead of (\(old.joined(separator: ", ")))"
        case .addUnique(let unique, let table):
            "\(table): add unique \(unique.name) (\(unique.columns.joined(separator: ", ")))"
        case .dropUnique(let unique, let table): "\(table): drop unique \(unique.name)"
        case .addIndex(let index, let table): "\(table): add index \(index.name)"
        case .dropIndex(let index, let table): "\(table): drop index \(index.name)"
        case .addCheck(let check, let table): "\(table): add check \(check.name): \(check.condition[.sqlite])"
        case .dropCheck(let check, let table): "\(table): drop check \(check.name)"
        case .addForeignKey(let key, let table):
            "\(table): add foreign key \(key.name) to \(key.referencedTable)"
        case .dropForeignKey(let key, let table): "\(table): drop foreign key \(key.name)"
        case .renameConstraint(let kind, let old, let new, let table):
            "\(table): rename \(kind.rawValue) \(old) to \(new)"
        case .createView(let view): "\(view.name): create view"
        case .dropView(let view): "\(view.name): drop view"
        case .setViewComment(let view): "\(view.name): another comment"
        }
    }

    private static func words(_ column: Column) -> String {
        var words = [column.type.description]
        if column.isAutoIncrement { words.append("auto_increment") }
        if let generated = column.generated { words.append("generated from \(generated.expression[.sqlite])") }
        if column.isNullable { words.append("nullable") }
        if let value = column.defaultValue { words.append("default \(Self.words(of: value))") }
        return words.joined(separator: " ")
    }

    private static func words(_ old: Column, _ new: Column) -> String {
        let facets = ColumnFacets(from: old, to: new)
        var words: [String] = []
        if facets.contains(.type) { words.append("type \(new.type) instead of \(old.type)") }
        if facets.contains(.nullability) { words.append(new.isNullable ? "nullable" : "not nullable") }
        if facets.contains(.defaultValue) {
            let before = old.defaultValue.map { " instead of \(Self.words(of: $0))" } ?? ""
            words.append(new.defaultValue.map { "default \(Self.words(of: $0))\(before)" } ?? "no default")
        }
        if facets.contains(.autoIncrement) {
            words.append(new.isAutoIncrement ? "auto_increment" : "no auto_increment")
        }
        if facets.contains(.generated) {
            words.append(new.generated.map { "generated from \($0.expression[.sqlite])" } ?? "not generated")
        }
        if facets.contains(.comment) { words.append(new.comment == nil ? "no comment" : "another comment") }
        return words.joined(separator: ", ")
    }

    private static func words(of value: DefaultValue) -> String {
        switch value {
        case .literal(let literal): SQLiteDialect().literal(literal)
        case .expression(let text): text[.sqlite]
        }
    }

    private static func words(_ old: Table.SQLiteOptions, _ new: Table.SQLiteOptions) -> String {
        var words: [String] = []
        if old.isStrict != new.isStrict { words.append(new.isStrict ? "STRICT" : "not STRICT") }
        if old.isWithoutRowID != new.isWithoutRowID {
            words.append(new.isWithoutRowID ? "WITHOUT ROWID" : "with rowids")
        }
        return words.joined(separator: ", ")
    }
}

extension Int {
    fileprivate func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
