import SchemaKit
import SchemaSQL

/// What can be told about a draft without a database.
struct ValidationFile {
    let schema: NamedSchema

    var contents: String {
        let rules = schema.tables.map { (table: $0, rules: self.rules($0)) }
        let usesDecimal = schema.tables.flatMap(\.drafted).contains { $0.baseType == "Decimal" }
        var code = CodePrinter(
            title: "What drafts know to be wrong with themselves.", schema, usesFoundationInside: usesDecimal)
        for (table, rules) in rules {
            code.print()
            code.block("nonisolated extension \(table.model).Draft") { printValidate(rules, &$0) }
        }
        return code.text
    }

    private func printValidate(_ rules: [Rule], _ code: inout CodePrinter) {
        code.document(
            "Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple "
                + "checks. An empty list does not promise that an insert succeeds.")
        code.block("\(code.access)func validate() -> [ValidationIssue]") { code in
            if rules.isEmpty {
                code.print("[]")
                return
            }
            code.print("var issues: [ValidationIssue] = []")
            for rule in rules { code.list("issues.\(rule.method)(", rule.arguments, ")") }
            code.print("return issues")
        }
    }

    private struct Rule {
        let method: String
        let arguments: [String]
    }

    private func rules(_ table: NamedTable) -> [Rule] {
        var rules: [Rule] = []
        for column in table.drafted {
            let name = SwiftLiteral.string(column.column.name)
            let value = value(of: column)
            switch column.column.type {
            case .string(let maxLength):
                rules.append(Rule(method: "requireLength", arguments: ["of: \(value)", "atMost: \(maxLength)", name]))
            case .timestamp: rules.append(Rule(method: "requireRange", arguments: ["of: \(value)", name]))
            case .decimal(let precision, let scale):
                let arguments = ["of: \(value)", "precision: \(precision)", "scale: \(scale)", name]
                rules.append(Rule(method: "requireRange", arguments: arguments))
            case .integer, .int32, .real, .boolean, .text, .blob, .date, .uuid, .json, .enumeration: break
            }
        }
        for check in table.table.checks {
            guard case .common(let text) = check.condition else { continue }
            let conditions = SimpleCondition.conditions(of: check).compactMap { code(for: $0, in: table) }
            for (condition, column) in conditions {
                let arguments = [
                    condition, SwiftLiteral.string(column.column.name), "check: \(SwiftLiteral.string(check.name))",
                    SwiftLiteral.string(text),
                ]
                rules.append(Rule(method: "require", arguments: arguments))
            }
        }
        return rules
    }

    /// A draft's value as its column has it, without the program's own type around it.
    private func value(of column: NamedColumn) -> String {
        let isOptional = column.column.isNullable || column.hasComputedDefault
        let dot = isOptional ? "?." : "."
        let isRaw = column.column.swiftType != nil || column.enumeration != nil
        if isRaw { return column.draftValue + dot + "rawValue" }
        // As it will be stored.
        if case .decimal(_, let scale) = column.column.type {
            return column.draftValue + dot + "rounded(scale: \(scale))"
        }
        return column.draftValue
    }

    // MARK: - Conditions

    /// The condition as Swift that is true, false or nil, and the column that it is about. `nil` where types do not fit
    /// each other in a way that Swift and a database agree about.
    private func code(for condition: SimpleCondition, in table: NamedTable) -> (String, NamedColumn)? {
        guard let (column, kind) = subject(condition.left, in: table) else { return nil }
        let isOptional = column.column.isNullable || column.hasComputedDefault
        let subject = isOptional ? "$0" : value(of: column)
        let measured = kind == .length ? subject + ".unicodeScalars.count" : subject
        guard let comparison = comparison(measured, kind, condition.alternatives) else { return nil }
        return (isOptional ? "(\(value(of: column))).map { \(comparison) }" : comparison, column)
    }

    private enum Kind: Equatable { case integer, real, decimal, length, text }

    private func subject(_ operand: SimpleCondition.Operand, in table: NamedTable) -> (NamedColumn, Kind)? {
        switch operand {
        case .column(let name):
            guard let column = table.drafted.first(where: { $0.column.name == name }) else { return nil }
            switch column.column.type {
            case .integer, .int32: return (column, .integer)
            case .real: return (column, .real)
            case .decimal: return (column, .decimal)
            case .string, .text, .enumeration: return (column, .text)
            case .boolean, .blob, .timestamp, .date, .uuid, .json: return nil
            }
        case .length(let name):
            guard let column = table.drafted.first(where: { $0.column.name == name }) else { return nil }
            switch column.column.type {
            case .string, .text, .enumeration: return (column, .length)
            case .integer, .int32, .real, .decimal, .boolean, .blob, .timestamp, .date, .uuid, .json: return nil
            }
        case .number, .text: return nil
        }
    }

    private func comparison(_ left: String, _ kind: Kind, _ alternatives: [SimpleCondition.Alternative]) -> String? {
        let constants = alternatives.compactMap { constant($0.right, kind) }
        guard constants.count == alternatives.count, let first = alternatives.first else { return nil }
        let list = "[\(constants.joined(separator: ", "))]"
        let comparison = first.comparison
        switch kind {
        case .text where alternatives.count > 1: return "\(list).contains(where: \(left).hasSameCodePoints(as:))"
        case .text where comparison == .equal: return "\(left).hasSameCodePoints(as: \(constants[0]))"
        case .text where comparison == .notEqual: return "!\(left).hasSameCodePoints(as: \(constants[0]))"
        // Swift and databases order texts differently.
        case .text: return nil
        default:
            return alternatives.count > 1
                ? "\(list).contains(\(left))" : "\(left) \(comparison.rawValue) \(constants[0])"
        }
    }

    private func constant(_ operand: SimpleCondition.Operand, _ kind: Kind) -> String? {
        switch (kind, operand) {
        case (.integer, .number(let number)), (.length, .number(let number)): Int32(number) == nil ? nil : number
        case (.real, .number(let number)): number
        case (.decimal, .number(let number)): number.utf8.count > 15 ? nil : SwiftLiteral.value(.decimal(number))
        case (.text, .text(let text)): SwiftLiteral.string(text)
        default: nil
        }
    }
}
