public import SchemaKit

/// A schema with the Swift name of everything in it, each checked to be the only one of its kind.
struct NamedSchema {
    let schema: Schema
    let tables: [NamedTable]

    /// - Throws: ``NamingErrors`` with every name that cannot be, at its place in the schema file.
    init(_ schema: Schema) throws(NamingErrors) {
        self.schema = schema
        tables = schema.tables.map(NamedTable.init)
        let diagnostics = NameCheck.check(tables)
        if !diagnostics.isEmpty { throw NamingErrors(diagnostics: diagnostics) }
    }
}

/// Names of a schema that cannot be Swift names side by side.
public struct NamingErrors: Error {
    public let diagnostics: [Diagnostic]
}

/// A table with its Swift names.
struct NamedTable {
    let table: Table
    /// The type of a row: `UserStats`.
    let model: String
    /// The repository's property on a database: `userStats`.
    let property: String
    let columns: [NamedColumn]

    init(_ table: Table) {
        self.table = table
        model = table.modelName ?? SwiftName.model(table.name)
        property = SwiftName.property(table.name)
        let key = table.primaryKey?.columns ?? []
        columns = table.columns.map { NamedColumn($0, isKey: key.contains($0.name)) }
    }

    /// The columns of the primary key, in its order.
    var key: [NamedColumn] {
        (table.primaryKey?.columns ?? []).compactMap { name in columns.first { $0.column.name == name } }
    }

    /// The columns that a draft has: a singleton's key is always 1, and a counted key is the database's to give.
    var drafted: [NamedColumn] {
        columns.filter { column in
            !column.column.isAutoIncrement && column.column.generated == nil && !(table.isSingleton && column.isKey)
        }
    }

    var generatedKey: NamedColumn? {
        columns.first { $0.column.isAutoIncrement }
    }

    func columns(named names: [String]) -> [NamedColumn] {
        names.compactMap { name in columns.first { $0.column.name == name } }
    }
}

/// A column with its Swift names.
struct NamedColumn {
    let column: Column
    let isKey: Bool
    /// The bare name: `totalChatLines`.
    let name: String

    init(_ column: Column, isKey: Bool) {
        self.column = column
        self.isKey = isKey
        name = column.propertyName ?? SwiftName.property(column.name)
    }

    /// The name as a declaration or an argument label spells it.
    var declared: String { SwiftName.escaped(name) }

    /// The name as a parameter of a generated function, which may need the bare name for something else.
    var parameter: String {
        ["change", "draft", "parameters", "row", "session"].contains(name) ? name + "_" : declared
    }

    /// The type of a value that is not NULL.
    var baseType: String { ColumnCode(column.type).swiftType }

    /// The type of the model's property.
    var type: String { column.isNullable ? baseType + "?" : baseType }

    /// The default that drafts and models carry, as Swift.
    var defaultCode: String? {
        switch column.defaultValue {
        case .literal(.integer(let value)): "\(value)"
        case .literal(.real(let value)): "\(value)"
        case .literal(.boolean(let value)): "\(value)"
        case .literal(.text(let value)): SwiftLiteral.string(value)
        case .expression: nil
        case nil: column.isNullable ? "nil" : nil
        }
    }
}

/// How generated code handles a column type.
struct ColumnCode {
    let swiftType: String
    /// The method of `Row` that reads it.
    let reader: String
    /// Any value of the type, for a getter that must have a body though nobody can call it.
    let emptyValue: String

    init(_ type: ColumnType) {
        (swiftType, reader, emptyValue) =
            switch type {
            case .integer: ("Int", "int", "0")
            case .int32: ("Int32", "int32", "0")
            case .real: ("Double", "double", "0")
            case .boolean: ("Bool", "bool", "false")
            case .blob: ("[UInt8]", "bytes", "[]")
            case .string, .text, .decimal, .timestamp, .date, .uuid, .json, .enumeration: ("String", "text", "\"\"")
            }
    }
}
