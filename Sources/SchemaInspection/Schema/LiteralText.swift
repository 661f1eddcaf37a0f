import ExactText
import SchemaKit

/// Constants as databases print them, as constants of the language. The language's own loader decides what fits a type.
enum LiteralText {
    /// - Parameter yaml: the constant as a schema would say it.
    static func literal(_ yaml: String, of type: ColumnType) -> Literal? {
        var table = Table(
            name: "t", columns: [SchemaKit.Column(name: "k", type: .integer), SchemaKit.Column(name: "c", type: type)],
            primaryKey: PrimaryKey(columns: ["k"]))
        table.columns[1].isNullable = true
        let place = "type: "
        let written = SchemaWriter.text(of: Schema(tables: [table]))
        let text = written.replacing("c: { \(place)", by: "c: { default: \(yaml), \(place)")
        let loaded = SchemaLoader.load(SourceFile(path: "default", bytes: Array(text.utf8)))
        guard case .literal(let literal)? = loaded.schema?.tables.first?.column(named: "c")?.defaultValue else {
            return nil
        }
        return literal
    }

    /// A text in YAML's double quotes.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
