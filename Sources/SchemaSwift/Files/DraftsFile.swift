import SchemaKit

/// A struct for what an insert into each table takes.
struct DraftsFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(title: "What an insert into each table takes.")
        for table in schema.tables {
            code.print()
            code.block("extension \(table.model)") { printDraft(table, &$0) }
        }
        return code.text
    }

    private func printDraft(_ table: NamedTable, _ code: inout CodePrinter) {
        let columns = table.drafted
        code.document(
            "A row of `\(table.table.name)` to be inserted: without what the database fills in, and with defaults.")
        code.block("public struct Draft: Codable, Hashable, Sendable") { code in
            for column in columns {
                if let comment = column.column.comment { code.document(comment) }
                code.print("public var \(column.declared): \(column.type)")
            }
            if !columns.isEmpty { code.print() }
            code.print("@inlinable")
            let parameters = columns.map { "\($0.declared): \($0.type)" + ($0.defaultCode.map { " = \($0)" } ?? "") }
            code.list("public init(", parameters, ") {")
            code.indented { code in
                for column in columns { code.print("self.\(column.name) = \(column.declared)") }
            }
            code.print("}")
            code.print()
            code.document("A draft with the values of an existing row.")
            code.print("@inlinable")
            code.block("public init(_ row: \(table.model))") { code in
                for column in columns { code.print("self.\(column.name) = row.\(column.name)") }
            }
            code.print()
            code.print("@inlinable")
            code.block("func bind(to parameters: inout Parameters)") { code in
                let inserted = table.columns.filter { !$0.column.isAutoIncrement && $0.column.generated == nil }
                for (index, column) in inserted.enumerated() {
                    let isConstant = table.table.isSingleton && column.isKey
                    code.print("parameters.bind(\(isConstant ? "1" : "self.\(column.name)"), at: \(index + 1))")
                }
            }
        }
    }
}
