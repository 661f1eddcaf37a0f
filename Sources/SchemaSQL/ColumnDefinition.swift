import SchemaKit

extension SQLDialect {
    /// A column as it stands in `CREATE TABLE`, with its key where that is this column alone.
    ///
    /// - Parameter keyName: what the key is called, where it has a name of its own.
    public func columnDefinition(_ column: Column, isPrimaryKey: Bool, keyName: String? = nil) -> String {
        var words = [quote(column.name), typeName(column.type)]
        if !column.isNullable { words.append("NOT NULL") }
        words += keyWords(column, isPrimaryKey: isPrimaryKey, keyName: keyName)
        if let value = column.defaultValue { words.append("DEFAULT \(text(of: value, for: column.type))") }
        if let generated = column.generated {
            let expression = value(of: generated.expression, for: column.type)
            words.append("GENERATED ALWAYS AS (\(expression)) \(storage(of: generated))")
        }
        if let check = typeCheck(column) { words.append("\(typeCheckLabel(column))CHECK (\(check))") }
        return words.joined(separator: " ")
    }
}
