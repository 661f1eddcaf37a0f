import SchemaKit
import SchemaSQL

/// The statements that make the whole schema, for each dialect.
struct SchemaFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(title: "The tables in SQL.", schema)
        code.print()
        code.document("Makes all tables, in a database that has none of them: `try await db.create(schema)`.")
        code.print("\(code.access)nonisolated let schema = GeneratedSchema(")
        code.indented { code in
            for dialect in Dialect.allCases {
                let sql = dialect.sql
                code.rawLiteral(
                    "\(dialect.rawValue): ", sql.script(sql.createStatements(schema.schema)),
                    dialect == Dialect.allCases.last ? "" : ",")
            }
        }
        code.print(")")
        return code.text
    }
}

extension CodePrinter {
    /// Prints `label #"""…"""#tail`: lines as they are, to be read.
    mutating func rawLiteral(_ label: String, _ text: String, _ tail: String) {
        let delimiter = SwiftLiteral.rawDelimiter(for: text)
        let text = SwiftLiteral.escapedRaw(text, delimiter)
        print(label + delimiter + "\"\"\"")
        indented { code in
            code.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            if text.hasSuffix("\n") { code.print() }
            code.print("\"\"\"" + delimiter + tail)
        }
    }
}
