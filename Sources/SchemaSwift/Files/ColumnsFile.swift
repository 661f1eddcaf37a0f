import SchemaKit
import SchemaSQL

/// The typed columns of each table and view.
struct ColumnsFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(
            title: "The columns that conditions and orders are written with.", schema, mentioning: schema.columns)
        for table in schema.tables { printColumns(table.model, table.table.name, table.columns, &code) }
        for view in schema.views { printColumns(view.model, view.view.name, view.columns, &code) }
        return code.text
    }

    private func printColumns(
        _ model: String, _ table: String, _ columns: [NamedColumn], _ code: inout CodePrinter
    ) {
        code.print()
        code.block("nonisolated extension \(model)") { code in
            code.document("The columns of `\(table)`.")
            code.block("\(code.access)nonisolated struct Columns: Sendable") { code in
                code.print("\(code.usableFromInline)let _dialect: Dialect")
                code.print()
                code.inlinable()
                code.block("init(_ dialect: Dialect)") { $0.print("_dialect = dialect") }
                for column in columns {
                    code.print()
                    if let comment = column.column.comment { code.document(comment) }
                    let type = column.column.isNullable ? "NullableColumn" : "Column"
                    code.inlinable()
                    code.property(
                        "\(code.access)var \(column.declared): \(type)<\(column.baseType)>",
                        "\(type)(\(column.identifier), _dialect\(column.scaleArgument))")
                }
            }
        }
    }
}
