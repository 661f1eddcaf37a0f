import SchemaKit

/// Reads an expression by the precedence that a database gives its operators.
struct SQLExpressionParser {
    /// What binds how firmly, and what only one of the databases writes.
    struct Grammar {
        /// From the loosest to the firmest, above NOT.
        let binary: [[String]]
        /// How firmly `IS`, `IN`, `BETWEEN` and `LIKE` bind: the place of a level in `binary`.
        let predicate: Int
        /// `"x"` that is no column is a text.
        let hasArrays: Bool

        static let sqlite = Grammar(
            binary: [["=", "==", "<>", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"], ["||"]],
            predicate: 0, hasArrays: false)
        static let postgresql = Grammar(
            binary: [
                ["=", "<>", "!=", "<", "<=", ">", ">="], ["||", "~~", "!~~", "~~*", "!~~*"], ["+", "-"],
                ["*", "/", "%"],
            ],
            predicate: 1, hasArrays: true)
    }

    private let grammar: Grammar
    private var rest: ArraySlice<DefinitionText.Token>
    private var depth = 0
    private static let deepest = 200
    /// The places of the tokens that are names of columns, among all tokens.
    private(set) var columns: Set<Int> = []

    init(_ tokens: ArraySlice<DefinitionText.Token>, _ grammar: Grammar) {
        rest = tokens
        self.grammar = grammar
    }

    /// The expression that all tokens make.
    static func parse(
        _ tokens: ArraySlice<DefinitionText.Token>, _ grammar: Grammar
    ) throws(UnknownMeaning) -> (expression: SQLExpression, columns: Set<Int>) {
        var parser = SQLExpressionParser(tokens, grammar)
        let expression = try parser.expression()
        if let token = parser.rest.first { throw UnknownMeaning("'\(token.spelling)'") }
        return (expression, parser.columns)
    }

    // MARK: - Tokens

    private func isWord(_ word: String, ahead: Int = 0) -> Bool {
        rest.count > ahead && rest[rest.startIndex + ahead].isWord(word)
    }

    private func isSign(_ sign: String, ahead: Int = 0) -> Bool {
        rest.count > ahead && rest[rest.startIndex + ahead].isSign(sign)
    }

    private mutating func skipWord(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipSign(_ sign: String) -> Bool {
        guard isSign(sign) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func expect(_ sign: String) throws(UnknownMeaning) {
        if !skipSign(sign) { throw unexpected() }
    }

    private mutating func expectWord(_ word: String) throws(UnknownMeaning) {
        if !skipWord(word) { throw unexpected() }
    }

    private func unexpected() -> UnknownMeaning {
        UnknownMeaning(rest.first.map { "'\($0.spelling)'" } ?? "its end")
    }

    // MARK: - Levels

    private mutating func expression() throws(UnknownMeaning) -> SQLExpression {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw UnknownMeaning("so many parentheses") }
        var left = try conjunction()
        while skipWord("or") { left = .binary("OR", left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(UnknownMeaning) -> SQLExpression {
        var left = try negation()
        while skipWord("and") { left = .binary("AND", left, try negation()) }
        return left
    }

    private mutating func negation() throws(UnknownMeaning) -> SQLExpression {
        guard skipWord("not") else { return try isTest(operation(0)) }
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw UnknownMeaning("so many parentheses") }
        return .unary("NOT", try negation())
    }

    /// What follows `IS`, of which there may be several.
    private mutating func isTest(_ value: SQLExpression) throws(UnknownMeaning) -> SQLExpression {
        var value = value
        while true {
            if skipWord("isnull") {
                value = .isNull(value, isNot: false)
            } else if skipWord("notnull") {
                value = .isNull(value, isNot: true)
            } else if skipWord("is") {
                let isNot = skipWord("not")
                if skipWord("null") {
                    value = .isNull(value, isNot: isNot)
                } else if isWord("distinct"), isWord("from", ahead: 1) {
                    rest = rest.dropFirst(2)
                    value = .isDistinct(value, try operation(0), isNot: isNot)
                } else if skipWord("true") {
                    value = .isTrue(value, true, isNot: isNot)
                } else if skipWord("false") {
                    value = .isTrue(value, false, isNot: isNot)
                } else if !grammar.hasArrays {
                    // SQLite's own `IS`, between two values.
                    value = .isDistinct(value, try operation(1), isNot: !isNot)
                } else {
                    throw unexpected()
                }
            } else {
                return value
            }
        }
    }

    private mutating func operation(_ level: Int) throws(UnknownMeaning) -> SQLExpression {
        guard level < grammar.binary.count else { return try unary() }
        var left = try operation(level + 1)
        while true {
            if let sign = rest.first, sign.kind == .sign, grammar.binary[level].contains(sign.text) {
                rest = rest.dropFirst()
                if isWord("any") || isWord("all") || isWord("some") {
                    left = try list(left, sign.text)
                } else {
                    left = Self.binary(sign.text, left, try operation(level + 1))
                }
            } else if level == grammar.predicate, let test = try predicate(left) {
                left = test
            } else {
                return left
            }
        }
    }

    /// An operator by its one name.
    private static func binary(_ sign: String, _ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        switch sign {
        case "==": .binary("=", left, right)
        case "!=": .binary("<>", left, right)
        case "~~": .like("LIKE", left, right, isNot: false)
        case "!~~": .like("LIKE", left, right, isNot: true)
        case "~~*": .like("ILIKE", left, right, isNot: false)
        case "!~~*": .like("ILIKE", left, right, isNot: true)
        default: .binary(sign, left, right)
        }
    }

    private mutating func predicate(_ left: SQLExpression) throws(UnknownMeaning) -> SQLExpression? {
        let start = rest
        let isNot = skipWord("not")
        if skipWord("in") {
            try expect("(")
            return .isIn(left, try items(")"), isNot: isNot)
        }
        if skipWord("between") {
            let low = try operation(grammar.predicate + 1)
            try expectWord("and")
            return .between(left, low, try operation(grammar.predicate + 1), isNot: isNot)
        }
        for word in ["like", "ilike", "glob"] where skipWord(word) {
            let pattern = try operation(grammar.predicate + 1)
            if isWord("escape") { throw unexpected() }
            return .like(word.uppercased(), left, pattern, isNot: isNot)
        }
        rest = start
        return nil
    }

    /// `= ANY (ARRAY[…])` and `<> ALL (ARRAY[…])`, which are lists.
    private mutating func list(_ left: SQLExpression, _ sign: String) throws(UnknownMeaning) -> SQLExpression {
        let isAny = isWord("any")
        guard (sign == "=" && isAny) || (sign == "<>" && isWord("all")) else { throw unexpected() }
        rest = rest.dropFirst()
        try expect("(")
        try expectWord("array")
        try expect("[")
        let items = try items("]")
        try expect(")")
        return .isIn(left, items, isNot: !isAny)
    }

    /// Expressions between commas, and what closes them.
    private mutating func items(_ end: String) throws(UnknownMeaning) -> [SQLExpression] {
        var items: [SQLExpression] = []
        if skipSign(end) { return items }
        repeat { items.append(try expression()) } while skipSign(",")
        try expect(end)
        return items
    }

    private mutating func unary() throws(UnknownMeaning) -> SQLExpression {
        for sign in ["-", "+"] where isSign(sign) {
            rest = rest.dropFirst()
            depth += 1
            defer { depth -= 1 }
            if depth > Self.deepest { throw UnknownMeaning("so many signs") }
            // A sign and a number are one constant to everybody.
            if sign == "-", case let token? = rest.first, token.kind == .number {
                rest = rest.dropFirst()
                return try suffixed(.number("-" + token.text))
            }
            let value = try unary()
            return sign == "-" ? .unary("-", value) : value
        }
        return try suffixed(primary())
    }

    /// Casts and collations.
    private mutating func suffixed(_ value: SQLExpression) throws(UnknownMeaning) -> SQLExpression {
        var value = value
        while true {
            if skipSign("::") {
                value = .cast(value, to: try typeName())
            } else if isWord("collate") {
                rest = rest.dropFirst()
                guard let name = rest.popFirst()?.asName else { throw unexpected() }
                value = .collate(value, name)
            } else {
                return value
            }
        }
    }

    private static let typeWords: Set<String> = ["varying", "precision", "with", "without", "time", "zone"]

    private mutating func typeName() throws(UnknownMeaning) -> String {
        guard let first = rest.popFirst(), first.kind == .word || first.kind == .name else { throw unexpected() }
        var name = first.text
        while let next = rest.first, next.kind == .word, Self.typeWords.contains(next.text) {
            name += " " + next.text
            rest = rest.dropFirst()
        }
        if isSign("(") {
            let inside = DefinitionText.inside(rest)
            name += "(" + inside.map(\.text).joined() + ")"
            rest = rest.dropFirst(inside.count + 2)
        }
        while let next = rest.first, next.kind == .word, Self.typeWords.contains(next.text) {
            name += " " + next.text
            rest = rest.dropFirst()
        }
        while isSign("["), isSign("]", ahead: 1) {
            name += "[]"
            rest = rest.dropFirst(2)
        }
        if isSign(".") { throw UnknownMeaning("a type of '\(name)'") }
        return name
    }

    private mutating func primary() throws(UnknownMeaning) -> SQLExpression {
        guard let token = rest.first else { throw unexpected() }
        let position = rest.startIndex
        rest = rest.dropFirst()
        switch token.kind {
        case .string: return .string(token.text)
        case .number: return .number(token.text)
        case .blob: return .blob(token.text)
        case .sign:
            guard token.isSign("(") else { throw UnknownMeaning("'\(token.spelling)'") }
            let value = try expression()
            try expect(")")
            return value
        case .name: return try name(token, at: position)
        case .word:
            switch token.text {
            case "null": return .null
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            case "case": return try choice()
            case "cast": return try cast()
            case "trim" where isSign("("): return try trim()
            case "substring" where isSign("("): return try substring()
            case "not", "select", "exists", "array", "row", "interval", "extract":
                throw UnknownMeaning("'\(token.spelling)'")
            default: return try name(token, at: position)
            }
        }
    }

    /// A column, perhaps with its table, or a function.
    private mutating func name(_ token: DefinitionText.Token, at position: Int) throws(UnknownMeaning) -> SQLExpression
    {
        if skipSign("(") {
            if isSign("*"), isSign(")", ahead: 1) {
                rest = rest.dropFirst(2)
                return .function(token.text, [])
            }
            if isWord("distinct") { throw unexpected() }
            let arguments = try items(")")
            if isWord("filter") || isWord("over") || isWord("within") { throw unexpected() }
            return .function(token.text, arguments)
        }
        if skipSign(".") {
            let position = rest.startIndex
            guard let name = rest.popFirst(), name.asName != nil, !isSign("("), !isSign(".") else { throw unexpected() }
            columns.insert(position)
            return .column(table: token.text, name: name.text)
        }
        if token.kind == .word, token.text.hasPrefix("current_") || token.text.hasPrefix("local") {
            throw UnknownMeaning("'\(token.spelling)'")
        }
        columns.insert(position)
        return .column(table: nil, name: token.text)
    }

    private mutating func choice() throws(UnknownMeaning) -> SQLExpression {
        let subject = isWord("when") ? nil : try expression()
        var branches: [SQLExpression.Branch] = []
        while skipWord("when") {
            let condition = try expression()
            try expectWord("then")
            branches.append(SQLExpression.Branch(condition: condition, value: try expression()))
        }
        let otherwise = skipWord("else") ? try expression() : nil
        try expectWord("end")
        return .choice(of: subject, branches, otherwise: otherwise)
    }

    private mutating func cast() throws(UnknownMeaning) -> SQLExpression {
        try expect("(")
        let value = try expression()
        try expectWord("as")
        let type = try typeName()
        try expect(")")
        return .cast(value, to: type)
    }

    /// `TRIM(BOTH 'x' FROM y)`, as PostgreSQL prints it, or `trim(y)`.
    private mutating func trim() throws(UnknownMeaning) -> SQLExpression {
        try expect("(")
        var function = "trim"
        if skipWord("leading") {
            function = "ltrim"
        } else if skipWord("trailing") {
            function = "rtrim"
        } else {
            _ = skipWord("both")
        }
        if skipWord("from") { return .function(function, try items(")")) }
        let first = try expression()
        if skipWord("from") { return .function(function, try items(")") + [first]) }
        if skipSign(",") { return .function(function, [first] + (try items(")"))) }
        try expect(")")
        return .function(function, [first])
    }

    /// `SUBSTRING(x FROM 1 FOR 2)`, or with commas.
    private mutating func substring() throws(UnknownMeaning) -> SQLExpression {
        try expect("(")
        var arguments = [try expression()]
        while skipSign(",") || skipWord("from") || skipWord("for") { arguments.append(try expression()) }
        try expect(")")
        return .function("substr", arguments)
    }
}
