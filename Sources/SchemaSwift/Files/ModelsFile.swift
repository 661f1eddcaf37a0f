import SchemaKit
import SchemaSQL

/// A struct for the rows of each table.
struct ModelsFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(title: "The rows of each table.")
        for table in schema.tables {
            code.print()
            printModel(table, &code)
            code.print()
            printConformance(table, &code)
        }
        return code.text
    }

    private func printModel(_ table: NamedTable, _ code: inout CodePrinter) {
        if let comment = table.table.comment {
            code.document(comment)
            code.print("///")
        }
        code.document("A row of the table `\(table.table.name)`.")
        let identity = Identity(table)
        let conformances = "Codable, Hashable, Sendable" + (identity == .none ? "" : ", Identifiable")
        code.block("public struct \(table.model): \(conformances)") { code in
            for column in table.columns {
                if let comment = column.column.comment { code.document(comment) }
                code.print("public \(column.isKey ? "let" : "var") \(column.declared): \(column.type)")
            }
            printIdentity(table, identity, &code)
            code.print()
            code.print("@inlinable")
            let parameters = table.columns.map {
                "\($0.declared): \($0.type)" + ($0.defaultCode.map { " = \($0)" } ?? "")
            }
            code.list("public init(", parameters, ") {")
            code.indented { code in
                for column in table.columns { code.print("self.\(column.name) = \(column.declared)") }
            }
            code.print("}")
            code.print()
            printInitFromDraft(table, &code)
        }
    }

    /// What `Identifiable` asks for.
    private enum Identity: Equatable {
        /// A column called `id` is the key.
        case column
        /// Another column is.
        case computed(NamedColumn)
        /// Several columns are.
        case composite
        /// There is no key, or `id` is something else.
        case none

        init(_ table: NamedTable) {
            let idColumn = table.columns.first { $0.name == "id" }
            switch table.key.count {
            case 0: self = .none
            case 1 where idColumn?.isKey == true: self = .column
            case _ where idColumn != nil: self = .none
            case 1: self = .computed(table.key[0])
            default: self = .composite
            }
        }

        static func == (left: Identity, right: Identity) -> Bool {
            switch (left, right) {
            case (.column, .column), (.composite, .composite), (.none, .none): true
            case (.computed(let left), .computed(let right)): left.name == right.name
            default: false
            }
        }
    }

    private func printIdentity(_ table: NamedTable, _ identity: Identity, _ code: inout CodePrinter) {
        switch identity {
        case .column, .none: break
        case .computed(let column):
            code.print()
            code.print("@inlinable public var id: \(column.type) { \(column.declared) }")
        case .composite:
            code.print()
            code.document("The columns that identify a row.")
            code.block("public struct ID: Codable, Hashable, Sendable") { code in
                for column in table.key { code.print("public var \(column.declared): \(column.type)") }
                code.print()
                code.print("@inlinable")
                code.list("public init(", table.key.map { "\($0.declared): \($0.type)" }, ") {")
                code.indented { code in
                    for column in table.key { code.print("self.\(column.name) = \(column.declared)") }
                }
                code.print("}")
            }
            code.print()
            let arguments = table.key.map { "\($0.name): \($0.declared)" }.joined(separator: ", ")
            code.print("@inlinable public var id: ID { ID(\(arguments)) }")
        }
    }

    private func printInitFromDraft(_ table: NamedTable, _ code: inout CodePrinter) {
        if let key = table.generatedKey {
            let label = key.parameter == key.declared ? "" : "\(key.declared) "
            code.document("The row that an insert of the draft made.")
            code.print("@inlinable")
            code.block("public init(_ draft: Draft, \(label)\(key.parameter): \(key.type))") { code in
                code.print("self.\(key.name) = \(key.parameter)")
                for column in table.drafted { code.print("self.\(column.name) = draft.\(column.name)") }
            }
        } else {
            code.document("The row that an insert of the draft makes.")
            code.print("@inlinable")
            code.block("public init(_ draft: Draft)") { code in
                if table.table.isSingleton, let key = table.key.first { code.print("self.\(key.name) = 1") }
                for column in table.drafted { code.print("self.\(column.name) = draft.\(column.name)") }
            }
        }
    }

    private func printConformance(_ table: NamedTable, _ code: inout CodePrinter) {
        let dialect = Dialect.sqlite
        code.block("extension \(table.model): TableModel") { code in
            code.print("public static var tableName: String { \(SwiftLiteral.string(table.table.name)) }")
            let identifier = SwiftLiteral.string(dialect.quote(table.table.name))
            code.print("public static var tableIdentifier: String { \(identifier) }")
            code.print()
            code.print("public static var columnList: String {")
            code.indented { $0.literal("", dialect.quote(table.table.columns.map(\.name)), "") }
            code.print("}")
            code.print()
            code.print("@inlinable")
            code.print("public static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }")
            code.print()
            code.print("@inlinable")
            code.block("public init(row: Row) throws") { code in
                for (index, column) in table.columns.enumerated() {
                    let read = "try row.\(ColumnCode(column.column.type).reader)(\(index))"
                    let value = column.column.isNullable ? "row.isNull(\(index)) ? nil : \(read)" : read
                    code.print("self.\(column.name) = \(value)")
                }
            }
        }
    }
}
