import SchemaKit

/// Finds names that would be the same in Swift, or that generated code needs for itself.
struct NameCheck {
    private var diagnostics: [Diagnostic] = []

    static func check(_ schema: NamedSchema) -> [Diagnostic] {
        var check = NameCheck()
        check.checkModels(schema)
        let imports = schema.schema.options.imports
        let models = Set(schema.tables.map(\.model) + schema.views.map(\.model))
        for table in schema.tables { check.checkColumns(table.columns, models, imports) }
        for view in schema.views { check.checkColumns(view.columns, models, imports) }
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
            if rows.model == "_" || rows.property == "_" {
                report(
                    "'\(rows.name)' has no letter or digit for Swift names; give it some with 'model:' and 'swift:'",
                    rows.origin)
            }
            if ReservedNames.types.contains(rows.model) {
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
            if ReservedNames.properties.contains(rows.property) {
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

    private mutating func checkColumns(_ columns: [NamedColumn], _ models: Set<String>, _ imports: [String]) {
        var names: [String: NamedColumn] = [:]
        for column in columns {
            if let other = names[column.name] {
                report(
                    "'\(column.column.name)' and '\(other.column.name)' would both be '\(column.name)' in Swift; give one "
                        + "another name with 'swift:'", column.column.origin, first: other.column.origin)
            } else {
                names[column.name] = column
            }
            if column.name == "_", !column.column.name.isEmpty {
                report(
                    "'\(column.column.name)' has no letter or digit for a Swift name; give it one with 'swift:'",
                    column.column.origin)
            }
            if ReservedNames.columns.contains(column.name) {
                report(
                    "'\(column.name)' means something else in generated code; give '\(column.column.name)' another name "
                        + "with 'swift:'", column.column.origin)
            }
            if let type = column.column.swiftType { checkType(type, of: column, columns, models, imports) }
            if let enumeration = column.enumeration { checkCases(of: enumeration, column) }
        }
    }

    /// The program's own type must not have a name that means something else where it is mentioned.
    private mutating func checkType(
        _ type: String, of column: NamedColumn, _ columns: [NamedColumn], _ models: Set<String>,
        _ imports: [String]
    ) {
        let first = String(type.prefix { $0 != "." })
        if let other = columns.first(where: { $0.enumeration?.name == first }) {
            report(
                "'\(first)' is the enum of '\(other.column.name)' inside this model; give that column another name with "
                    + "'swift:', or write the module before the type", column.column.origin, first: other.column.origin)
        } else if models.contains(type) {
            report("'\(type)' is a model, and cannot be the type of '\(column.column.name)'", column.column.origin)
        } else if models.contains(first), imports.contains(first) {
            report(
                "'\(first)' is a model and a module, so '\(type)' is not found; give the model another name with 'model:'",
                column.column.origin)
        }
    }

    private mutating func checkCases(of enumeration: NamedEnumeration, _ column: NamedColumn) {
        var words: [String: String] = [:]
        for (name, word) in enumeration.cases {
            if name == "_" {
                report(
                    "'\(word)' has no letter or digit for a Swift name; give '\(column.column.name)' a type of your own with "
                        + "'swift:'", column.column.origin)
                return
            }
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
}
