/// A condition on the values of one row that a program can decide as a database does: a comparison of columns, lengths
/// and constants.
public struct SimpleCondition: Hashable, Sendable {
    public enum Operand: Hashable, Sendable {
        case column(String)
        /// The number of characters of a column.
        case length(String)
        /// A number, as SQL writes it.
        case number(String)
        case text(String)
    }

    public enum Comparison: String, Hashable, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        init?(sql: String) {
            switch sql {
            case "=", "==": self = .equal
            case "<>", "!=": self = .notEqual
            default: self.init(rawValue: sql)
            }
        }
    }

    public struct Alternative: Hashable, Sendable {
        public var comparison: Comparison
        public var right: Operand

        init(_ comparison: Comparison, _ right: Operand) {
            self.comparison = comparison
            self.right = right
        }
    }

    public var left: Operand
    /// The condition holds if one of these does: `a IN (1, 2)` is `a = 1` or `a = 2`.
    public var alternatives: [Alternative]

    /// More of them are left to the database: each is told with the whole text of its check.
    private static let most = 64

    /// The conditions that all hold where a check does, or none where the check is more than that. A check that is the
    /// same on every database only.
    public static func conditions(of check: Check) -> [SimpleCondition] {
        guard case .common(let text) = check.condition, let tokens = try? SQLToken.tokens(of: text) else { return [] }
        var parser = ConditionParser(tokens)
        let conditions = parser.parse() ?? []
        return conditions.count <= most ? conditions : []
    }
}

private struct ConditionParser {
    private var rest: ArraySlice<SQLToken>
    /// How many parentheses are open.
    private var depth = 0
    private static let deepest = 64

    init(_ tokens: [SQLToken]) {
        rest = tokens[...]
    }

    mutating func parse() -> [SimpleCondition]? {
        guard let conditions = conjunction(), rest.isEmpty else { return nil }
        return conditions
    }

    private mutating func conjunction() -> [SimpleCondition]? {
        guard var conditions = term() else { return nil }
        while skipWord("AND") {
            guard let more = term() else { return nil }
            conditions += more
        }
        return conditions
    }

    private mutating func term() -> [SimpleCondition]? {
        if depth < Self.deepest, skipSign("(") {
            depth += 1
            defer { depth -= 1 }
            guard let inner = conjunction(), skipSign(")") else { return nil }
            return inner
        }
        guard let left = operand() else { return nil }
        if skipWord("BETWEEN") {
            guard let low = operand(), skipWord("AND"), let high = operand() else { return nil }
            return [
                SimpleCondition(left: left, alternatives: [.init(.greaterOrEqual, low)]),
                SimpleCondition(left: left, alternatives: [.init(.lessOrEqual, high)]),
            ]
        }
        if skipWord("IN") {
            guard skipSign("(") else { return nil }
            var alternatives: [SimpleCondition.Alternative] = []
            repeat {
                guard let value = operand() else { return nil }
                alternatives.append(.init(.equal, value))
            } while skipSign(",")
            return skipSign(")") ? [SimpleCondition(left: left, alternatives: alternatives)] : nil
        }
        guard let sign = rest.first, sign.kind == .sign, let comparison = SimpleCondition.Comparison(sql: sign.text)
        else {
            return nil
        }
        rest.removeFirst()
        guard let right = operand() else { return nil }
        return [SimpleCondition(left: left, alternatives: [.init(comparison, right)])]
    }

    private mutating func operand() -> SimpleCondition.Operand? {
        let isNegative = skipSign("-")
        guard let token = rest.popFirst() else { return nil }
        switch token.kind {
        case .number:
            // Anything but plain decimal numbers means different things to different databases.
            guard token.text.utf8.allSatisfy({ "0123456789.".utf8.contains($0) }), token.text.last != "." else {
                return nil
            }
            return .number((isNegative ? "-" : "") + (token.text.hasPrefix(".") ? "0" : "") + token.text)
        case _ where isNegative: return nil
        case .string: return .text(token.text)
        case .name: return .column(token.text)
        case .word:
            if token.keyword == "LENGTH", skipSign("(") {
                guard let column = rest.popFirst(), [.word, .name].contains(column.kind), skipSign(")") else {
                    return nil
                }
                return .length(Self.name(column))
            }
            return SQLWords.contains(token.text) || isSign("(") ? nil : .column(Self.name(token))
        case .sign: return nil
        }
    }

    /// A bare name is one in lower case.
    private static func name(_ token: SQLToken) -> String {
        token.kind == .word ? token.text.lowercased() : token.text
    }

    private func isSign(_ text: String) -> Bool {
        rest.first.map { $0.kind == .sign && $0.text == text } ?? false
    }

    private mutating func skipSign(_ text: String) -> Bool {
        guard isSign(text) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipWord(_ word: String) -> Bool {
        guard rest.first?.keyword == word else { return false }
        rest.removeFirst()
        return true
    }
}
