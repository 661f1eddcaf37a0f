/// Reads the Swift names that a table or view gives itself.
struct ModelNames {
    let collector: DiagnosticCollector

    /// The type of a row.
    func model(_ reader: MappingReader) -> String? {
        guard let name = reader.text("model"), let node = reader.node("model") else { return nil }
        if !name.isSwiftIdentifier || name.unicodeScalars.first?.properties.isUppercase != true {
            collector.error("'model' is the name of a Swift type, as in 'UserAction', not '\(name)'", at: node.span)
        }
        return name
    }

    /// The repository on a database.
    func property(_ reader: MappingReader) -> String? {
        guard let name = reader.text("swift"), let node = reader.node("swift") else { return nil }
        if !name.isSwiftIdentifier || name == "_" || name.unicodeScalars.first?.properties.isUppercase == true {
            collector.error(
                "'swift' is the name of a Swift property, as in 'userActions', not '\(name)'; the type of a row is 'model'",
                at: node.span)
        }
        return name
    }
}
