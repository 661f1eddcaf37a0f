import SchemaKit
import SchemaSQL

/// What the repository of each table can do by its key and its columns.
struct RepositoriesFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(title: "What can be done with each table.")
        code.print()
        code.block("extension DatabaseAccess") { code in
            for (number, table) in schema.tables.enumerated() {
                if number > 0 { code.print() }
                code.document("The table `\(table.table.name)`" + (table.table.comment.map { ": \($0)" } ?? "."))
                let type = table.table.isSingleton ? "SingletonRepository" : "Repository"
                code.print("@inlinable")
                code.property(
                    "public var \(SwiftName.escaped(table.property)): \(type)<\(table.model)>", "\(type)(session)")
            }
        }
        for table in schema.tables {
            code.print()
            if table.table.isSingleton { printSingleton(table, &code) } else { printRepository(table, &code) }
        }
        return code.text
    }

    private func printSingleton(_ table: NamedTable, _ code: inout CodePrinter) {
        code.block("extension SingletonRepository where Model == \(table.model)") { code in
            printInsert(table, &code)
            code.print()
            code.document("Makes the row, or replaces it.")
            printThrows(&code)
            code.print("@inlinable")
            code.print("@discardableResult")
            code.block("public func put(_ draft: \(table.model).Draft) async throws -> \(table.model)") { code in
                let statement = ConflictTarget.targets(of: table).first?.statementName ?? "insert"
                printUpsert("\(table.model)Statements.\(statement)", table, &code)
            }
        }
    }

    private func printRepository(_ table: NamedTable, _ code: inout CodePrinter) {
        let model = table.model
        let key = KeyParameters(table)
        let targets = ConflictTarget.targets(of: table)
        if !targets.isEmpty {
            code.block("extension \(model)") { code in
                code.document("The columns by which an upsert finds that the row exists.")
                code.block("public enum ConflictTarget: Sendable, CaseIterable") { code in
                    for target in targets { code.print("case \(SwiftName.escaped(target.name))") }
                }
            }
            code.print()
        }
        code.block("extension Repository where Model == \(model)") { code in
            code.document("The row with this key, if there is one.")
            printThrows(&code)
            code.print("@inlinable")
            code.block("public func find(\(key.parameters)) async throws -> \(model)?") { code in
                code.list(
                    "try await session.fetchFirst(",
                    ["\(model)Statements.find", key.bind(from: 1), "\(model).init(row:)"],
                    ")")
            }
            code.print()
            code.document("Whether there is a row with this key.")
            printThrows(&code)
            code.print("@inlinable")
            code.block("public func exists(\(key.parameters)) async throws -> Bool") { code in
                code.list(
                    "try await session.fetchFirst(", ["\(model)Statements.exists", key.bind(from: 1), "{ _ in true }"],
                    ") ?? false")
            }
            code.print()
            printInsert(table, &code)
            printInsertMany(table, &code)
            if !targets.isEmpty { printUpserts(table, targets, &code) }
            if !table.columns.filter({ !$0.isKey }).isEmpty { printUpdates(table, key, &code) }
            code.print()
            code.document("Removes the row with this key, and returns whether there was one.")
            printThrows(&code)
            code.print("@inlinable")
            code.print("@discardableResult")
            code.block("public func delete(\(key.parameters)) async throws -> Bool") { code in
                code.print(
                    "try await session.execute(\(model)Statements.delete, \(key.bind(from: 1))).affectedRows > 0")
            }
        }
    }

    private func printInsert(_ table: NamedTable, _ code: inout CodePrinter) {
        let made = table.generatedKey.map { ", with its new `\($0.name)`" } ?? ""
        code.document("Inserts a row and returns it as it is stored\(made).")
        printThrows(&code)
        code.print("@inlinable")
        code.print("@discardableResult")
        code.block("public func insert(_ draft: \(table.model).Draft) async throws -> \(table.model)") { code in
            let insert = "try await session.execute(\(table.model)Statements.insert, { draft.bind(to: &$0) })"
            if let key = table.generatedKey {
                code.print("let outcome = \(insert)")
                code.print("return \(table.model)(draft, \(key.name): \(key.type)(outcome.generatedKey))")
            } else {
                code.print(insert)
                code.print("return \(table.model)(draft)")
            }
        }
    }

    private func printInsertMany(_ table: NamedTable, _ code: inout CodePrinter) {
        code.print()
        code.document("Inserts all rows or none.")
        printThrows(&code)
        code.print("@inlinable")
        code.block(
            "public func insert(contentsOf drafts: some Sequence<\(table.model).Draft> & Sendable) async throws"
        ) { code in
            code.print("try await session.executeAll(\(table.model)Statements.insert, drafts) { $0.bind(to: &$1) }")
        }
    }

    private func printUpserts(_ table: NamedTable, _ targets: [ConflictTarget], _ code: inout CodePrinter) {
        let model = table.model
        code.print()
        code.document(
            "Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row."
        )
        printThrows(&code)
        code.print("@inlinable")
        code.print("@discardableResult")
        code.list(
            "public func upsert(", ["_ draft: \(model).Draft", "onConflict target: \(model).ConflictTarget"],
            ") async throws -> \(model) {")
        code.indented { code in
            code.print("let statement =")
            code.indented { code in
                code.print("switch target {")
                for target in targets {
                    code.print("case .\(target.name): \(model)Statements.\(target.statementName)")
                }
                code.print("}")
            }
            printUpsert("statement", table, &code)
        }
        code.print("}")
        if table.generatedKey == nil {
            code.print()
            code.document("Inserts a row, or replaces the one with the same `target`. Returns the row.")
            printThrows(&code)
            code.print("@inlinable")
            code.print("@_disfavoredOverload")
            code.print("@discardableResult")
            code.list(
                "public func upsert(", ["_ row: \(model)", "onConflict target: \(model).ConflictTarget"],
                ") async throws -> \(model) {")
            code.indented { $0.print("try await upsert(\(model).Draft(row), onConflict: target)") }
            code.print("}")
        }
    }

    private func printUpsert(_ statement: String, _ table: NamedTable, _ code: inout CodePrinter) {
        code.list(
            "return try await session.fetchOne(",
            [statement, "{ draft.bind(to: &$0) }", "\(table.model).init(row:)"], ")")
    }

    private func printUpdates(_ table: NamedTable, _ key: KeyParameters, _ code: inout CodePrinter) {
        let model = table.model
        let columns = table.columns.filter { !$0.isKey && $0.column.generated == nil }
        code.print()
        code.document("Stores all columns of a row that exists, and returns whether it does.")
        printThrows(&code)
        code.print("@inlinable")
        code.print("@discardableResult")
        code.block("public func update(_ row: \(model)) async throws -> Bool") { code in
            code.print("try await session.execute(\(model)Statements.update) { parameters in")
            code.indented { code in
                for (index, column) in (columns + table.key).enumerated() {
                    code.print("parameters.bind(row.\(column.declared), at: \(index + 1))")
                }
            }
            code.print("}.affectedRows > 0")
        }
        code.print()
        code.document("Changes the row with this key as the closure says, and returns whether there was one.")
        printThrows(&code)
        code.print("@discardableResult")
        code.list(
            "public func update(", key.list + ["_ change: (inout \(model).Changes) throws -> Void"],
            ") async throws -> Bool {")
        code.indented { $0.print("try await self.where { \(key.condition) }.update(change) > 0") }
        code.print("}")
    }

    private func printThrows(_ code: inout CodePrinter) {
        code.print("///")
        code.print("/// - Throws: `DatabaseError`")
    }
}

/// A table's key as parameters of a function: without a label where it is one column.
private struct KeyParameters {
    private let columns: [NamedColumn]

    init(_ table: NamedTable) {
        columns = table.key
    }

    var list: [String] {
        columns.map { columns.count == 1 ? "_ \($0.declared): \($0.type)" : "\($0.declared): \($0.type)" }
    }

    var parameters: String { list.joined(separator: ", ") }

    func bind(from first: Int) -> String {
        let binds = columns.enumerated().map { "$0.bind(\($1.declared), at: \(first + $0))" }
        return "{ " + binds.joined(separator: "; ") + " }"
    }

    var condition: String {
        columns.map { "$0.\($0.declared) == \($0.declared)" }.joined(separator: " && ")
    }
}
