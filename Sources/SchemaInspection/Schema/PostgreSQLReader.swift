import ExactText
import RoseyRuntime
import SchemaKit
import SchemaSQL

/// Reads the current schema of a PostgreSQL database as a schema.
struct PostgreSQLReader {
    private let session: Session
    private let dialect = PostgreSQLDialect()
    private var remarks: [Remark] = []

    init(_ session: Session) {
        self.session = session
    }

    private mutating func remark(_ subject: String, _ text: String) {
        remarks.append(Remark(subject: subject, text: text))
    }

    private mutating func leaveOut(_ subject: String, from place: Remark.Place, _ text: String) {
        remarks.append(Remark(subject: subject, leftOut: text, from: place))
    }

    /// However the session prints values and names, they are read as the server prints them by itself, instants in UTC, until the
    /// transaction ends.
    static func resetOutput(of session: Session) async throws {
        let settings = [
            ("TimeZone", "UTC"), ("DateStyle", "ISO, MDY"), ("quote_all_identifiers", "off"), ("bytea_output", "hex"),
            ("extra_float_digits", "1"),
        ]
        let calls = settings.map { "pg_catalog.set_config('\($0)', '\($1)', true)" }.joined(separator: ", ")
        try await session.execute(Statement("SELECT \(calls)", .write, table: "")) { _ in }
    }

    mutating func read() async throws -> LiveSchema {
        try await Self.resetOutput(of: session)
        var schema = Schema()
        let relations = try await rows(PostgreSQLQueries.relations)
        let columns = Dictionary(grouping: try await rows(PostgreSQLQueries.columns)) { $0[0] }
        let constraints = Dictionary(grouping: try await rows(PostgreSQLQueries.constraints)) { $0[0] }
        let indexes = Dictionary(grouping: try await rows(PostgreSQLQueries.indexTerms)) { $0[0] }
        for row in relations where row[1] == "r" {
            schema.tables.append(
                table(row, columns[row[0]] ?? [], constraints[row[0]] ?? [], indexes[row[0]] ?? []))
        }
        for row in relations where row[1] == "v" {
            if let view = view(row, columns[row[0]] ?? [], schema) { schema.views.append(view) }
        }
        for row in relations where row[1] != "r" && row[1] != "v" {
            leaveOut(
                row[0], from: .schema,
                "a \(row[4]), which the schema cannot say"
                    + (row[3].isEmpty
                        ? "" : ": " + DefinitionText.spelled(DefinitionText(row[3], hasArrays: true).tokens[...])))
        }
        for row in try await rows(PostgreSQLQueries.triggers) {
            remark(row[0], "has the trigger '\(row[1])', which the schema cannot say; it stays where it is: \(row[2])")
        }
        for row in try await rows(PostgreSQLQueries.oddities) { remark(row[0], row[1]) }
        return LiveSchema(schema: schema, remarks: remarks)
    }

    // MARK: - Tables and views

    private mutating func table(
        _ row: [String], _ columns: [[String]], _ constraints: [[String]], _ indexes: [[String]]
    ) -> Table {
        var table = Table(name: row[0], comment: row[2].isEmpty ? nil : row[2], columns: [])
        let words = checkWords(constraints)
        var computed: [String: String] = [:]
        for row in columns {
            guard let column = column(row, table.name, words, after: table.columns.count) else { continue }
            table.columns.append(column)
            if row[6] == "s" { computed[column.name] = row[7] }
        }
        addExpressions(computed, to: &table)
        var checked: Set<String> = []
        for constraint in constraints { add(constraint, to: &table, &checked) }
        for column in table.columns where !checked.contains(column.name) {
            guard dialect.typeCheck(column) != nil else { continue }
            remark(
                "\(table.name).\(column.name)", "has no check of its range, which a \(column.type) of the schema has")
        }
        addIndexes(indexes, to: &table)
        return table
    }

    /// What computes columns, once it is known what the others are.
    private mutating func addExpressions(_ computed: [String: String], to table: inout Table) {
        // One may name another that is left out.
        let known = table.columns
        for column in known {
            guard let text = computed[column.name],
                let position = table.columns.firstIndex(where: { $0.name == column.name })
            else { continue }
            do throws(UnknownMeaning) {
                let expression = try portable(text, table.name, known, as: ExpressionKind(column.type))
                table.columns[position].generated = GeneratedColumn(expression: expression, isStored: true)
            } catch {
                table.columns.remove(at: position)
                leaveOut(
                    "\(table.name).\(column.name)", from: .column(table: table.name, after: position),
                    "it is computed by \(text), and \(error.reason) is not known to mean the same on SQLite")
            }
        }
    }

    private func portable(
        _ text: String, _ table: String, _ columns: [SchemaKit.Column], as kind: ExpressionKind?
    ) throws(UnknownMeaning) -> DialectText {
        try PortableExpression.postgresql.text(
            SettledArrays.tokens(DefinitionText(text, hasArrays: true).tokens[...]), of: columns, in: table, as: kind)
    }

    private mutating func view(_ row: [String], _ columns: [[String]], _ schema: Schema) -> View? {
        let tokens = DefinitionText(row[3], hasArrays: true).tokens[...]
        let query = DefinitionText.spelled(tokens)
        var view = View(name: row[0], columns: [], query: .common(query), comment: row[2].isEmpty ? nil : row[2])
        for row in columns {
            guard var column = column(row, view.name, [:], after: nil) else {
                leaveOut(
                    view.name, from: .schema,
                    "a view whose column \(row[1]) is \(description(ofType: row)), which the schema cannot say: "
                        + query)
                return nil
            }
            column.isNullable = true
            view.columns.append(column)
        }
        do throws(UnknownMeaning) {
            view.query = try PortableQuery.postgresql.text(SettledArrays.tokens(tokens), of: schema).text
            return view
        } catch {
            leaveOut(
                view.name, from: .schema,
                "a view of which \(error.reason) is not known to mean the same on SQLite: \(query)")
            return nil
        }
    }

    // MARK: - Columns

    /// The words of enumerations, by the name of the check that stands for the type.
    private func checkWords(_ constraints: [[String]]) -> [String: [String]] {
        var words: [String: [String]] = [:]
        for row in constraints where row[1] == "c" && row[2].hasSuffix(": enum") {
            words[row[2]] = DefinitionText(row[3], hasArrays: true).tokens.filter { $0.kind == .string }.map(\.text)
        }
        return words
    }

    /// - Parameter position: how many columns of the table come before it; nothing for a view's, which is not left out alone.
    private mutating func column(
        _ row: [String], _ table: String, _ enums: [String: [String]], after position: Int?
    ) -> SchemaKit.Column? {
        let (name, declared) = (row[1], row[10].isEmpty ? row[2] : row[10])
        let subject = "\(table).\(name)"
        guard let type = type(declared) else {
            if let position { leaveOutColumn(row, table, after: position) }
            return nil
        }
        var column = SchemaKit.Column(
            name: name, type: type, isNullable: row[3] == "f", isAutoIncrement: row[5] != "",
            comment: row[8].isEmpty ? nil : row[8])
        let enumName = dialect.typeCheckName(of: name, .enumeration([]))
        if let words = enums[enumName], !words.isEmpty { column.type = .enumeration(words) }
        if !row[10].isEmpty {
            remark(subject, "is of the domain \(row[2]), whose rules the schema cannot say; taken for \(type)")
        } else if Self.isNear(declared) {
            let isOfOtherBytes = ["smallint", "real", "json"].contains(declared)
            remark(
                subject,
                "is \(declared) here, taken for \(type)"
                    + (isOfOtherBytes ? "; COPY, by which many rows are inserted at once, refuses that" : ""))
        }
        if row[5] == "a" {
            remark(subject, "is GENERATED ALWAYS AS IDENTITY; the schema makes it BY DEFAULT")
        }
        if ["character varying", "text", "character"].contains(where: declared.hasPrefix), row[4] != "C",
            row[4] != "POSIX"
        {
            remark(subject, "is compared by the collation \(row[4]); the schema makes it \"C\", which is by code point")
        }
        if row[6] == "s" { return column }
        if row[7].hasPrefix("nextval("), row[9] == "t" {
            column.isAutoIncrement = true
            remark(subject, "takes its numbers from \(row[7]), as a serial does; the schema makes it an identity")
        } else if !row[7].isEmpty {
            do throws(UnknownMeaning) {
                column.defaultValue = try defaultValue(row[7], column.type, table)
            } catch {
                leaveOut(
                    subject, from: position.map { .column(table: table, after: $0 + 1) } ?? .schema,
                    "its default \(row[7]), of which \(error.reason) is not known to mean the same on SQLite")
            }
        }
        return column
    }

    private mutating func leaveOutColumn(_ row: [String], _ table: String, after position: Int) {
        let isNeeded = row[3] == "t" && row[7].isEmpty && row[5].isEmpty
        leaveOut(
            "\(table).\(row[1])", from: .column(table: table, after: position),
            "it is \(description(ofType: row)), which the schema cannot say"
                + (row[7].isEmpty ? "" : row[6] == "s" ? ", computed by \(row[7])" : ", with the default \(row[7])")
                + (isNeeded ? "; it is NOT NULL and has no default, so a row cannot be inserted without it" : ""))
    }

    private func description(ofType row: [String]) -> String {
        switch row[11] {
        case "e": "\(row[2]), an enum of \(row[12])"
        case "d": "\(row[2]), a domain"
        case "c": "\(row[2]), a composite type"
        default: row[2]
        }
    }

    /// The type whose values are those of a type of PostgreSQL, or more. Nothing where the runtime could not read them.
    private func type(_ declared: String) -> ColumnType? {
        let numbers = declared.split { !$0.isNumber }.compactMap { Int($0) }
        if declared.hasSuffix("]") { return nil }
        switch declared {
        case "bigint": return .integer
        case "integer", "smallint": return .int32
        case "double precision", "real": return .real
        case "boolean": return .boolean
        case "text", "character varying": return .text
        case "bytea": return .blob
        case "date": return .date
        case "uuid": return .uuid
        case "jsonb", "json": return .json
        case _ where declared.hasPrefix("timestamp"): return .timestamp
        case _ where declared.hasPrefix("character varying("), _ where declared.hasPrefix("character("):
            return numbers.first.map { .string(maxLength: $0) }
        case _
        where declared.hasPrefix("numeric(") && !declared.contains("-") && numbers.count == 2
            && numbers[0] <= 15 && numbers[1] <= numbers[0]:
            return .decimal(precision: numbers[0], scale: numbers[1])
        default: return nil
        }
    }

    /// Whether the type of the schema has more values than the one here.
    private static func isNear(_ declared: String) -> Bool {
        ["smallint", "real", "json", "character varying"].contains(declared) || declared.hasPrefix("character(")
            || (declared.hasPrefix("timestamp") && declared != "timestamp with time zone")
    }

    /// A constant as the server prints it: `'x'::text`, `'-5'::integer`, `12.50`.
    private func defaultValue(
        _ text: String, _ type: ColumnType, _ table: String
    ) throws(UnknownMeaning) -> DefaultValue? {
        if let computed = ComputedDefault.postgresql(text, type) { return .expression(computed) }
        let tokens = DefinitionText(text, hasArrays: true).tokens
        if let yaml = constant(tokens[...], type), let literal = LiteralText.literal(yaml, of: type) {
            return .literal(literal)
        }
        if tokens.first?.isWord("null") == true, tokens.dropFirst().first?.isSign("::") ?? true { return nil }
        return .expression(try portable(text, table, [], as: ExpressionKind(type)))
    }

    /// A constant with a sign and a cast to the type of the column, and nothing else, as a schema says it.
    private func constant(_ tokens: ArraySlice<DefinitionText.Token>, _ type: ColumnType) -> String? {
        var rest = DefinitionText.unwrapped(tokens)
        var sign = ""
        if rest.first?.isSign("-") == true {
            sign = "-"
            rest = rest.dropFirst()
        }
        guard let constant = rest.popFirst() else { return nil }
        if !rest.isEmpty {
            guard rest.first?.isSign("::") == true, !rest.dropFirst().contains(where: { $0.isSign("::") }),
                rest.allSatisfy({ $0.kind != .string }), castType(rest.dropFirst()) == typeGroup(type)
            else { return nil }
        }
        let value = sign + constant.text
        switch (constant.kind, type) {
        case (.word, .boolean) where ["true", "false"].contains(constant.text): return constant.text
        case (.number, _): return value
        case (.string, .integer), (.string, .int32), (.string, .real), (.string, .decimal), (.string, .json):
            return value
        case (.string, .blob):
            return constant.text.hasPrefix("\\x") ? LiteralText.quoted(String(constant.text.dropFirst(2))) : nil
        case (.string, .timestamp): return PostgreSQLConstants.instant(constant.text).map(LiteralText.quoted)
        case (.string, _): return LiteralText.quoted(value)
        default: return nil
        }
    }

    /// What a cast is to, in as far as it does not change a constant of a column of that group.
    private func castType(_ tokens: ArraySlice<DefinitionText.Token>) -> String? {
        let name = tokens.prefix { !$0.isSign("(") && !$0.isSign("[") }.map(\.text).joined(separator: " ")
        if tokens.contains(where: { $0.isSign("[") }) { return nil }
        if ["jsonb", "json"].contains(name) { return "json" }
        if ["bpchar", "character"].contains(name) { return "text" }
        if name == "real" { return "number" }
        return ExpressionKind(typeName: name).map { $0.isNumber ? "number" : "\($0)" }
    }

    private func typeGroup(_ type: ColumnType) -> String {
        let kind = ExpressionKind(type)
        return kind.isNumber ? "number" : "\(kind)"
    }

    // MARK: - Constraints and indexes

    private mutating func add(_ row: [String], to table: inout Table, _ checked: inout Set<String>) {
        let (kind, name, definition) = (row[1], row[2], row[3])
        let columns = row[4].split(separator: "\n").map(String.init)
        if row[9] == "f" { remark(table.name, "'\(name)' is NOT VALID: rows from before it need not satisfy it") }
        if kind == "p" || kind == "u" || kind == "f", let odd = oddWords(of: definition) {
            if kind == "u" || odd == "MATCH FULL" {
                return leaveOut(
                    table.name, from: .table(table.name),
                    "the constraint '\(name)' with \(odd), which the schema cannot say: \(definition)")
            }
            remark(table.name, "has the constraint '\(name)' with \(odd), which the schema cannot say: \(definition)")
        }
        switch kind {
        case "p":
            let isGiven = name != PrimaryKey.name(inTable: table.name)
            table.primaryKey = PrimaryKey(columns: columns, name: isGiven ? name : nil)
        case "u": table.uniques.append(Unique(name: name, columns: columns))
        case "f" where row[10] == "f":
            leaveOut(
                table.name, from: .table(table.name),
                "the foreign key '\(name)' to a table of another schema: \(definition)")
        case "f":
            let actions: [String: ForeignKey.Action] = ["c": .cascade, "r": .restrict, "n": .setNull, "d": .setDefault]
            table.foreignKeys.append(
                ForeignKey(
                    name: name, columns: columns, referencedTable: row[5],
                    referencedColumns: row[6].split(separator: "\n").map(String.init),
                    onDelete: actions[row[7]] ?? .noAction,
                    onUpdate: actions[row[8]] ?? .noAction))
        case "c": addCheck(name, definition, to: &table, &checked)
        default:
            leaveOut(
                table.name, from: .table(table.name),
                "the constraint '\(name)', which the schema cannot say: \(definition)")
        }
    }

    private mutating func addCheck(
        _ name: String, _ definition: String, to table: inout Table, _ checked: inout Set<String>
    ) {
        if let column = table.columns.first(where: { dialect.typeCheckName(of: $0.name, $0.type) == name }),
            let expected = dialect.typeCheck(column)
        {
            checked.insert(column.name)
            if meaning(of: definition) != meaning(of: "CHECK (\(expected))") {
                remark("\(table.name).\(column.name)", "has another check than its type has: \(definition)")
            }
            return
        }
        let tokens = DefinitionText(definition, hasArrays: true).tokens
        guard let start = tokens.firstIndex(where: { $0.isSign("(") }) else { return }
        // A name has at most 63 bytes.
        if name == (table.name + "_singleton").cut(to: 63), let key = table.primaryKey?.columns.first,
            meaning(of: definition) == meaning(of: "CHECK (\(dialect.quote(key)) = 1)")
        {
            table.isSingleton = true
            return
        }
        do throws(UnknownMeaning) {
            let condition = try PortableExpression.postgresql.text(
                SettledArrays.tokens(DefinitionText.inside(tokens[start...])), of: table.columns, in: table.name,
                as: .boolean)
            table.checks.append(Check(name: name, condition: condition))
            if definition.hasSuffix(" NO INHERIT") {
                remark(table.name, "has the constraint '\(name)' with NO INHERIT, which the schema cannot say")
            }
        } catch {
            leaveOut(
                table.name, from: .table(table.name),
                "the check '\(name)', of which \(error.reason) is not known to mean the same on SQLite: \(definition)")
        }
    }

    /// What a constraint or an index says behind its columns and the schema cannot.
    private func oddWords(of definition: String) -> String? {
        var depth = 0
        var words: [String] = []
        for token in DefinitionText(definition, hasArrays: true).tokens {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            // What comes after it is a condition.
            if depth == 0, token.isWord("where") { break }
            if depth == 0, token.kind == .word { words.append(token.text) }
        }
        let text = " " + words.joined(separator: " ") + " "
        return ["deferrable", "match full", "no inherit", "nulls not distinct", "include", "with", "tablespace"].first {
            text.contains(" \($0) ")
        }?.uppercased()
    }

    /// The tokens of a check as far as the server leaves them what they are: without casts, and a list in one way.
    private func meaning(of check: String) -> [String] {
        var meaning: [String] = []
        var rest = DefinitionText(check, hasArrays: true).tokens[...]
        while let token = rest.popFirst() {
            switch token.kind {
            case .sign where token.isSign("::"):
                rest = rest.drop { $0.kind == .word && !["and", "or", "in"].contains($0.text) }
                // Its length, or its brackets.
                if rest.first?.isSign("[") == true { rest = rest.dropFirst(2) }
            case .sign where ["(", ")", ",", "[", "]"].contains(token.text): break
            case .string: meaning.append("'\(token.text)")
            case .word where token.text == "in": meaning.append("=")
            case .word where token.text == "any" || token.text == "array": break
            default: meaning.append(token.text)
            }
        }
        return meaning
    }

    private mutating func addIndexes(_ rows: [[String]], to table: inout Table) {
        var names: [String] = []
        let groups = Dictionary(grouping: rows) { $0[1] }
        for row in rows where names.last != row[1] { names.append(row[1]) }
        for name in names {
            guard let terms = groups[name] else { continue }
            do throws(UnknownMeaning) {
                try addIndex(name, terms, to: &table)
            } catch {
                leaveOut(table.name, from: .table(table.name), "the index '\(name)', \(error.reason): \(terms[0][12])")
            }
        }
    }

    /// - Throws: why the schema cannot have it.
    private mutating func addIndex(
        _ name: String, _ terms: [[String]], to table: inout Table
    ) throws(UnknownMeaning) {
        let definition = terms[0][12]
        let keys = terms.filter { $0[9] == "t" }
        let unsayable = ", which the schema cannot say"
        if terms[0][3] != "btree" { throw UnknownMeaning("of the kind \(terms[0][3])\(unsayable)") }
        if keys.count < terms.count { throw UnknownMeaning("with columns that are only included\(unsayable)") }
        if let key = keys.first(where: { !$0[11].isEmpty }) {
            throw UnknownMeaning("with the operators \(key[11])\(unsayable)")
        }
        let parts = keys.map { $0[6] } + [terms[0][4]]
        if collations(in: definition) != parts.map(collations).reduce(0, +) {
            throw UnknownMeaning("with a collation\(unsayable)")
        }
        if let odd = oddWords(of: definition) {
            if odd == "NULLS NOT DISTINCT" { throw UnknownMeaning("with \(odd)\(unsayable)") }
            remark(table.name, "has the index '\(name)' with \(odd), which the schema cannot say: \(definition)")
        }
        if terms[0][8] == "f" { remark(table.name, "has the index '\(name)', which is not valid") }
        let columns = keys.map { $0[5] }
        if let missing = columns.first(where: { !$0.isEmpty && table.column(named: $0) == nil }) {
            throw UnknownMeaning("over \(missing), which is left out")
        }
        func portable(_ text: String, as kind: ExpressionKind?) throws(UnknownMeaning) -> DialectText {
            do throws(UnknownMeaning) {
                return try self.portable(text, table.name, table.columns, as: kind)
            } catch {
                throw UnknownMeaning("of which \(error.reason) is not known to mean the same on SQLite")
            }
        }
        let predicate = terms[0][4].isEmpty ? nil : try portable(terms[0][4], as: .boolean)
        let isUnique = terms[0][2] == "t"
        // What stands for a constraint is ordered as nobody asked; an index of its own has NULLs where queries want them.
        if isUnique, predicate != nil, !columns.contains(""), keys.allSatisfy({ $0[7] == "f" && $0[10] == "f" }) {
            table.uniques.append(Unique(name: name, columns: columns, predicate: predicate))
            return
        }
        if keys.contains(where: { isOddlyOrdered($0, table) }) {
            remark(table.name, "has the index '\(name)' with NULLs elsewhere than the schema's: \(definition)")
        }
        var index = Index(name: name, terms: [], isUnique: isUnique, predicate: predicate)
        for key in keys {
            let term: Index.Term.Key = key[5].isEmpty ? .expression(try portable(key[6], as: nil)) : .column(key[5])
            index.terms.append(Index.Term(term, isDescending: key[7] == "t"))
        }
        table.indexes.append(index)
    }

    /// Whether NULLs are not where an index of the schema has them.
    private func isOddlyOrdered(_ term: [String], _ table: Table) -> Bool {
        let isNullable = !term[5].isEmpty && table.column(named: term[5])?.isNullable == true
        let isDescending = term[7] == "t"
        return (term[10] == "t") != (isNullable ? !isDescending : isDescending)
    }

    private func collations(in text: String) -> Int {
        DefinitionText(text, hasArrays: true).tokens.count { $0.isWord("collate") }
    }

    private func rows(_ query: String) async throws -> [[String]] {
        try await session.fetchAll(Statement(query, .read, table: ""), { _ in }) { row in
            try (0..<row.count).map { row.isNull($0) ? "" : try row.text($0) }
        }
    }
}
