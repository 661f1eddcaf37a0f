import SchemaKit
import SchemaSQL

/// The typed columns of each table.
struct ColumnsFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(title: "The columns that conditions and orders are written with.")
        for table in schema.tables {
            code.print()
            code.block("extension \(table.model)") { code in
                code.document("The columns of `\(table.table.name)`.")
                code.block("public struct Columns: Sendable") { code in
                    code.print("@usableFromInline let _dialect: Dialect")
                    code.print()
                    code.print("@inlinable")
                    code.block("init(_ dialect: Dialect)") { $0.print("_dialect = dialect") }
                    for column in table.columns {
                        code.print()
                        if let comment = column.column.comment { code.document(comment) }
                        let type = column.column.isNullable ? "NullableColumn" : "Column"
                        let name = SwiftLiteral.string(Dialect.sqlite.quote(column.column.name))
                        code.print("@inlinable")
                        code.property(
                            "public var \(column.declared): \(type)<\(column.baseType)>",
                            "\(type)(\(name), _dialect)")
                    }
                }
            }
        }
        return code.text
    }
}
