import SchemaKit
import SchemaSQL

/// The SQL of the repositories, in both dialects, numbered for the statement cache.
struct StatementsFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(
            title: "The SQL that the repositories run.", schema,
            hasDeclarations: schema.schema.options.accessLevel == .public)
        code.print()
        let statements = schema.tables.map(TableStatements.init)
        let count = statements.reduce(0) { $0 + $1.all.count }
        code.document("A connection keeps these prepared, each at its number.")
        code.print("\(code.usableFromInline)nonisolated let statements = StatementBlock(count: \(count))")
        var number = 0
        for (table, statements) in zip(schema.tables, statements) {
            code.print()
            if !code.usableFromInline.isEmpty { code.print("@usableFromInline") }
            code.block("nonisolated enum \(table.model)Statements") { code in
                for (position, statement) in statements.all.enumerated() {
                    if position > 0 { code.print() }
                    code.inlinable()
                    print(statement, number, SwiftLiteral.string(table.table.name), &code)
                    number += 1
                }
                if let copy = statements.copy {
                    code.print()
                    code.inlinable()
                    code.block("static var copy: String") { code in code.literal("", copy, "") }
                }
            }
        }
        return code.text
    }

    private func print(
        _ statement: TableStatements.Entry, _ number: Int, _ table: String, _ code: inout CodePrinter
    ) {
        let type = statement.keys == nil ? "Statement" : "JoinedUpsert"
        code.block("static var \(statement.name): \(type)") { code in
            code.print("\(type)(")
            code.indented { code in
                if let keys = statement.keys {
                    code.print("statements, \(number), table: \(table), keys: \(keys),")
                    code.literal("", statement.sql(.postgresql), "")
                } else {
                    code.print("statements, \(number), .\(statement.effect), table: \(table),")
                    code.literal("sqlite: ", statement.sql(.sqlite), ",")
                    code.literal("postgresql: ", statement.sql(.postgresql), "")
                }
            }
            code.print(")")
        }
    }
}

/// The statements of one table, in the order of their numbers.
struct TableStatements {
    struct Entry {
        let name: String
        let effect: String
        /// For one that upserts many rows at once, on PostgreSQL only: the places of its target.
        var keys: [Int]?
        let sql: (Dialect) -> String
    }

    let all: [Entry]
    /// Not one that is prepared.
    let copy: String?

    init(_ table: NamedTable) {
        let sqlite = RowStatements(table.table, dialect: .sqlite)
        let postgresql = RowStatements(table.table, dialect: .postgresql)
        func rows(_ dialect: Dialect) -> RowStatements { dialect == .sqlite ? sqlite : postgresql }
        var all: [Entry] = []
        if !table.table.isSingleton {
            all.append(Entry(name: "find", effect: "lookup") { rows($0).find })
            all.append(Entry(name: "exists", effect: "lookup") { rows($0).exists })
        }
        if table.isInsertComputed {
            all.append(Entry(name: "insert", effect: "write") { rows($0).insertReturning })
            all.append(Entry(name: "insertWithoutReading", effect: "write") { rows($0).plainInsert })
        } else {
            all.append(Entry(name: "insert", effect: "write") { rows($0).insert })
        }
        for target in table.conflictTargets {
            for (name, returns) in table.upsertStatements(target) {
                all.append(
                    Entry(name: name, effect: "write") {
                        rows($0).upsert(
                            onConflict: target.columns.map(\.column.name), predicate: target.predicate,
                            returns: returns)
                    })
            }
            if table.canJoinUpserts(target) {
                let names = target.columns.map(\.column.name)
                let inserted = postgresql.insertedColumns
                let keys = inserted.indices.filter { place in
                    names.contains { $0.utf8.elementsEqual(inserted[place].name.utf8) }
                }
                all.append(
                    Entry(name: target.joinedStatementName, effect: "write", keys: keys) { _ in
                        postgresql.joinedUpsert(onConflict: names, predicate: target.predicate)
                    })
            }
        }
        if !sqlite.updatedColumns.isEmpty, !table.table.isSingleton {
            all.append(Entry(name: "update", effect: "write") { rows($0).update })
        }
        if !table.table.isSingleton { all.append(Entry(name: "delete", effect: "write") { rows($0).delete }) }
        self.all = all
        copy = postgresql.copy
    }
}
