import SchemaKit
import SchemaSQL

/// The query of a view as one that both databases have, where it is known to mean the same on both: rows of tables and
/// views, joined, filtered, grouped and ordered. Anything more is refused.
struct PortableQuery: Sendable {
    private let source: ExpressionSystem
    private let target: ExpressionSystem
    private let spelled: @Sendable (ArraySlice<DefinitionText.Token>) -> String
    private let both: @Sendable (_ source: String, _ target: String) -> DialectText
    /// Where NULLs stand in ascending order, when nothing is said.
    private let hasNullsFirst: Bool
    /// Whether a column may be selected that is not grouped by.
    private let hasLooseGroups: Bool

    static let postgresql = PortableQuery(
        source: .postgresql, target: .sqlite, spelled: { DefinitionText.spelled($0) },
        both: { .perDialect(sqlite: $1, postgresql: $0) }, hasNullsFirst: false, hasLooseGroups: false)

    static func sqlite(_ spelling: SQLiteSpelling) -> PortableQuery {
        PortableQuery(
            source: .sqlite, target: .postgresql, spelled: { spelling.text($0) },
            both: { .perDialect(sqlite: $0, postgresql: $1) }, hasNullsFirst: true, hasLooseGroups: true)
    }

    struct Result {
        let text: DialectText
        /// What each column is, where `*` does not stand for several.
        let kinds: [ExpressionKind]?
    }

    func text(_ tokens: ArraySlice<DefinitionText.Token>, of schema: Schema) throws(UnknownMeaning) -> Result {
        var parts: [String] = []
        var kinds: [ExpressionKind]??
        var rest = tokens
        while true {
            let end = Self.place(of: ["union", "intersect", "except"], in: rest)
            let select = rest[..<(end ?? rest.endIndex)]
            let isAlone = parts.isEmpty && end == nil
            let printed = try self.select(select, schema, isAlone: isAlone)
            parts.append(printed.text)
            if let known = kinds {
                guard known == printed.kinds else { throw UnknownMeaning("rows of several kinds") }
            } else {
                kinds = .some(printed.kinds)
            }
            guard let end else { break }
            rest = rest[end...]
            var word = rest.removeFirst().text
            if rest.first?.isWord("all") == true {
                guard word == "union" else { throw UnknownMeaning("'ALL'") }
                word += " all"
                rest.removeFirst()
            }
            parts.append(word.uppercased())
        }
        let (original, translated) = (spelled(tokens), parts.joined(separator: " "))
        let isSame = DefinitionText(original).normal == DefinitionText(translated).normal && !original.contains("::")
        return Result(text: isSame ? .common(original) : both(original, translated), kinds: kinds ?? nil)
    }

    /// The place of the first of these words that stands in no parentheses.
    private static func place(of words: Set<String>, in tokens: ArraySlice<DefinitionText.Token>) -> Int? {
        var depth = 0
        for (position, token) in zip(tokens.indices, tokens) {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if depth == 0, token.kind == .word, words.contains(token.text) { return position }
        }
        return nil
    }

    // MARK: - One SELECT

    private static let clauses: Set<String> = ["from", "where", "group", "having", "order", "limit", "offset"]

    private func select(
        _ tokens: ArraySlice<DefinitionText.Token>, _ schema: Schema, isAlone: Bool
    ) throws(UnknownMeaning) -> (text: String, kinds: [ExpressionKind]?) {
        guard let first = tokens.first, first.isWord("select") else {
            throw UnknownMeaning(tokens.first.map { "'\($0.spelling)'" } ?? "its end")
        }
        var clauses: [String: ArraySlice<DefinitionText.Token>] = [:]
        var rest = tokens.dropFirst()
        var name = "select"
        while true {
            let end = Self.place(of: Self.clauses, in: rest)
            guard clauses.updateValue(rest[..<(end ?? rest.endIndex)], forKey: name) == nil else {
                throw UnknownMeaning("'\(name)' twice")
            }
            guard let end else { break }
            rest = rest[end...]
            name = rest.removeFirst().text
            if name == "group" || name == "order" {
                guard rest.popFirst()?.isWord("by") == true else { throw UnknownMeaning("'\(name)'") }
            }
        }
        var scope = Scope(schema: schema, isExact: !source.isLoose)
        var from = ""
        if let tokens = clauses["from"] { from = try read(tokens, &scope) }
        return try print(clauses, from, &scope, isAlone: isAlone)
    }

    private func print(
        _ clauses: [String: ArraySlice<DefinitionText.Token>], _ from: String, _ scope: inout Scope, isAlone: Bool
    ) throws(UnknownMeaning) -> (text: String, kinds: [ExpressionKind]?) {
        var groups: [SQLExpression] = []
        for part in DefinitionText.parts(of: clauses["group"] ?? []) {
            groups.append(try SQLExpressionParser.parse(part, source.grammar).expression)
        }
        var list = clauses["select"] ?? []
        let isDistinct = list.first?.isWord("distinct") == true
        if isDistinct { list = list.dropFirst() }
        var items: [String] = []
        var kinds: [ExpressionKind]? = []
        var selected: [SQLExpression] = []
        for part in DefinitionText.parts(of: list) {
            if part.count == 1, part.first?.isSign("*") == true {
                items.append("*")
                kinds = nil
                continue
            }
            let item = try self.item(part, scope)
            items.append(item.text)
            kinds?.append(item.kind)
            selected.append(item.expression)
            if let alias = item.alias, let type = item.kind.type {
                scope.aliases.append(.init(name: alias, type: type, isNullable: true))
            }
        }
        let isGrouped = !groups.isEmpty || selected.contains(where: \.isAggregate)
        if hasLooseGroups, isGrouped || clauses["having"] != nil {
            guard kinds != nil, selected.allSatisfy({ $0.isAggregate || groups.contains($0) }) else {
                throw UnknownMeaning("a column that is not grouped by")
            }
        }
        var text = "SELECT \(isDistinct ? "DISTINCT " : "")\(items.joined(separator: ", "))"
        if !from.isEmpty { text += " FROM " + from }
        if let condition = clauses["where"] { text += " WHERE " + (try expression(condition, scope, as: .boolean)) }
        if !groups.isEmpty {
            var keys: [String] = []
            for group in groups {
                if case .number(let place) = group {
                    keys.append(place)
                } else {
                    keys.append(try translation(scope).text(of: group, as: nil))
                }
            }
            text += " GROUP BY " + keys.joined(separator: ", ")
        }
        if let condition = clauses["having"] { text += " HAVING " + (try expression(condition, scope, as: .boolean)) }
        if let order = clauses["order"] {
            if !isAlone { throw UnknownMeaning("the order of several queries") }
            var keys: [String] = []
            for part in DefinitionText.parts(of: order) { keys.append(try key(part, scope)) }
            text += " ORDER BY " + keys.joined(separator: ", ")
        }
        for word in ["limit", "offset"] {
            guard let tokens = clauses[word] else { continue }
            guard isAlone, tokens.count == 1, let number = tokens.first, number.kind == .number else {
                throw UnknownMeaning("'\(word)'")
            }
            text += " \(word.uppercased()) \(number.text)"
        }
        return (text, kinds)
    }

    private func translation(_ scope: Scope) -> ExpressionTranslation {
        ExpressionTranslation(source: source, target: target, hasRows: true) { scope.column($0, $1).map(\.column) }
    }

    private func expression(
        _ tokens: ArraySlice<DefinitionText.Token>, _ scope: Scope, as kind: ExpressionKind?
    ) throws(UnknownMeaning) -> String {
        let expression = try SQLExpressionParser.parse(DefinitionText.unwrapped(tokens), source.grammar).expression
        return try translation(scope).text(of: expression, as: kind)
    }

    private func item(
        _ tokens: ArraySlice<DefinitionText.Token>, _ scope: Scope
    ) throws(UnknownMeaning) -> (text: String, kind: ExpressionKind, alias: String?, expression: SQLExpression) {
        var tokens = tokens
        var alias: String?
        if let place = Self.place(of: ["as"], in: tokens) {
            guard place == tokens.endIndex - 2, let name = tokens.last?.asSpelledName else {
                throw UnknownMeaning("'AS'")
            }
            alias = name
            tokens = tokens[..<place]
        }
        let expression = try SQLExpressionParser.parse(tokens, source.grammar).expression
        let printed = try translation(scope).printed(expression)
        let text = printed.text + (alias.map { " AS " + SQLiteSpelling.quoted($0) } ?? "")
        return (text, printed.kind, alias, expression)
    }

    /// A term of an order, with the place of NULLs where it may have any.
    private func key(_ tokens: ArraySlice<DefinitionText.Token>, _ scope: Scope) throws(UnknownMeaning) -> String {
        var tokens = tokens
        var isNullsFirst: Bool?
        let last = tokens.suffix(2).map(\.text)
        if last.first == "nulls", last.last == "first" || last.last == "last" {
            isNullsFirst = last.last == "first"
            tokens = tokens.dropLast(2)
        }
        let isDescending = tokens.last?.isWord("desc") == true
        if isDescending || tokens.last?.isWord("asc") == true { tokens = tokens.dropLast() }
        let expression = try SQLExpressionParser.parse(tokens, source.grammar).expression
        let direction = isDescending ? " DESC" : ""
        if case .column(let table, let name) = expression, scope.column(table, name)?.isNullable == false {
            return try translation(scope).text(of: expression, as: nil) + direction
        }
        let place = isNullsFirst ?? (hasNullsFirst != isDescending)
        return try translation(scope).text(of: expression, as: nil) + direction + " NULLS " + (place ? "FIRST" : "LAST")
    }

    // MARK: - FROM

    private func read(
        _ tokens: ArraySlice<DefinitionText.Token>, _ scope: inout Scope
    ) throws(UnknownMeaning) -> String {
        var texts: [String] = []
        for part in DefinitionText.parts(of: tokens) {
            texts.append(try joined(DefinitionText.unwrapped(part), &scope))
        }
        return texts.joined(separator: ", ")
    }

    private static let joins: Set<String> = ["join", "left", "inner", "cross", "right", "full", "natural"]

    private func joined(
        _ tokens: ArraySlice<DefinitionText.Token>, _ scope: inout Scope
    ) throws(UnknownMeaning) -> String {
        let end = Self.place(of: Self.joins, in: tokens) ?? tokens.endIndex
        var text = try table(tokens[..<end], &scope)
        var rest = tokens[end...]
        while let first = rest.popFirst() {
            var isOuter = false
            switch first.text {
            case "join": break
            case "inner", "cross", "left":
                isOuter = first.text == "left"
                if isOuter, rest.first?.isWord("outer") == true { rest.removeFirst() }
                guard rest.popFirst()?.isWord("join") == true else { throw UnknownMeaning("'\(first.spelling)'") }
            default: throw UnknownMeaning("'\(first.spelling)'")
            }
            let end = Self.place(of: Self.joins, in: rest) ?? rest.endIndex
            let on = Self.place(of: ["on"], in: rest[..<end])
            text += isOuter ? " LEFT JOIN " : first.text == "cross" ? " CROSS JOIN " : " JOIN "
            text += try table(rest[..<(on ?? end)], &scope, isOptional: isOuter)
            if let on {
                text += " ON " + (try expression(rest[(on + 1)..<end], scope, as: .boolean))
            } else if first.text != "cross" {
                throw UnknownMeaning("a JOIN without ON")
            }
            rest = rest[end...]
        }
        return text
    }

    private func table(
        _ tokens: ArraySlice<DefinitionText.Token>, _ scope: inout Scope, isOptional: Bool = false
    ) throws(UnknownMeaning) -> String {
        let tokens = DefinitionText.unwrapped(tokens).filter { !$0.isWord("as") }
        guard (1...2).contains(tokens.count), let name = tokens[0].asName,
            let table = scope.add(name, as: tokens.last?.asName ?? name, isOptional: isOptional)
        else { throw UnknownMeaning(tokens.first.map { "'\($0.spelling)'" } ?? "its end") }
        let alias = tokens.count == 2 ? " " + SQLiteSpelling.quoted(tokens[1].text) : ""
        return SQLiteSpelling.quoted(table) + alias
    }

    /// The columns that a query can name.
    private struct Scope {
        struct Column {
            let name: String
            let type: ColumnType
            let isNullable: Bool

            var column: ExpressionTranslation.Column { .init(name: name, type: type) }
        }

        let schema: Schema
        /// Whether names are told apart by their case.
        let isExact: Bool
        private var tables: [(alias: String, columns: [Column])] = []
        var aliases: [Column] = []

        init(schema: Schema, isExact: Bool) {
            self.schema = schema
            self.isExact = isExact
        }

        private func isSame(_ left: String, _ right: String) -> Bool {
            isExact ? left == right : left.asciiLowercased == right.asciiLowercased
        }

        /// - Returns: the name of the table as it is spelled, if there is one.
        mutating func add(_ name: String, as alias: String, isOptional: Bool) -> String? {
            let table = schema.tables.first { isSame($0.name, name) }
            let view = schema.views.first { isSame($0.name, name) }
            guard let found = table?.name ?? view?.name, !tables.contains(where: { isSame($0.alias, alias) }) else {
                return nil
            }
            let columns = table?.columns ?? view?.columns ?? []
            tables.append(
                (
                    alias,
                    columns.map {
                        Column(name: $0.name, type: $0.type, isNullable: $0.isNullable || isOptional)
                    }
                ))
            return found
        }

        func column(_ table: String?, _ name: String) -> Column? {
            let columns = tables.filter { table == nil || isSame($0.alias, table ?? "") }.flatMap(\.columns)
            let found = columns.filter { isSame($0.name, name) }
            if found.isEmpty, table == nil { return aliases.first { isSame($0.name, name) } }
            return found.count == 1 ? found[0] : nil
        }
    }
}

extension SQLExpression {
    /// Whether it is one value for many rows, or needs none.
    fileprivate var isAggregate: Bool {
        switch self {
        case .function(let name, let arguments):
            ["count", "sum", "avg"].contains(name) || (["min", "max"].contains(name) && arguments.count == 1)
        case .cast(let value, _): value.isAggregate
        case .string, .number, .null, .boolean: true
        default: false
        }
    }
}
