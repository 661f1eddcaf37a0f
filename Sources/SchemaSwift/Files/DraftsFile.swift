import SchemaKit

/// A struct for what an insert into each table takes.
struct DraftsFile {
    let schema: NamedSchema

    var contents: String {
        let columns = schema.tables.flatMap(\.drafted)
        var code = CodePrinter(title: "What an insert into each table takes.", schema, mentioning: columns)
        for table in schema.tables {
            code.print()
            code.block("nonisolated extension \(table.model)") { printDraft(table, &$0) }
        }
        return code.text
    }

    private func printDraft(_ table: NamedTable, _ code: inout CodePrinter) {
        let columns = table.drafted
        code.document(
            "A row of `\(table.table.name)` to be inserted: without what the database fills in, and with defaults.")
        code.block("\(code.access)nonisolated struct Draft: Codable, Hashable, Sendable") { code in
            for column in columns {
                if let comment = column.column.comment { code.document(comment) }
                if column.hasComputedDefault {
                    if column.column.comment != nil { code.print("///") }
                    code.document("`nil` is for the default, which the database fills in.")
                }
                code.print("\(code.access)var \(column.declared): \(column.draftType)")
            }
            if !columns.isEmpty { code.print() }
            code.inlinable()
            let parameters = columns.map {
                "\($0.declared): \($0.draftType)" + ($0.draftDefault.map { " = \($0)" } ?? "")
            }
            code.list("\(code.access)init(", parameters, ") {")
            code.indented { code in
                for column in columns { code.print("self.\(column.name) = \(column.declared)") }
            }
            code.print("}")
            code.print()
            code.document("A draft with the values of an existing row.")
            code.inlinable()
            code.block("\(code.access)init(_ row: \(table.model))") { code in
                for column in columns {
                    // Two optionals: the value is NULL, not the default.
                    let isTwice = column.hasComputedDefault && column.column.isNullable
                    code.print(
                        "self.\(column.name) = " + (isTwice ? ".some(row.\(column.name))" : "row.\(column.name)"))
                }
            }
            code.print()
            code.inlinable()
            code.block("func bind(to parameters: inout Parameters)\(table.bindingCanFail ? " throws" : "")") { code in
                printBinding(table, &code)
            }
        }
    }

    private func printBinding(_ table: NamedTable, _ code: inout CodePrinter) {
        var index = 0
        for column in table.inserted {
            index += 1
            let isConstant = table.table.isSingleton && column.isKey
            if isConstant {
                code.print("parameters.bind(1, at: \(index))")
            } else {
                let isOptional = column.column.isNullable || column.hasComputedDefault
                code.print(
                    column.bind(column.draftValue, to: "parameters", at: index, isOptional: isOptional, isStored: true))
            }
        }
        // Which NULLs ask for the default.
        for column in table.inserted where column.hasComputedDefault && column.column.isNullable {
            index += 1
            code.print("parameters.bind(self.\(column.name) == nil, at: \(index))")
        }
    }
}
