import SchemaKit

/// Finds names that would be the same in Swift, or that generated code needs for itself.
enum NameCheck {
    static func check(_ tables: [NamedTable]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var models: [String: NamedTable] = [:]
        var properties: [String: NamedTable] = [:]
        for table in tables {
            if reservedTypes.contains(table.model) {
                diagnostics.append(
                    error(
                        "the model of '\(table.table.name)' cannot be called '\(table.model)', a type that generated code "
                            + "uses; give it another name with 'model:'", table.table.origin))
            }
            if let other = models.updateValue(table, forKey: table.model) {
                diagnostics.append(
                    error(
                        "'\(table.table.name)' and '\(other.table.name)' would both have the model '\(table.model)'; "
                            + "give one another name with 'model:'", table.table.origin))
            }
            if let other = properties.updateValue(table, forKey: table.property) {
                diagnostics.append(
                    error(
                        "'\(table.table.name)' and '\(other.table.name)' would both be 'db.\(table.property)' in Swift; "
                            + "rename one", table.table.origin))
            }
            if reservedProperties.contains(table.property) {
                diagnostics.append(
                    error(
                        "'db.\(table.property)' means something else already; rename the table '\(table.table.name)'",
                        table.table.origin))
            }
            diagnostics += checkColumns(table)
        }
        return diagnostics
    }

    private static func checkColumns(_ table: NamedTable) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var names: [String: NamedColumn] = [:]
        for column in table.columns {
            if let other = names.updateValue(column, forKey: column.name) {
                diagnostics.append(
                    error(
                        "'\(column.column.name)' and '\(other.column.name)' would both be '\(column.name)' in Swift; "
                            + "rename one", column.column.origin))
            }
        }
        return diagnostics
    }

    private static func error(_ message: String, _ origin: Origin) -> Diagnostic {
        let start = SourcePosition(line: 1, column: 1)
        let span = origin.span ?? SourceSpan(file: "schema", start: start, end: start)
        return Diagnostic(severity: .error, message: message, span: span)
    }

    /// What generated code mentions by its bare name.
    private static let reservedTypes: Set<String> = [
        "Any", "Assignable", "Assignments", "Bool", "Codable", "Column", "Columns", "Changes", "ConflictTarget",
        "DatabaseAccess", "DatabaseError", "Dialect", "Double", "Draft", "GeneratedSchema", "Hashable", "ID",
        "Identifiable", "Int", "Int32", "NullableColumn", "Parameters", "Repository", "Revision", "Row", "RowChanges",
        "Sendable", "Sequence", "Settable", "SingletonRepository", "Statement", "StatementBlock", "String",
        "TableModel", "UInt8",
    ]

    /// The members that a database or a transaction has anyway.
    private static let reservedProperties: Set<String> = [
        "close", "create", "dialect", "migrate", "read", "session", "transaction", "url", "description",
    ]
}
