import SchemaKit

/// Finds names that would be the same in Swift, or that generated code needs for itself.
struct NameCheck {
    private var diagnostics: [Diagnostic] = []

    static func check(_ schema: NamedSchema) -> [Diagnostic] {
        var check = NameCheck()
        check.checkModels(schema)
        let models = Set(schema.tables.map(\.model) + schema.views.map(\.model))
        for table in schema.tables { check.checkColumns(table.columns, models) }
        for view in schema.views { check.checkColumns(view.columns, models) }
        return check.diagnostics.sortedByPosition()
    }

    /// A table or a view.
    private struct Rows {
        let kind: String
        let name: String
        let model: String
        let property: String
        let origin: Origin
    }

    private mutating func checkModels(_ schema: NamedSchema) {
        let all =
            schema.tables.map {
                Rows(
                    kind: "table", name: $0.table.name, model: $0.model, property: $0.property, origin: $0.table.origin)
            }
            + schema.views.map {
                Rows(kind: "view", name: $0.view.name, model: $0.model, property: $0.property, origin: $0.view.origin)
            }
        var models: [String: Rows] = [:]
        var properties: [String: Rows] = [:]
        for rows in all {
            if Self.reservedTypes.contains(rows.model) {
                report(
                    "the model of '\(rows.name)' cannot be called '\(rows.model)', a type that generated code uses; "
                        + "give it another name with 'model:'", rows.origin)
            }
            if let other = models[rows.model] {
                report(
                    "'\(rows.name)' and '\(other.name)' would both have the model '\(rows.model)'; give one another name "
                        + "with 'model:'", rows.origin, first: other.origin)
            }
            if let other = properties[rows.property] {
                report(
                    "'\(rows.name)' and '\(other.name)' would both be 'db.\(rows.property)' in Swift; give one another "
                        + "name with 'swift:'", rows.origin, first: other.origin)
            }
            if Self.reservedProperties.contains(rows.property) {
                report(
                    "'db.\(rows.property)' means something else already; give the \(rows.kind) '\(rows.name)' another name "
                        + "with 'swift:'", rows.origin)
            }
            models[rows.model] = models[rows.model] ?? rows
            properties[rows.property] = properties[rows.property] ?? rows
        }
        // Each table has an enum of its statements beside its model.
        for rows in all where rows.model.hasSuffix("Statements") {
            guard let table = models[String(rows.model.dropLast("Statements".count))], table.kind == "table" else {
                continue
            }
            report(
                "the model of '\(rows.name)' has the name of the statements of '\(table.name)'; give it another name "
                    + "with 'model:'", rows.origin, first: table.origin)
        }
    }

    private mutating func checkColumns(_ columns: [NamedColumn], _ models: Set<String>) {
        var names: [String: NamedColumn] = [:]
        for column in columns {
            if let other = names[column.name] {
                report(
                    "'\(column.column.name)' and '\(other.column.name)' would both be '\(column.name)' in Swift; give one "
                        + "another name with 'swift:'", column.column.origin, first: other.column.origin)
            } else {
                names[column.name] = column
            }
            if Self.reservedColumns.contains(column.name) {
                report(
                    "'\(column.name)' means something else in generated code; give '\(column.column.name)' another name "
                        + "with 'swift:'", column.column.origin)
            }
            if let type = column.column.swiftType { checkType(type, of: column, columns, models) }
            guard let enumeration = column.enumeration else { continue }
            if Self.nestedTypes.contains(enumeration.name) {
                report(
                    "the enum of '\(column.column.name)' cannot be called '\(enumeration.name)', which the model has "
                        + "already; give the column another name with 'swift:'", column.column.origin)
            }
            checkCases(of: enumeration, column)
        }
    }

    /// The program's own type must not have a name that means something else where it is mentioned.
    private mutating func checkType(
        _ type: String, of column: NamedColumn, _ columns: [NamedColumn], _ models: Set<String>
    ) {
        let first = String(type.prefix { $0 != "." })
        if let other = columns.first(where: { $0.enumeration?.name == first }) {
            report(
                "'\(first)' is the enum of '\(other.column.name)' inside this model; give that column another name with "
                    + "'swift:', or write the module before the type", column.column.origin, first: other.column.origin)
        } else if models.contains(type) {
            report("'\(type)' is a model, and cannot be the type of '\(column.column.name)'", column.column.origin)
        }
    }

    private mutating func checkCases(of enumeration: NamedEnumeration, _ column: NamedColumn) {
        var words: [String: String] = [:]
        for (name, word) in enumeration.cases {
            if let other = words.updateValue(word, forKey: name) {
                report(
                    "'\(word)' and '\(other)' would both be '.\(name)' in Swift; give '\(column.column.name)' a type of your "
                        + "own with 'swift:'", column.column.origin)
            }
        }
    }

    private mutating func report(_ message: String, _ origin: Origin, first: Origin? = nil) {
        let start = SourcePosition(line: 1, column: 1)
        let span = origin.span ?? SourceSpan(file: "schema", start: start, end: start)
        let notes = first?.span.map { [Diagnostic.Note("the first is here", $0)] } ?? []
        diagnostics.append(Diagnostic(severity: .error, message: message, span: span, notes: notes))
    }

    /// What generated code mentions by its bare name.
    private static let reservedTypes: Set<String> = [
        "Any", "Assignable", "Assignments", "Bool", "CalendarDate", "CaseIterable", "Codable", "Column", "Columns",
        "Changes", "ConflictTarget", "DatabaseAccess", "DatabaseError", "Date", "Decimal", "Dialect", "Double", "Draft",
        "GeneratedSchema", "Hashable", "ID", "Identifiable", "Int", "Int32", "JSON", "JSONColumnValue",
        "NullableColumn",
        "Parameters", "RawColumnValue", "Repository", "Revision", "RoseyRuntime", "Row", "RowChanges", "RowModel",
        "Sendable", "Sequence", "Settable", "SingletonRepository", "Statement", "StatementBlock", "String",
        "TableModel",
        "UInt8", "UUID", "ValidationIssue", "ViewRepository",
    ]

    /// What each model has inside.
    private static let nestedTypes = reservedTypes.union(["Protocol", "Self", "Type"])

    /// The members that a database or a transaction has anyway.
    private static let reservedProperties: Set<String> = [
        "close", "create", "dialect", "migrate", "read", "session", "transaction", "url", "description",
    ]

    /// The members that models, drafts and changes have anyway.
    private static let reservedColumns: Set<String> = [
        "_assignments", "_dialect", "assign", "assignable", "hashValue", "unreadable", "validate",
    ]
}
