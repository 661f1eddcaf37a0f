import SchemaKit
import SchemaSQL

/// What the closure of an update can assign to, for each table.
struct ChangesFile {
    let schema: NamedSchema

    var contents: String {
        let columns = schema.tables.flatMap(\.changeable)
        var code = CodePrinter(title: "What the closure of an update assigns to.", schema, mentioning: columns)
        code.print()
        code.print(
            "// Each column is here twice. `Changes` has what the database computes, so that `$0.count += 1` counts")
        code.print(
            "// there; `Settable` takes plain values, as in `$0.count = 5`. The compiler picks the one that fits.")
        for table in schema.tables {
            let columns = table.changeable
            code.print()
            code.block("nonisolated extension \(table.model)") { code in
                code.document("Takes plain values for the columns of `\(table.table.name)`.")
                code.print("\(code.access)nonisolated protocol Settable: RowChanges {}")
                code.print()
                code.document("Changes to rows of `\(table.table.name)`.")
                code.block("\(code.access)nonisolated struct Changes: Settable") { code in
                    code.print("\(code.access)var _assignments: Assignments")
                    code.print()
                    code.block("\(code.access)init(_ assignments: Assignments)") {
                        $0.print("_assignments = assignments")
                    }
                    for column in columns { printAssignable(column, &code) }
                }
            }
            if columns.isEmpty { continue }
            code.print()
            code.block("nonisolated extension \(table.model).Settable") { code in
                for (number, column) in columns.enumerated() {
                    if number > 0 { code.print() }
                    printValue(column, &code)
                }
            }
        }
        return code.text
    }

    private func printAssignable(_ column: NamedColumn, _ code: inout CodePrinter) {
        code.print()
        if let comment = column.column.comment { code.document(comment) }
        code.block("\(code.access)var \(column.declared): Assignable<\(column.baseType)>") { code in
            code.print("get { assignable(\(column.identifier)) }")
            code.print("set { assign(\(column.identifier), newValue\(column.limitArgument)) }")
        }
    }

    private func printValue(_ column: NamedColumn, _ code: inout CodePrinter) {
        if let comment = column.column.comment { code.document(comment) }
        code.print("@_disfavoredOverload")
        code.block("\(code.access)var \(column.declared): \(column.type)") { code in
            code.print("@available(*, unavailable, message: \"only the database knows the value\")")
            code.print("get { unreadable() }")
            code.print("set { assign(\(column.identifier), newValue\(column.limitArgument)) }")
        }
    }
}
