import ExactText
import SchemaKit
import SchemaSQL

/// What the repository of each table can do by its key and its columns.
struct RepositoriesFile {
    let schema: NamedSchema

    var contents: String {
        var code = CodePrinter(
            title: "What can be done with each table.", schema, mentioning: schema.tables.flatMap(\.key))
        code.print()
        code.block("nonisolated extension DatabaseAccess") { code in
            for (number, table) in schema.tables.enumerated() {
                if number > 0 { code.print() }
                code.document("The table `\(table.table.name)`" + (table.table.comment.map { ": \($0)" } ?? "."))
                let type = table.table.isSingleton ? "SingletonRepository" : "Repository"
                code.inlinable()
                code.property(
                    "\(code.access)var \(SwiftName.escaped(table.property)): \(type)<\(table.model)>",
                    "\(type)(session)")
            }
            for view in schema.views {
                code.print()
                code.document("The view `\(view.view.name)`" + (view.view.comment.map { ": \($0)" } ?? "."))
                code.inlinable()
                code.property(
                    "\(code.access)var \(SwiftName.escaped(view.property)): ViewRepository<\(view.model)>",
                    "ViewRepository(session)")
            }
        }
        for table in schema.tables {
            code.print()
            if table.table.isSingleton { printSingleton(table, &code) } else { printRepository(table, &code) }
        }
        return code.text
    }

    private func printSingleton(_ table: NamedTable, _ code: inout CodePrinter) {
        code.block("nonisolated extension SingletonRepository where Model == \(table.model)") { code in
            printInsert(table, &code)
            code.print()
            code.document("Makes the row, or replaces it.")
            printThrows(&code)
            code.inlinable()
            code.print("@discardableResult")
            code.function("put", ["_ draft: \(table.model).Draft"], "async throws -> \(table.model)") { code in
                let statement = table.conflictTargets.first?.statementName ?? "insert"
                printUpsert("\(table.model)Statements.\(statement)", table, &code)
            }
        }
    }

    private func printRepository(_ table: NamedTable, _ code: inout CodePrinter) {
        let model = table.model
        let key = KeyParameters(table)
        let targets = table.conflictTargets
        if !targets.isEmpty {
            code.block("nonisolated extension \(model)") { code in
                code.document("The columns by which an upsert finds that the row exists.")
                code.block("\(code.access)nonisolated enum ConflictTarget: Sendable, CaseIterable") { code in
                    for target in targets { code.print("case \(SwiftName.escaped(target.name))") }
                }
            }
            code.print()
        }
        code.block("nonisolated extension Repository where Model == \(model)") { code in
            code.document("The row with this key, if there is one.")
            printThrows(&code)
            code.inlinable(always: true)
            code.function("find", key.list, "async throws -> \(model)?") { code in
                printCall("fetchFirst", "\(model)Statements.find", key, "\(model).init(row:)", "", &code)
            }
            code.print()
            code.document("Whether there is a row with this key.")
            printThrows(&code)
            code.inlinable(always: true)
            code.function("exists", key.list, "async throws -> Bool") { code in
                printCall("fetchFirst", "\(model)Statements.exists", key, "{ _ in true }", " ?? false", &code)
            }
            code.print()
            printInsert(table, &code)
            printInsertMany(table, &code)
            if !targets.isEmpty {
                printUpserts(table, targets, &code)
                printUpsertMany(table, targets, &code)
            }
            if !table.changeable.isEmpty { printUpdates(table, key, &code) }
            code.print()
            code.document("Removes the row with this key, and returns whether there was one.")
            printThrows(&code)
            code.inlinable()
            code.print("@discardableResult")
            code.function("delete", key.list, "async throws -> Bool") { code in
                printCall("execute", "\(model)Statements.delete", key, nil, ".affectedRows > 0", &code)
            }
        }
    }

    private func printInsert(_ table: NamedTable, _ code: inout CodePrinter) {
        let made = table.generatedKey.map { ", with its new `\($0.name)`" } ?? ""
        code.document("Inserts a row and returns it as it is stored\(made).")
        printThrows(&code)
        code.inlinable()
        code.print("@discardableResult")
        code.function("insert", ["_ draft: \(table.model).Draft"], "async throws -> \(table.model)") { code in
            let bind = "{ \(table.bindingCanFail ? "try " : "")draft.bind(to: &$0) }"
            let arguments = ["\(table.model)Statements.insert", bind]
            if table.isInsertComputed {
                code.list("try await session.fetchOne(", arguments + ["\(table.model).init(row:)"], ")")
            } else if let key = table.generatedKey {
                code.list("let outcome = try await session.execute(", arguments, ")")
                let custom = key.column.swiftType.map { "try outcome.generatedKey(as: \($0).self)" }
                code.print("return \(table.model)(draft, \(key.label): \(custom ?? "Int(outcome.generatedKey)"))")
            } else {
                code.list("try await session.execute(", arguments, ")")
                code.print("return \(table.model)(draft)")
            }
        }
    }

    private func printInsertMany(_ table: NamedTable, _ code: inout CodePrinter) {
        code.print()
        code.document("Inserts all rows or none.")
        printThrows(&code)
        code.inlinable()
        let drafts = "contentsOf drafts: some Sequence<\(table.model).Draft> & Sendable"
        code.function("insert", [drafts], "async throws") { code in
            let statement = table.isInsertComputed ? "insertWithoutReading" : "insert"
            let hasCopy = RowStatements(table.table, dialect: .postgresql).copy != nil
            code.list(
                "try await session.executeAll(",
                ["\(table.model)Statements.\(statement)"] + (hasCopy ? ["copy: \(table.model)Statements.copy"] : [])
                    + ["drafts"],
                ") { \(table.bindingCanFail ? "try " : "")$0.bind(to: &$1) }")
        }
    }

    private func printUpserts(_ table: NamedTable, _ targets: [ConflictTarget], _ code: inout CodePrinter) {
        let model = table.model
        code.print()
        code.document(
            "Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row."
        )
        printThrows(&code)
        code.inlinable()
        code.print("@discardableResult")
        let target = "onConflict target: \(model).ConflictTarget"
        code.function("upsert", ["_ draft: \(model).Draft", target], "async throws -> \(model)") { code in
            printStatement(of: targets, isForMany: false, table, &code)
            if table.isUpsertComputed {
                printUpsert("statement", table, &code)
            } else {
                let bind = "{ \(table.bindingCanFail ? "try " : "")draft.bind(to: &$0) }"
                code.print("try await session.execute(statement, \(bind))")
                code.print("return \(model)(draft)")
            }
        }
        if table.generatedKey == nil {
            code.print()
            code.document("Inserts a row, or replaces the one with the same `target`. Returns the row.")
            printThrows(&code)
            code.inlinable()
            code.print("@_disfavoredOverload")
            code.print("@discardableResult")
            code.function("upsert", ["_ row: \(model)", target], "async throws -> \(model)") { code in
                code.print("try await upsert(\(model).Draft(row), onConflict: target)")
            }
        }
    }

    private func printUpsertMany(_ table: NamedTable, _ targets: [ConflictTarget], _ code: inout CodePrinter) {
        code.print()
        code.document("Upserts all rows or none, one after another.")
        printThrows(&code)
        code.inlinable()
        let parameters = [
            "contentsOf drafts: some Sequence<\(table.model).Draft> & Sendable",
            "onConflict target: \(table.model).ConflictTarget",
        ]
        code.function("upsert", parameters, "async throws") { code in
            printStatement(of: targets, isForMany: true, table, &code)
            let bind = "\(table.bindingCanFail ? "try " : "")$0.bind(to: &$1)"
            let canJoin = targets.contains(where: table.canJoinUpserts)
            if canJoin {
                printChoice("joined: JoinedUpsert?", of: targets, &code) { target in
                    table.canJoinUpserts(target) ? "\(table.model)Statements.\(target.joinedStatementName)" : "nil"
                }
            }
            let joined = canJoin ? "joined: joined, " : ""
            code.print("try await session.executeAll(statement, \(joined)drafts) { \(bind) }")
        }
    }

    /// `let variable = switch target { … }`
    private func printChoice(
        _ variable: String, of targets: [ConflictTarget], _ code: inout CodePrinter, _ value: (ConflictTarget) -> String
    ) {
        code.print("let \(variable) =")
        code.indented { code in
            code.print("switch target {")
            for target in targets { code.choice(".\(target.name)", value(target)) }
            code.print("}")
        }
    }

    /// `let statement = switch target { … }`
    private func printStatement(
        of targets: [ConflictTarget], isForMany: Bool, _ table: NamedTable, _ code: inout CodePrinter
    ) {
        printChoice("statement", of: targets, &code) { target in
            let statements = table.upsertStatements(target)
            let name = (isForMany ? statements.last : statements.first)?.name ?? target.statementName
            return "\(table.model)Statements.\(name)"
        }
    }

    private func printUpsert(_ statement: String, _ table: NamedTable, _ code: inout CodePrinter) {
        code.list(
            "return try await session.fetchOne(",
            [
                statement, "{ \(table.bindingCanFail ? "try " : "")draft.bind(to: &$0) }", "\(table.model).init(row:)",
            ], ")")
    }

    private func printUpdates(_ table: NamedTable, _ key: KeyParameters, _ code: inout CodePrinter) {
        let model = table.model
        let columns = table.changeable
        code.print()
        code.document("Stores all columns of a row that exists, and returns whether it does.")
        printThrows(&code)
        code.inlinable()
        code.print("@discardableResult")
        code.function("update", ["_ row: \(model)"], "async throws -> Bool") { code in
            code.print("try await session.execute(\(model)Statements.update) { parameters in")
            code.indented { code in
                for (index, column) in (columns + table.key).enumerated() {
                    let isStored = index < columns.count
                    code.print(
                        column.bind("row.\(column.declared)", to: "parameters", at: index + 1, isStored: isStored))
                }
            }
            code.print("}.affectedRows > 0")
        }
        code.print()
        code.document("Changes the row with this key as the closure says, and returns whether there was one.")
        printThrows(&code)
        code.print("@discardableResult")
        let change = "_ change: (inout \(model).Changes) throws -> Void"
        code.function("update", key.list + [change], "async throws -> Bool") { code in
            code.list("try await apply(", ["changes(change)", "where: \(key.condition)"] + key.values, ")")
        }
    }

    /// A statement with the key as its parameters.
    private func printCall(
        _ method: String, _ statement: String, _ key: KeyParameters, _ decode: String?, _ tail: String,
        _ code: inout CodePrinter
    ) {
        let arguments = [statement, key.binding] + (decode.map { [$0] } ?? [])
        code.list("try await session.\(method)(", arguments, ")" + tail)
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
        columns.map { column in
            if columns.count == 1 { return "_ \(column.parameter): \(column.type)" }
            let label = column.parameter == column.declared ? "" : "\(column.declared) "
            return "\(label)\(column.parameter): \(column.type)"
        }
    }

    /// The closure that binds the key: `{ $0.bind(id, at: 1) }`, or several lines for several columns.
    var binding: String {
        if columns.count == 1 { return "{ \(columns[0].bind(columns[0].parameter, to: "$0", at: 1)) }" }
        let binds = columns.enumerated().map { $1.bind($1.parameter, to: "parameters", at: $0 + 1) }
        return "{ parameters in\n" + binds.map { "    \($0)\n" }.joined() + "}"
    }

    /// As a string literal.
    var condition: String {
        SwiftLiteral.string(
            columns.map { "\(SQLQuoting.name($0.column.name)) = ?" }.joined(separator: " AND "))
    }

    /// The values for the condition.
    var values: [String] { columns.map { "\($0.parameter).sqlValue" } }
}
