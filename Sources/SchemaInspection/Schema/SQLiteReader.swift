import ExactText
import RoseyRuntime
import SchemaKit
import SchemaSQL

/// Reads a database of SQLite as a schema: from its pragmas, and from the texts of the definitions what those do not tell.
struct SQLiteReader {
    private let transaction: Transaction
    private let session: Session
    let dialect = SQLiteDialect()
    private let types = SQLiteTypes()
    private var remarks: [Remark] = []
    /// The names of tables as they are spelled, by their small letters.
    private var tableNames: [String: String] = [:]
    /// How columns are compared that say so, by table and column.
    private var collations: [String: [String: String]] = [:]

    init(_ transaction: Transaction) {
        self.transaction = transaction
        session = transaction.session
    }

    mutating func remark(_ subject: String, _ text: String) {
        remarks.append(Remark(subject: subject, text: text))
    }

    private mutating func leaveOut(_ subject: String, from place: Remark.Place, _ text: String) {
        remarks.append(Remark(subject: subject, leftOut: text, from: place))
    }

    mutating func read() async throws -> LiveSchema {
        var schema = Schema()
        let definitions = try await rows(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema "
                + "WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' AND tbl_name NOT LIKE 'rosey^_%' ESCAPE '^' ORDER BY rowid"
        )
        let kinds = Dictionary(
            try await rows("SELECT name, wr, strict, type FROM pragma_table_list WHERE schema = 'main'").map {
                ($0[0], $0)
            }
        ) { first, _ in first }
        for row in definitions where row[0] == "table" { tableNames[row[1].asciiLowercased] = row[1] }
        var views: [(name: String, sql: String)] = []
        var triggers: [(table: String, name: String, sql: String)] = []
        for row in definitions {
            let (kind, name, sql) = (row[0], row[1], row[3])
            switch kind {
            case "table":
                let flags = kinds[name] ?? ["", "0", "0", "table"]
                guard flags[3] == "table" else {
                    leaveOut(
                        name, from: .schema,
                        "a \(flags[3]) table, which the schema cannot say: \(SQLiteSpelling([]).text(DefinitionText(sql).tokens[...]))"
                    )
                    continue
                }
                schema.tables.append(
                    try await table(
                        name, sql, Table.SQLiteOptions(isStrict: flags[2] == "1", isWithoutRowID: flags[1] == "1")))
            case "view":
                views.append((name, sql))
            case "trigger": triggers.append((row[2], name, sql))
            default: break
            }
        }
        let positions = Dictionary(zip(schema.tables.map(\.name), schema.tables.indices)) { first, _ in first }
        // Indexes on what is not read are not read either.
        for row in definitions where row[0] == "index" {
            guard let position = positions[row[2]] else { continue }
            try await addIndex(row[1], DefinitionText(row[3]), to: &schema.tables[position])
        }
        leaveOutRepeatedKeyNames(in: &schema, others: definitions.filter { $0[0] != "trigger" }.map { $0[1] })
        let tables = schema.tables.flatMap { [$0.name] + $0.columns.map(\.name) }
        let names = tables + views.map(\.name) + triggers.map(\.name)
        let spelling = SQLiteSpelling(names, isQuery: true)
        for view in views {
            if try await canRead(view.name) {
                if let view = try await self.view(view.name, view.sql, spelling, schema) { schema.views.append(view) }
            } else {
                let query = spelling.text(DefinitionText(view.sql).tokensAfter("as"))
                leaveOut(view.name, from: .schema, "a view that SQLite cannot read: \(query)")
            }
        }
        for trigger in triggers {
            let text = spelling.text(DefinitionText(trigger.sql).tokens[...])
            remark(
                trigger.table,
                "has the trigger '\(trigger.name)', which the schema cannot say; it stays where it is: \(text)")
        }
        return LiveSchema(schema: schema, remarks: remarks)
    }

    /// SQLite does not mind what a key is called; in a schema its name is unique in the database.
    private mutating func leaveOutRepeatedKeyNames(in schema: inout Schema, others: [String]) {
        var uses: [String: Int] = [:]
        for name in others + schema.tables.compactMap(\.primaryKeyName) { uses[name.lowercased(), default: 0] += 1 }
        for position in schema.tables.indices {
            guard let name = schema.tables[position].primaryKey?.name else { continue }
            let isLong = name.utf8.count > 63
            guard isLong || uses[name.lowercased()] != 1 else { continue }
            let reason = isLong ? "which has more than 63 bytes" : "which something else has too"
            schema.tables[position].primaryKey?.name = nil
            leaveOut(
                schema.tables[position].name, from: .table(schema.tables[position].name),
                "the name of its primary key, '\(name)', \(reason)")
        }
    }

    // MARK: - Tables

    private mutating func table(_ name: String, _ sql: String, _ options: Table.SQLiteOptions) async throws -> Table {
        let text = SQLiteTableText(sql)
        var checks = text.checks
        var table = Table(name: name, comment: text.comment, columns: [], sqlite: options)
        let columns = try await rows(
            "SELECT name, type, \"notnull\", coalesce(dflt_value, ''), pk, hidden FROM pragma_table_xinfo(?1, 'main')",
            name)
        let spelling = SQLiteSpelling([name] + columns.map { $0[0] })
        var computed: [String: (tokens: ArraySlice<DefinitionText.Token>, isStored: Bool)] = [:]
        let keys = columns.filter { $0[4] != "0" }.sorted { (Int($0[4]) ?? 0) < (Int($1[4]) ?? 0) }.map { $0[0] }
        if !keys.isEmpty {
            let given = text.keyName.flatMap { $0 == PrimaryKey.name(inTable: name) ? nil : $0 }
            table.primaryKey = PrimaryKey(columns: keys, name: given)
        }
        let indexes = try await rows("SELECT name, origin FROM pragma_index_list(?1, 'main')", name)
        // A key of the type INTEGER is the rowid under another name, unless it has an index of its own.
        let hasRowIDKey = !options.isWithoutRowID && !indexes.contains { $0[1] == "pk" }
        for row in columns {
            let said = text.columns[row[0].asciiLowercased] ?? SQLiteTableText.Column()
            var column = SchemaKit.Column(name: row[0], type: .text, comment: said.comment)
            let isKey = keys.contains(row[0])
            column.isNullable = row[2] == "0" && !(isKey && (hasRowIDKey || options.isWithoutRowID))
            if column.isNullable, isKey {
                column.isNullable = false
                remark("\(name).\(row[0])", "can be NULL here though it is in the primary key, as SQLite allows")
            }
            column.type = type(of: column, row[1], &checks, table: name)
            column.isAutoIncrement = said.isAutoIncrement || (isKey && text.isKeyAutoIncrement)
            if let collation = said.collation, collation != "binary" {
                collations[name, default: [:]][row[0]] = collation.uppercased()
                remark("\(name).\(row[0])", "is compared by \(collation), which the schema cannot say")
            }
            if row[5] == "2" || row[5] == "3" {
                computed[row[0]] = (said.generatedTokens, row[5] == "3")
            } else if !row[3].isEmpty {
                do throws(UnknownMeaning) {
                    column.defaultValue = try defaultValue(row[3], column, "\(name).\(row[0])")
                } catch {
                    leaveOut(
                        "\(name).\(row[0])", from: .column(table: name, after: table.columns.count + 1),
                        "its default \(row[3]), of which \(error.reason) is not known to mean the same on PostgreSQL")
                }
            }
            table.columns.append(column)
        }
        addExpressions(computed, to: &table, spelling)
        add(checks, to: &table, keys, spelling)
        for clause in text.conflictClauses.sorted() {
            remark(name, "decides conflicts in its own way, which the schema cannot say: \(clause)")
        }
        try await addForeignKeys(to: &table, text)
        for index in indexes.sorted(by: { $0[0] < $1[0] }) where index[1] != "c" {
            try await addConstraint(index[0], isKey: index[1] == "pk", to: &table)
        }
        return table
    }

    /// What computes columns, once it is known what the others are.
    private mutating func addExpressions(
        _ computed: [String: (tokens: ArraySlice<DefinitionText.Token>, isStored: Bool)], to table: inout Table,
        _ spelling: SQLiteSpelling
    ) {
        // One may name another that is left out.
        let known = table.columns
        for column in known {
            guard let (tokens, isStored) = computed[column.name],
                let position = table.columns.firstIndex(where: { $0.name == column.name })
            else { continue }
            let subject = "\(table.name).\(column.name)"
            do throws(UnknownMeaning) {
                let expression = try expression(tokens, column, spelling, subject, known, in: table.name)
                table.columns[position].generated = GeneratedColumn(expression: expression, isStored: isStored)
            } catch {
                table.columns.remove(at: position)
                leaveOut(
                    subject, from: .column(table: table.name, after: position),
                    "it is computed by \(spelling.text(tokens)), of which \(error.reason) is not known to mean the same "
                        + "on PostgreSQL")
            }
        }
    }

    private mutating func add(
        _ checks: [SQLiteTableText.Check], to table: inout Table, _ keys: [String], _ spelling: SQLiteSpelling
    ) {
        var unnamed: [(text: String, tokens: ArraySlice<DefinitionText.Token>)] = []
        for check in checks {
            if let key = keys.first, keys.count == 1, !table.isSingleton,
                check.condition == "\(key.asciiLowercased) = 1"
            {
                table.isSingleton = true
                if check.name != table.name + "_singleton" {
                    let name = check.isNamed ? ": '\(check.name)'" : ""
                    remark(table.name, "has a check that its key is 1, of another name than a singleton's\(name)")
                }
            } else if check.isNamed {
                addCheck("the check '\(check.name)'", check.name, check.tokens, to: &table, spelling)
            } else {
                unnamed.append((spelling.text(check.tokens), check.tokens))
            }
        }
        // Where they stand in the table does not count, so it does not name them.
        var number = 0
        for (text, tokens) in unnamed.sorted(by: { $0.text < $1.text }) {
            var name: String
            repeat {
                number += 1
                name = ConstraintName.derived(table.name, "", "check\(number)")
            } while table.checks.contains { $0.name == name }
            if addCheck("a check without a name", name, tokens, to: &table, spelling) {
                remark(table.name, "has a check without a name, called \(name) here: \(text)")
            }
        }
    }

    @discardableResult
    private mutating func addCheck(
        _ what: String, _ name: String, _ tokens: ArraySlice<DefinitionText.Token>, to table: inout Table,
        _ spelling: SQLiteSpelling
    ) -> Bool {
        do throws(UnknownMeaning) {
            let condition = try PortableExpression.sqlite(spelling).text(
                tokens, of: table.columns, in: table.name, as: .boolean)
            table.checks.append(Check(name: name, condition: condition))
            return true
        } catch {
            leaveOut(
                table.name, from: .table(table.name),
                "\(what), of which \(error.reason) is not known to mean the same on PostgreSQL: \(spelling.text(tokens))"
            )
            return false
        }
    }

    /// The type whose rendering is what is there, or one that is near.
    private mutating func type(
        of column: SchemaKit.Column, _ declared: String, _ checks: inout [SQLiteTableText.Check], table: String
    ) -> ColumnType {
        for (number, check) in checks.enumerated()
        where !check.isNamed && check.names.contains(column.name.asciiLowercased) {
            if let type = types.type(of: column, declared, by: check) {
                checks.remove(at: number)
                return type
            }
        }
        if let type = types.type(declared) { return type }
        let words = DefinitionText(declared).tokens.map { $0.spelling.uppercased() }.joined(separator: " ")
            .replacing(" (", by: "(").replacing("( ", by: "(").replacing(" )", by: ")")
            .replacing(" ,", by: ",").replacing(", ", by: ",")
        let type = types.nearest(words)
        let note: String =
            if case .string = type { " (SQLite does not enforce the length)" } else { "" }
        remark("\(table).\(column.name)", "is \(words.isEmpty ? "of no type" : words) here, taken for \(type)\(note)")
        return type
    }

    private mutating func addForeignKeys(to table: inout Table, _ text: SQLiteTableText) async throws {
        let rows = try await rows(
            """
            SELECT id, "table", "from", coalesce("to", ''), on_update, on_delete FROM pragma_foreign_key_list(?1, 'main')
            ORDER BY id DESC, seq
            """, table.name)
        // The last one in the text is the first one here.
        let ids = rows.map { $0[0] }.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        let groups = Dictionary(grouping: rows) { $0[0] }
        for (number, id) in ids.enumerated() {
            guard let rows = groups[id] else { continue }
            let columns = rows.map { $0[2] }
            var targets = rows.map { $0[3] }
            if targets.contains("") {
                // The parent's key is meant.
                targets = try await self.rows(
                    "SELECT name FROM pragma_table_info(?1, 'main') WHERE pk ORDER BY pk", rows[0][1]
                )
                .map { $0[0] }
            }
            let said = ids.count == text.foreignKeys.count ? text.foreignKeys[number] : nil
            let name = said?.name ?? ConstraintName.derived(table.name, columns.joined(separator: "_"), "fkey")
            if said?.isDeferred == true {
                remark(table.name, "has the foreign key '\(name)' that is checked at the end of a transaction")
            }
            guard targets.count == columns.count else {
                leaveOut(
                    table.name, from: .table(table.name),
                    "the foreign key '\(name)' to a key that '\(rows[0][1])' does not have: "
                        + "ON DELETE \(rows[0][5]), ON UPDATE \(rows[0][4])")
                continue
            }
            table.foreignKeys.append(
                ForeignKey(
                    name: name, columns: columns, referencedTable: exactName(of: rows[0][1]),
                    referencedColumns: try await exactNames(of: targets, in: rows[0][1]),
                    onDelete: .init(rawValue: rows[0][5].lowercased()) ?? .noAction,
                    onUpdate: .init(rawValue: rows[0][4].lowercased()) ?? .noAction))
        }
    }

    /// A reference names a table in whatever case it likes.
    private func exactName(of table: String) -> String { tableNames[table.asciiLowercased] ?? table }

    private func exactNames(of columns: [String], in table: String) async throws -> [String] {
        let names = try await rows("SELECT name FROM pragma_table_info(?1, 'main')", table).map { $0[0] }
        return columns.map { column in names.first { $0.asciiLowercased == column.asciiLowercased } ?? column }
    }

    /// The index of a constraint in the table's own text.
    private mutating func addConstraint(_ index: String, isKey: Bool, to table: inout Table) async throws {
        let terms = try await rows(
            "SELECT name, \"desc\", upper(coll) FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno", index)
        let columns = terms.map { $0[0] }
        for term in terms where term[1] == "1" {
            remark(
                table.name, "has a constraint in which \(term[0]) is in descending order, which the schema cannot say")
        }
        let what = isKey ? "its key" : "a unique constraint over \(columns.joined(separator: ", "))"
        if let odd = noteCollations(terms.map { ($0[0], $0[2]) }, of: what, table), !isKey {
            return leaveOut(table.name, from: .table(table.name), "\(what), \(odd)")
        }
        if isKey { return }
        var name = ConstraintName.derived(table.name, columns.joined(separator: "_"), "key")
        while table.uniques.contains(where: { $0.name == name }) { name += "_again" }
        remark(
            table.name,
            "has a unique constraint over \(columns.joined(separator: ", ")) without a name of its own, called \(name) here"
        )
        table.uniques.append(Unique(name: name, columns: columns))
    }

    /// Tells of collations other than that of the bytes.
    ///
    /// - Returns: why the schema cannot have the index, where it compares otherwise than the column does.
    private mutating func noteCollations(
        _ terms: [(name: String, collation: String)], of index: String, _ table: Table
    ) -> String? {
        for term in terms where !term.name.isEmpty {
            let own = collations[table.name]?[term.name] ?? "BINARY"
            let what = "in which \(term.name) is compared by \(term.collation.lowercased())"
            if term.collation != own { return "\(what): a collation, which the schema cannot say" }
            if term.collation != "BINARY" {
                remark(table.name, "has \(index) \(what): a collation, which the schema cannot say")
            }
        }
        return nil
    }

    // MARK: - Defaults

    private mutating func defaultValue(
        _ text: String, _ column: SchemaKit.Column, _ subject: String
    ) throws(UnknownMeaning) -> DefaultValue? {
        var sql = DefinitionText(text)
        if sql.tokens.count == 1, let token = sql.tokens.first {
            if token.isWord("null") { return nil }
            let isConstant = token.kind == .word && ["true", "false"].contains(token.text)
            // A name is a text here.
            if !isConstant, !token.text.hasPrefix("current_"), let name = token.asSpelledName {
                sql = DefinitionText(SQLQuoting.text(name))
            }
        }
        if let literal = SQLiteLiterals().literal(sql, of: column.type) { return .literal(literal) }
        let now = dialect.text(of: .expression(.now), for: .timestamp)
        if column.type == .timestamp, DefinitionText(now).normal == sql.normal { return .expression(.now) }
        return .expression(try expression(sql.tokens[...], column, SQLiteSpelling([]), subject, [], in: ""))
    }

    /// An expression without the rounding that belongs to its type.
    private mutating func expression(
        _ tokens: ArraySlice<DefinitionText.Token>, _ column: SchemaKit.Column, _ spelling: SQLiteSpelling,
        _ subject: String, _ columns: [SchemaKit.Column], in table: String
    ) throws(UnknownMeaning) -> DialectText {
        let text = DefinitionText.normal(tokens)
        var candidates = [tokens]
        if let round = tokens.firstIndex(where: { $0.isWord("round") }) {
            let inside = DefinitionText.inside(tokens[(round + 1)...])
            if inside.first?.isSign("(") == true { candidates.insert(DefinitionText.inside(inside), at: 0) }
        }
        for candidate in candidates {
            let expected = dialect.text(of: .expression(.common(spelling.text(candidate))), for: column.type)
            if DefinitionText(expected).normal == text {
                return try portable(candidate, column, spelling, columns, in: table)
            }
        }
        let portable = try portable(tokens, column, spelling, columns, in: table)
        remark(
            subject,
            "\(columns.isEmpty ? "has the default" : "is computed by") \(spelling.text(tokens)), "
                + "without the rounding that a \(column.type) has")
        return portable
    }

    private func portable(
        _ tokens: ArraySlice<DefinitionText.Token>, _ column: SchemaKit.Column, _ spelling: SQLiteSpelling,
        _ columns: [SchemaKit.Column], in table: String
    ) throws(UnknownMeaning) -> DialectText {
        let text = spelling.text(tokens)
        if columns.isEmpty, let computed = ComputedDefault.sqlite(text, column.type) { return computed }
        return try PortableExpression.sqlite(spelling).text(
            tokens, of: columns, in: table, as: ExpressionKind(column.type))
    }

    // MARK: - Indexes and views

    private mutating func addIndex(_ name: String, _ text: DefinitionText, to table: inout Table) async throws {
        let isUnique = text.tokens.dropFirst().first?.isWord("unique") == true
        let spelling = SQLiteSpelling([table.name] + table.columns.map(\.name))
        let condition = text.tokensAfter("where")
        let terms = try await rows(
            "SELECT coalesce(name, ''), \"desc\", upper(coll) FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno",
            name)
        let texts = text.termTokens
        let columns = terms.map { $0[0] }
        let spelled = terms.enumerated().map { position, term in
            let text = position < texts.count ? spelling.text(texts[position]) : ""
            return (term[0].isEmpty ? text : SQLiteSpelling.quoted(term[0])) + (term[1] == "1" ? " DESC" : "")
        }
        let whole =
            "(\(spelled.joined(separator: ", ")))" + (condition.isEmpty ? "" : " WHERE \(spelling.text(condition))")
        if let odd = noteCollations(terms.map { ($0[0], $0[2]) }, of: "the index '\(name)'", table) {
            return leaveOut(table.name, from: .table(table.name), "the index '\(name)' \(odd): \(whole)")
        }
        if let missing = columns.first(where: { !$0.isEmpty && table.column(named: $0) == nil }) {
            return leaveOut(
                table.name, from: .table(table.name), "the index '\(name)' over \(missing), which is left out: \(whole)"
            )
        }
        let portable = PortableExpression.sqlite(spelling)
        do throws(UnknownMeaning) {
            let predicate =
                condition.isEmpty
                ? nil : try portable.text(condition, of: table.columns, in: table.name, as: .boolean)
            if isUnique, !columns.contains(""), terms.allSatisfy({ $0[1] == "0" }) {
                table.uniques.append(Unique(name: name, columns: columns, predicate: predicate))
                return
            }
            var index = Index(name: name, terms: [], isUnique: isUnique, predicate: predicate)
            for (position, term) in terms.enumerated() {
                var key = Index.Term.Key.column(term[0])
                if term[0].isEmpty {
                    let tokens = position < texts.count ? texts[position] : []
                    key = .expression(try portable.text(tokens, of: table.columns, in: table.name, as: nil))
                }
                index.terms.append(Index.Term(key, isDescending: term[1] == "1"))
            }
            table.indexes.append(index)
        } catch {
            leaveOut(
                table.name, from: .table(table.name),
                "the index '\(name)', of which \(error.reason) is not known to mean the same on PostgreSQL: \(whole)")
        }
    }

    private mutating func view(
        _ name: String, _ sql: String, _ spelling: SQLiteSpelling, _ schema: Schema
    ) async throws -> View? {
        let tokens = DefinitionText(sql).tokensAfter("as")
        let query: PortableQuery.Result
        do throws(UnknownMeaning) {
            query = try PortableQuery.sqlite(spelling).text(tokens, of: schema)
        } catch {
            leaveOut(
                name, from: .schema,
                "a view of which \(error.reason) is not known to mean the same on PostgreSQL: \(spelling.text(tokens))")
            return nil
        }
        var columns: [SchemaKit.Column] = []
        for (number, row) in try await rows("SELECT name, type FROM pragma_table_xinfo(?1, 'main')", name).enumerated()
        {
            let declared = row[1].uppercased()
            // What SQLite computes has no declared type.
            let computed = query.kinds.flatMap { number < $0.count ? $0[number].type : nil }
            let type = declared.isEmpty ? computed ?? .text : types.type(declared) ?? types.nearest(declared)
            if declared.isEmpty { remark("\(name).\(row[0])", "has no type that SQLite knows; taken for \(type)") }
            columns.append(SchemaKit.Column(name: row[0], type: type, isNullable: true))
        }
        let comments = tokens.first?.comments ?? []
        return View(
            name: name, columns: columns, query: query.text,
            comment: comments.isEmpty ? nil : comments.joined(separator: "\n"))
    }

    /// Whether what the view reads is there. A table may have gone, or a column of it, and SQLite did not mind.
    private func canRead(_ view: String) async throws -> Bool {
        let query = Statement("EXPLAIN SELECT * FROM \(dialect.quote(view))", .read, table: "")
        do {
            // What fails is alone in its transaction.
            try await transaction.transaction { _ = try await $0.session.fetchAll(query, { _ in }, { _ in }) }
            return true
        } catch let error as DatabaseError where error.code == .syntax {
            return false
        }
    }

    private func rows(_ sql: String, _ arguments: String...) async throws -> [[String]] {
        try await session.fetchAll(
            Statement(sql, .read, table: ""),
            { for (number, argument) in arguments.enumerated() { $0.bind(argument, at: Int32(number + 1)) } },
            { row in try (0..<row.count).map { row.isNull($0) ? "" : try row.text($0) } })
    }
}
