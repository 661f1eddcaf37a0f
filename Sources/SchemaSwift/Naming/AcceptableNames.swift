import SchemaKit

/// Gives the tables, views and columns of a schema that nobody named with Swift in mind names of their own in Swift, where
/// those made from theirs would be refused.
struct AcceptableNames {
    private var models: Set<String> = []
    private var properties: Set<String> = []

    static func given(to schema: Schema) -> Schema {
        var names = AcceptableNames()
        var schema = schema
        let named = NamedSchema(unchecked: schema)
        for (position, table) in named.tables.enumerated() {
            let (model, property) = names.claim(table.model, table.property)
            if model != table.model { schema.tables[position].modelName = model }
            if property != table.property { schema.tables[position].propertyName = property }
            names.name(&schema.tables[position].columns, table.columns)
        }
        for (position, view) in named.views.enumerated() {
            let (model, property) = names.claim(view.model, view.property)
            if model != view.model { schema.views[position].modelName = model }
            if property != view.property { schema.views[position].propertyName = property }
            names.name(&schema.views[position].columns, view.columns)
        }
        return schema
    }

    private mutating func claim(_ model: String, _ property: String) -> (model: String, property: String) {
        let model = Self.free(model, "Row", or: "Table") { name in
            // Beside each model is an enum of its statements.
            ReservedNames.types.contains(name) || models.contains(name) || models.contains(name + "Statements")
                || (name.hasSuffix("Statements") && models.contains(String(name.dropLast("Statements".count))))
        }
        let property = Self.free(property, "Rows", or: "table") {
            ReservedNames.properties.contains($0) || properties.contains($0)
        }
        models.insert(model)
        properties.insert(property)
        return (model, property)
    }

    private func name(_ columns: inout [Column], _ named: [NamedColumn]) {
        var taken: Set<String> = []
        for (position, column) in named.enumerated() {
            let name = Self.free(column.name, "Column", or: "column") {
                ReservedNames.columns.contains($0) || taken.contains($0)
            }
            taken.insert(name)
            if name != column.name { columns[position].propertyName = name }
        }
    }

    /// The name if it can be had, else one with a word behind it, else one with a number.
    private static func free(
        _ name: String, _ word: String, or other: String, isTaken: (String) -> Bool
    ) -> String {
        if name != "_", !isTaken(name) { return name }
        // What is stated begins as the language wants it, which a name without cases or with a digit does not.
        let isModel = word == "Row"
        let first = name.unicodeScalars.first?.properties
        let base =
            name == "_" || (isModel && first?.isUppercase != true) || (!isModel && first?.isUppercase == true)
            ? other + (name == "_" ? "" : name) : name + word
        if !isTaken(base) { return base }
        var number = 2
        while isTaken("\(base)\(number)") { number += 1 }
        return "\(base)\(number)"
    }
}
