import SchemaKit
import SchemaSQL

/// Says an expression of one database in the words of the other, as far as it is known to mean the same there.
///
/// What is not known is refused, with what it is about: whatever an expression has that is not in here, an operator, a
/// function or a type, means something else on the other database or nothing at all.
struct ExpressionTranslation {
    /// The name of a column as its table spells it, and what it holds.
    struct Column {
        let name: String
        let type: ColumnType
    }

    let source: ExpressionSystem
    let target: ExpressionSystem
    /// Whether `count` and its kin have rows to look at.
    var hasRows = false
    /// What a column's name stands for, with that of its table where it was given.
    let column: (_ table: String?, _ name: String) -> Column?

    /// Text that binds as firmly as its level says.
    struct Printed {
        var text: String
        var kind: ExpressionKind
        var level: Level

        func inside(_ least: Level) -> String { level < least ? "(\(text))" : text }
    }

    /// How firmly an operator binds, the same on both databases; `||` stands in parentheses beside arithmetic.
    enum Level: Int, Comparable {
        case or, and, not, comparison, concatenation, sum, product, primary

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// The expression for the other database.
    ///
    /// - Parameter kind: what the value has to be.
    func text(of expression: SQLExpression, as kind: ExpressionKind?) throws(UnknownMeaning) -> String {
        guard let kind else { return try print(expression).text }
        if kind == .boolean { return try truth(expression).text }
        let printed = try print(expression, as: kind)
        guard fits(printed.kind, kind) else { throw UnknownMeaning("a value that is \(printed.kind)") }
        return printed.text
    }

    /// The expression for the other database, and what it is.
    func printed(_ expression: SQLExpression) throws(UnknownMeaning) -> Printed { try print(expression) }

    private func fits(_ found: ExpressionKind, _ wanted: ExpressionKind) -> Bool {
        if found == wanted || found == .null { return true }
        // A whole number goes into any column of numbers, and a column of the other kind rounds as its type says.
        return wanted.isNumber && found.isNumber && (wanted != .integer)
    }

    // MARK: - Values

    /// - Parameter wanted: what a constant without a type of its own is to be.
    private func print(_ expression: SQLExpression, as wanted: ExpressionKind? = nil) throws(UnknownMeaning) -> Printed
    {
        switch expression {
        case .null: return Printed(text: "NULL", kind: .null, level: .primary)
        case .boolean(let value): return Printed(text: value ? "TRUE" : "FALSE", kind: .boolean, level: .primary)
        case .string(let text): return try constant(text, wanted ?? .text)
        case .number(let text): return try number(text, wanted)
        case .blob(let digits):
            let kind = wanted == .uuid ? ExpressionKind.uuid : .blob
            return try literal(kind == .uuid ? Self.hyphenated(digits) : LiteralText.quoted(digits), kind)
        case .column(let table, let name):
            guard let column = column(table, name) else { throw UnknownMeaning("'\(name)'") }
            let qualifier = table.map { SQLiteSpelling.quoted($0) + "." } ?? ""
            return Printed(
                text: qualifier + SQLiteSpelling.quoted(column.name), kind: ExpressionKind(column.type), level: .primary
            )
        case .unary("NOT", let value):
            return Printed(text: "NOT \(try truth(value).inside(.comparison))", kind: .boolean, level: .not)
        case .unary(let sign, let value):
            let value = try print(value)
            guard value.kind.isNumber else { throw UnknownMeaning("a sign before what is no number") }
            return Printed(text: sign + "(\(value.text))", kind: value.kind, level: .primary)
        case .binary(let sign, let left, let right): return try binary(sign, left, right)
        case .isNull(let value, let isNot):
            let text = try print(value).inside(.concatenation) + (isNot ? " IS NOT NULL" : " IS NULL")
            return Printed(text: text, kind: .boolean, level: .comparison)
        case .isDistinct(let left, let right, let isNot):
            let (left, right, _) = try pair(left, right)
            let words = isNot ? target.distinct.1 : target.distinct.0
            return comparison("\(left.inside(.concatenation)) \(words) \(right.inside(.concatenation))")
        case .isTrue(let value, let truth, let isNot):
            let text = try self.truth(value).inside(.concatenation)
            return comparison("\(text) IS \(isNot ? "NOT " : "")\(truth ? "TRUE" : "FALSE")")
        case .isIn(let value, let items, let isNot):
            let values = try alike([value] + items).map { $0.inside(.concatenation) }
            return comparison("\(values[0]) \(isNot ? "NOT " : "")IN (\(values.dropFirst().joined(separator: ", ")))")
        case .between(let value, let low, let high, let isNot):
            let values = try alike([value, low, high]).map { $0.inside(.concatenation) }
            return comparison("\(values[0]) \(isNot ? "NOT " : "")BETWEEN \(values[1]) AND \(values[2])")
        case .like(let word, let value, let pattern, let isNot): return try like(word, value, pattern, isNot)
        case .choice(let subject, let branches, let otherwise): return try choice(subject, branches, otherwise, wanted)
        case .function(let name, let arguments): return try function(name, arguments, wanted)
        case .cast(let value, let type): return try cast(value, type, wanted)
        case .collate(let value, let name):
            guard ["c", "posix", "binary", "ucs_basic"].contains(name.asciiLowercased) else {
                throw UnknownMeaning("the collation '\(name)'")
            }
            let value = try print(value, as: .text)
            guard value.kind == .text else { throw UnknownMeaning("a collation of what is no text") }
            return value
        }
    }

    private func comparison(_ text: String) -> Printed {
        Printed(text: text, kind: .boolean, level: .comparison)
    }

    /// A condition. A number is one to SQLite, where it is not 0.
    private func truth(_ expression: SQLExpression) throws(UnknownMeaning) -> Printed {
        let value = try print(expression)
        if value.kind == .boolean || value.kind == .null { return value }
        guard source.isLoose, value.kind.isNumber else { throw UnknownMeaning("a condition that is \(value.kind)") }
        return comparison("\(value.inside(.concatenation)) <> 0")
    }

    /// A text. A whole number is one to SQLite where it has to be.
    private func text(_ expression: SQLExpression) throws(UnknownMeaning) -> Printed {
        let value = try print(expression, as: .text)
        if value.kind == .text || value.kind == .null { return value }
        guard source.isLoose, value.kind == .integer else { throw UnknownMeaning("a text that is \(value.kind)") }
        return Printed(text: "CAST(\(value.text) AS TEXT)", kind: .text, level: .primary)
    }

    /// Two values that are compared, of one kind.
    private func pair(
        _ left: SQLExpression, _ right: SQLExpression
    ) throws(UnknownMeaning) -> (Printed, Printed, ExpressionKind) {
        let values = try alike([left, right])
        return (values[0], values[1], values[0].kind.common(with: values[1].kind) ?? .null)
    }

    /// Values that are compared, constants as what they are compared with.
    private func alike(_ expressions: [SQLExpression]) throws(UnknownMeaning) -> [Printed] {
        var values: [Printed] = []
        for expression in expressions { values.append(try print(expression)) }
        var kind = ExpressionKind.null
        for (expression, value) in zip(expressions, values) where !expression.isConstant {
            guard let common = kind.common(with: value.kind) else {
                throw UnknownMeaning("a comparison of \(kind) and \(value.kind)")
            }
            kind = common
        }
        for (position, expression) in expressions.enumerated() where expression.isConstant && kind != .null {
            values[position] = try print(expression, as: kind)
        }
        for value in values {
            guard let common = kind.common(with: value.kind) else {
                throw UnknownMeaning("a comparison of \(kind) and \(value.kind)")
            }
            kind = common
        }
        return values
    }

    private func binary(
        _ sign: String, _ left: SQLExpression, _ right: SQLExpression
    ) throws(UnknownMeaning) -> Printed {
        switch sign {
        case "OR":
            let text = "\(try truth(left).inside(.or)) OR \(try truth(right).inside(.and))"
            return Printed(text: text, kind: .boolean, level: .or)
        case "AND":
            let text = "\(try truth(left).inside(.and)) AND \(try truth(right).inside(.not))"
            return Printed(text: text, kind: .boolean, level: .and)
        case "=", "<>", "<", "<=", ">", ">=":
            let (left, right, _) = try pair(left, right)
            return comparison("\(left.inside(.concatenation)) \(sign) \(right.inside(.concatenation))")
        case "||":
            let (left, right) = (try text(left), try text(right))
            let first = left.level == .concatenation ? left.text : left.inside(.primary)
            return Printed(text: "\(first) || \(right.inside(.primary))", kind: .text, level: .concatenation)
        case "+", "-", "*", "/", "%": return try arithmetic(sign, print(left), print(right))
        default: throw UnknownMeaning("'\(sign)'")
        }
    }

    private func arithmetic(_ sign: String, _ left: Printed, _ right: Printed) throws(UnknownMeaning) -> Printed {
        guard left.kind.isNumber, right.kind.isNumber, var kind = left.kind.common(with: right.kind) else {
            throw UnknownMeaning("'\(sign)' between \(left.kind) and \(right.kind)")
        }
        var (left, right) = (left, right)
        switch sign {
        // PostgreSQL divides decimals exactly, and SQLite has none.
        case "/" where kind == .decimal, "%" where kind != .integer: throw UnknownMeaning("'\(sign)' of \(kind)")
        case "/" where kind == .real: (left, right) = (real(left), real(right))
        case "+", "-", "*", "/", "%": break
        default: throw UnknownMeaning("'\(sign)'")
        }
        if kind == .null { kind = .integer }
        let isSum = sign == "+" || sign == "-"
        let text = "\(left.inside(isSum ? .sum : .product)) \(sign) \(right.inside(isSum ? .product : .primary))"
        return Printed(text: text, kind: kind, level: isSum ? .sum : .product)
    }

    /// A number that is divided as one with a fraction.
    private func real(_ value: Printed) -> Printed {
        guard value.kind == .integer else {
            return Printed(text: value.text, kind: .real, level: value.level)
        }
        let isDigits = value.text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let text = isDigits ? value.text + ".0" : "CAST(\(value.text) AS \(target.realType))"
        return Printed(text: text, kind: .real, level: .primary)
    }

    private func like(
        _ word: String, _ value: SQLExpression, _ pattern: SQLExpression, _ isNot: Bool
    ) throws(UnknownMeaning) -> Printed {
        guard let text = pattern.constantText, let read = source.readPattern(word, text),
            let said = target.pattern(read)
        else { throw UnknownMeaning("the pattern of \(word)") }
        let words = (isNot ? "NOT " : "") + said.word
        let value = try self.text(value).inside(.concatenation)
        return comparison("\(value) \(words) \(target.dialect.literal(.text(said.pattern)))")
    }

    private func choice(
        _ subject: SQLExpression?, _ branches: [SQLExpression.Branch], _ otherwise: SQLExpression?,
        _ wanted: ExpressionKind?
    ) throws(UnknownMeaning) -> Printed {
        var text = "CASE"
        var conditions: [String] = []
        if let subject {
            let values = try alike([subject] + branches.map(\.condition)).map(\.text)
            text += " " + values[0]
            conditions = Array(values.dropFirst())
        } else {
            for branch in branches { conditions.append(try truth(branch.condition).text) }
        }
        let values = try alike(branches.map(\.value) + (otherwise.map { [$0] } ?? []), as: wanted)
        for (condition, value) in zip(conditions, values) { text += " WHEN \(condition) THEN \(value.text)" }
        if otherwise != nil, let last = values.last { text += " ELSE \(last.text)" }
        let kind = values.reduce(ExpressionKind.null) { $0.common(with: $1.kind) ?? $0 }
        return Printed(text: text + " END", kind: kind, level: .primary)
    }

    private func alike(_ expressions: [SQLExpression], as wanted: ExpressionKind?) throws(UnknownMeaning) -> [Printed] {
        guard let wanted, expressions.allSatisfy(\.isConstant) else { return try alike(expressions) }
        var values: [Printed] = []
        for expression in expressions { values.append(try print(expression, as: wanted)) }
        return values
    }

    // MARK: - Functions

    private func function(
        _ name: String, _ arguments: [SQLExpression], _ wanted: ExpressionKind?
    ) throws(UnknownMeaning) -> Printed {
        func call(_ name: String, _ texts: [String], _ kind: ExpressionKind) -> Printed {
            Printed(text: "\(name)(\(texts.joined(separator: ", ")))", kind: kind, level: .primary)
        }
        func texts() throws(UnknownMeaning) -> [String] {
            var texts: [String] = []
            for argument in arguments { texts.append(try text(argument).text) }
            return texts
        }
        switch (name, arguments.count) {
        case ("lower", 1), ("upper", 1): return call(name, try texts(), .text)
        case ("length", 1):
            let value = try print(arguments[0])
            return value.kind == .blob ? call(name, [value.text], .integer) : call(name, try texts(), .integer)
        case ("char_length", 1), ("character_length", 1): return call("length", try texts(), .integer)
        case ("trim", 1...2), ("btrim", 1...2): return call("trim", try texts(), .text)
        case ("ltrim", 1...2), ("rtrim", 1...2), ("replace", 3): return call(name, try texts(), .text)
        case ("instr", 2), ("strpos", 2): return call(target.position, try texts(), .integer)
        case ("substr", 2...3), ("substring", 2...3):
            var numbers: [String] = []
            for (position, argument) in arguments.dropFirst().enumerated() {
                // Places before the first character are counted differently.
                guard case .number(let text) = argument, let number = Int(text), number >= 1 - position else {
                    throw UnknownMeaning("'\(name)' from a place that is no constant")
                }
                numbers.append(text)
            }
            return call("substr", [try text(arguments[0]).text] + numbers, .text)
        case ("abs", 1):
            let value = try print(arguments[0])
            guard value.kind.isNumber else { throw UnknownMeaning("'abs' of what is no number") }
            return call(name, [value.text], value.kind)
        case ("coalesce", 2...), ("ifnull", 2):
            let values = try alike(arguments, as: wanted)
            return call(
                "coalesce", values.map(\.text), values.reduce(.null) { $0.common(with: $1.kind) ?? $0 })
        case ("nullif", 2):
            let values = try alike(arguments)
            return call(name, values.map(\.text), values[0].kind)
        case ("count", 0) where hasRows: return Printed(text: "count(*)", kind: .integer, level: .primary)
        case ("count", 1) where hasRows: return call(name, [try print(arguments[0]).text], .integer)
        case ("min", 1) where hasRows, ("max", 1) where hasRows, ("sum", 1) where hasRows:
            let value = try print(arguments[0])
            // PostgreSQL has no least truth value, and JSON no order.
            guard ![.boolean, .json, .uuid, .blob].contains(value.kind), name != "sum" || value.kind.isNumber else {
                throw UnknownMeaning("'\(name)' of \(value.kind)")
            }
            let printed = call(name, [value.text], value.kind)
            guard name == "sum", value.kind == .integer else { return printed }
            return Printed(text: target.wholeSum(printed.text), kind: .integer, level: .primary)
        case ("avg", 1) where hasRows:
            let value = try print(arguments[0])
            guard value.kind == .real else { throw UnknownMeaning("'avg' of \(value.kind)") }
            return call(name, [value.text], .real)
        default: throw UnknownMeaning("the function '\(name)'")
        }
    }

    // MARK: - Constants and casts

    private func number(_ text: String, _ wanted: ExpressionKind?) throws(UnknownMeaning) -> Printed {
        guard text.utf8.allSatisfy({ "0123456789.e+-".utf8.contains($0) }), text.last != "." else {
            throw UnknownMeaning("the number '\(text)'")
        }
        switch wanted {
        case .boolean? where text == "0" || text == "1":
            return Printed(text: text == "1" ? "TRUE" : "FALSE", kind: .boolean, level: .primary)
        case .timestamp? where source.isLoose:
            guard let literal = SQLiteLiterals().literal(DefinitionText(text), of: .timestamp) else {
                throw UnknownMeaning("the instant '\(text)'")
            }
            return Printed(text: target.dialect.literal(literal), kind: .timestamp, level: .primary)
        default:
            let kind = Int64(text) != nil ? ExpressionKind.integer : source.fraction
            // Beside an operator, a sign stands in parentheses.
            return Printed(text: text, kind: kind, level: text.hasPrefix("-") ? .product : .primary)
        }
    }

    private func constant(_ text: String, _ kind: ExpressionKind) throws(UnknownMeaning) -> Printed {
        switch kind {
        case .text, .null, .json:
            return Printed(text: target.dialect.literal(.text(text)), kind: .text, level: .primary)
        case .integer, .real, .decimal:
            // SQLite does not take a text for a number that it is compared with.
            guard !source.isLoose, Double(text) != nil else { throw UnknownMeaning("the number '\(text)'") }
            var number = try number(text.asciiLowercased, nil)
            number.kind = kind
            return number
        case .boolean:
            guard !source.isLoose, let value = ["t": true, "true": true, "f": false, "false": false][text] else {
                throw UnknownMeaning("the truth value '\(text)'")
            }
            return Printed(text: value ? "TRUE" : "FALSE", kind: .boolean, level: .primary)
        case .blob where !source.isLoose:
            guard text.hasPrefix("\\x") else { throw UnknownMeaning("the bytes '\(text)'") }
            return try literal(LiteralText.quoted(String(text.dropFirst(2))), .blob)
        case .timestamp where !source.isLoose:
            guard let instant = PostgreSQLConstants.instant(text) else { throw UnknownMeaning("the instant '\(text)'") }
            return try literal(LiteralText.quoted(instant), .timestamp)
        case .date: return try literal(LiteralText.quoted(text), .date)
        case .uuid where !source.isLoose: return try literal(LiteralText.quoted(text), .uuid)
        case .blob, .timestamp, .uuid: throw UnknownMeaning("a text for a value that is \(kind)")
        }
    }

    private func literal(_ yaml: String, _ kind: ExpressionKind) throws(UnknownMeaning) -> Printed {
        guard let type = kind.type, let literal = LiteralText.literal(yaml, of: type) else {
            throw UnknownMeaning("the constant \(yaml)")
        }
        return Printed(text: target.dialect.literal(literal), kind: kind, level: .primary)
    }

    private static func hyphenated(_ digits: String) -> String {
        var text = ""
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { text += "-" }
            text.append(digit)
        }
        return LiteralText.quoted(text)
    }

    private func cast(
        _ value: SQLExpression, _ type: String, _ wanted: ExpressionKind?
    ) throws(UnknownMeaning) -> Printed {
        let unknown = UnknownMeaning("a cast to \(type)")
        let name = String(type.prefix { $0 != "(" }.trimmingBlanks)
        let isSQLitesReal = source.isLoose && name == "real"
        guard !type.contains("["), let kind = isSQLitesReal ? .real : ExpressionKind(typeName: name) else {
            throw unknown
        }
        let length = Int(type.drop { $0 != "(" }.dropFirst().prefix { $0.isNumber })
        if type.contains("("), kind != .text || length == nil { throw unknown }
        switch value {
        case .null: return Printed(text: "NULL", kind: .null, level: .primary)
        case .string(let text):
            if let length, text.unicodeScalars.count > length { throw unknown }
            // SQLite makes of any text some number.
            if source.isLoose, kind != .text { throw unknown }
            return try constant(text, kind)
        default: break
        }
        // A text that is too long is cut.
        if length != nil { throw unknown }
        var printed = try print(value)
        switch (printed.kind, kind) {
        case (kind, kind), (.null, _): return printed
        case (.integer, .decimal), (.decimal, .real):
            printed.kind = kind
            return printed
        case (.integer, .real): return real(printed)
        case (.integer, .text):
            return Printed(text: "CAST(\(printed.text) AS TEXT)", kind: .text, level: .primary)
        default: throw unknown
        }
    }
}

extension SQLExpression {
    /// Whether it is a constant that takes its kind from its neighbours.
    fileprivate var isConstant: Bool {
        switch self {
        case .string, .number, .blob, .null: true
        default: false
        }
    }

    /// The text of a constant, whatever it is cast to.
    fileprivate var constantText: String? {
        switch self {
        case .string(let text): text
        case .cast(let value, let type) where ["text", "character varying", "varchar"].contains(type):
            value.constantText
        default: nil
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
