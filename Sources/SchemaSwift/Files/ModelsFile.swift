import ExactText
import SchemaKit
import SchemaSQL

/// A struct for the rows of each table and of each view.
struct ModelsFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(title: "The rows of each table.", schema, mentioning: schema.columns)
        for table in schema.tables {
            code.print()
            printModel(table, &code)
            code.print()
            printConformance("TableModel", table.model, table.table.name, table.columns, &code)
        }
        for view in schema.views {
            code.print()
            printModel(view, &code)
            code.print()
            printConformance("RowModel", view.model, view.view.name, view.columns, &code)
        }
        printCustomTypes(&code)
        return code.text
    }

    private func printModel(_ table: NamedTable, _ code: inout CodePrinter) {
        if let comment = table.table.comment {
            code.document(comment)
            code.print("///")
        }
        code.document("A row of the table `\(table.table.name)`.")
        let identity = Identity(table)
        let conformances = "Codable, Hashable, Sendable" + (identity.isIdentifiable ? ", Identifiable" : "")
        code.block("\(code.access)nonisolated struct \(table.model): \(conformances)") { code in
            for column in table.columns {
                if let comment = column.column.comment { code.document(comment) }
                let isConstant = column.isKey || column.column.generated != nil
                code.print("\(code.access)\(isConstant ? "let" : "var") \(column.declared): \(column.type)")
            }
            printIdentity(table, identity, &code)
            printInit(table.columns, &code)
            printInitFromDraft(table, &code)
            for column in table.columns { printEnumeration(of: column, &code) }
        }
    }

    private func printModel(_ view: NamedView, _ code: inout CodePrinter) {
        if let comment = view.view.comment {
            code.document(comment)
            code.print("///")
        }
        code.document("A row of the view `\(view.view.name)`.")
        code.block("\(code.access)nonisolated struct \(view.model): Codable, Hashable, Sendable") { code in
            for column in view.columns {
                if let comment = column.column.comment { code.document(comment) }
                code.print("\(code.access)let \(column.declared): \(column.type)")
            }
            printInit(view.columns, &code)
            for column in view.columns { printEnumeration(of: column, &code) }
        }
    }

    private func printInit(_ columns: [NamedColumn], _ code: inout CodePrinter) {
        code.print()
        code.inlinable()
        let parameters = columns.map { "\($0.declared): \($0.type)" + ($0.defaultCode.map { " = \($0)" } ?? "") }
        code.list("\(code.access)init(", parameters, ") {")
        code.indented { code in
            for column in columns { code.print("self.\(column.name) = \(column.declared)") }
        }
        code.print("}")
    }

    private func printIdentity(_ table: NamedTable, _ identity: Identity, _ code: inout CodePrinter) {
        switch identity {
        case .column, .none: break
        case .computed(let column):
            code.print()
            code.inlinable()
            code.print("\(code.access)var id: \(column.type) { self.\(column.name) }")
        case .composite:
            code.print()
            code.document("The columns that identify a row.")
            code.block("\(code.access)nonisolated struct ID: Codable, Hashable, Sendable") { code in
                for column in table.key { code.print("\(code.access)var \(column.declared): \(column.type)") }
                code.print()
                code.inlinable()
                code.list("\(code.access)init(", table.key.map { "\($0.declared): \($0.type)" }, ") {")
                code.indented { code in
                    for column in table.key { code.print("self.\(column.name) = \(column.declared)") }
                }
                code.print("}")
            }
            code.print()
            let arguments = table.key.map { "\($0.label): self.\($0.name)" }.joined(separator: ", ")
            code.inlinable()
            code.print("\(code.access)var id: ID { ID(\(arguments)) }")
        }
    }

    /// Where the draft tells the whole row. Otherwise an insert reads it back.
    private func printInitFromDraft(_ table: NamedTable, _ code: inout CodePrinter) {
        if table.isInsertComputed { return }
        code.print()
        var parameters = ["_ draft: Draft"]
        if let key = table.generatedKey {
            let label = key.parameter == key.declared ? "" : "\(key.declared) "
            parameters.append("\(label)\(key.parameter): \(key.type)")
            code.document("The row that an insert of the draft made.")
        } else {
            code.document("The row that an insert of the draft makes.")
        }
        code.inlinable()
        code.block("\(code.access)init(\(parameters.joined(separator: ", ")))") { code in
            if let key = table.generatedKey { code.print("self.\(key.name) = \(key.parameter)") }
            if table.table.isSingleton, let key = table.key.first { code.print("self.\(key.name) = 1") }
            for column in table.drafted { code.print("self.\(column.name) = \(column.stored("draft.\(column.name)"))") }
        }
    }

    private func printEnumeration(of column: NamedColumn, _ code: inout CodePrinter) {
        guard let enumeration = column.enumeration else { return }
        code.print()
        code.document("The values of `\(column.name)`.")
        let conformances = "String, Codable, Hashable, Sendable, CaseIterable, RawColumnValue"
        code.block("\(code.access)nonisolated enum \(enumeration.name): \(conformances)") { code in
            for (name, word) in enumeration.cases {
                let value = name == word ? "" : " = \(SwiftLiteral.string(word))"
                code.print("case \(SwiftName.escaped(name))\(value)")
            }
        }
    }

    private func printConformance(
        _ model: String, _ name: String, _ table: String, _ columns: [NamedColumn], _ code: inout CodePrinter
    ) {
        code.block("nonisolated extension \(name): \(model)") { code in
            code.print("\(code.access)static var tableName: String { \(SwiftLiteral.string(table)) }")
            let identifier = SwiftLiteral.string(SQLQuoting.name(table))
            code.print("\(code.access)static var tableIdentifier: SQLWord { \(identifier) }")
            code.print()
            code.print("\(code.access)static var columnList: SQLWord {")
            code.indented {
                $0.literal("", columns.map { SQLQuoting.name($0.column.name) }.joined(separator: ", "), "")
            }
            code.print("}")
            code.print()
            code.inlinable()
            code.print("\(code.access)static func columns(for dialect: Dialect) -> Columns { Columns(dialect) }")
            code.print()
            code.inlinable()
            code.block("\(code.access)init(row: borrowing Row) throws") { code in
                let arguments = columns.enumerated().map { "\($1.label): \($1.read(at: $0))" }
                code.list("self.init(", arguments, ")")
            }
        }
    }

    /// Conforms the types that the schema names for columns. Their names are written in full, which is how one says that a
    /// conformance of somebody else's type is meant.
    private func printCustomTypes(_ code: inout CodePrinter) {
        let generated = Set(schema.columns.compactMap { $0.enumeration == nil ? nil : $0.baseType })
        var seen: Set<String> = []
        for column in schema.columns {
            guard let type = column.column.swiftType, !generated.contains(type), seen.insert(type).inserted else {
                continue
            }
            let conformance = column.column.type == .json ? "JSONColumnValue" : "RawColumnValue"
            code.print()
            code.print("nonisolated extension \(type): RoseyRuntime.\(conformance) {}")
        }
    }
}

/// What `Identifiable` asks for.
private enum Identity {
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

    var isIdentifiable: Bool {
        if case .none = self { false } else { true }
    }
}
