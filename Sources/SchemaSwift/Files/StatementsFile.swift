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
        code.block("static var \(statement.name): \(statement.type)") { code in
            code.print("\(statement.type)(")
            code.indented { code in
                switch statement.text {
                case .ofArrays(let sql, let keys):
                    code.print("statements, \(number), table: \(table), keys: \(keys),")
                    code.literal("", sql, "")
                case .ofRow(let effect, let sql):
                    code.print("statements, \(number), .\(effect), table: \(table),")
                    for dialect in Dialect.allCases {
                        code.literal(
                            "\(dialect.rawValue): ", sql[dialect], dialect == Dialect.allCases.last ? "" : ",")
                    }
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
        let text: Text

        var type: String {
            switch text {
            case .ofRow: "Statement"
            case .ofArrays: "JoinedUpsert"
            }
        }
    }

    enum Text {
        case ofRow(effect: String, PerDialect<String>)
        /// One that upserts many rows at once, on the database that has arrays, with the places of its target.
        case ofArrays(String, keys: [Int])
    }

    let all: [Entry]
    /// Not one that is prepared.
    let copy: String?

    init(_ table: NamedTable) {
        let rows = PerDialect { RowStatements(table.table, dialect: $0) }
        func entry(_ name: String, _ effect: String, _ sql: (RowStatements) -> String) -> Entry {
            Entry(name: name, text: .ofRow(effect: effect, rows.map(sql)))
        }
        var all: [Entry] = []
        if !table.table.isSingleton {
            all.append(entry("find", "lookup", \.find))
            all.append(entry("exists", "lookup", \.exists))
        }
        if table.isInsertComputed {
            all.append(entry("insert", "write", \.insertReturning))
            all.append(entry("insertWithoutReading", "write", \.plainInsert))
        } else {
            all.append(entry("insert", "write", \.insert))
        }
        for target in table.conflictTargets {
            for (name, returns) in table.upsertStatements(target) {
                all.append(
                    entry(name, "write") {
                        $0.upsert(
                            onConflict: target.columns.map(\.column.name), predicate: target.predicate,
                            returns: returns)
                    })
            }
            let names = target.columns.map(\.column.name)
            if table.canJoinUpserts(target),
                let sql = rows.postgresql.joinedUpsert(onConflict: names, predicate: target.predicate)
            {
                let inserted = rows.postgresql.insertedColumns
                let keys = inserted.indices.filter { place in
                    names.contains { $0.utf8.elementsEqual(inserted[place].name.utf8) }
                }
                all.append(Entry(name: target.joinedStatementName, text: .ofArrays(sql, keys: keys)))
            }
        }
        if !rows.postgresql.updatedColumns.isEmpty, !table.table.isSingleton {
            all.append(entry("update", "write", \.update))
        }
        if !table.table.isSingleton { all.append(entry("delete", "write", \.delete)) }
        self.all = all
        copy = rows.postgresql.copy
    }
}
