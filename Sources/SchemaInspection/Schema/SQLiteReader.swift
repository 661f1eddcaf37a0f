import RoseyRuntime
import SchemaKit
import SchemaSQL

/// Reads a database of SQLite as a schema.
struct SQLiteReader {
    private let session: Session
    private let dialect = SchemaSQL.Dialect.sqlite
    private var remarks: [LiveSchema.Remark] = []

    init(_ session: Session) {
        self.session = session
    }

    private mutating func remark(_ subject: String, _ text: String) {
        remarks.append(LiveSchema.Remark(subject: subject, text: text))
    }

    mutating func read() async throws -> LiveSchema {
        var schema = Schema()
        let definitions = try await rows(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' "
                + "ORDER BY rowid")
        let kinds = try await rows("SELECT name, wr, strict, type FROM pragma_table_list WHERE schema = 'main'")
        for row in definitions where !row[1].hasPrefix("rosey_") {
            let (kind, name, sql) = (row[0], row[1], row[3])
            switch kind {
            case "table":
                let flags = kinds.first { $0[0] == name } ?? ["", "0", "0", "table"]
                guard flags[3] == "table" else {
                    remark(name, "is a \(flags[3]) table, which the schema cannot say")
                    continue
                }
                schema.tables.append(
                    try await table(
                        name, sql, Table.SQLiteOptions(isStrict: flags[2] == "1", isWithoutRowID: flags[1] == "1")))
            case "view": schema.views.append(try await view(name, sql))
            case "trigger":
                remark(row[2], "has the trigger '\(name)', which the schema cannot say; it stays where it is")
            default: break
            }
        }
        // Indexes on what is not read are not read either.
        for row in definitions where row[0] == "index" {
            guard let position = schema.tables.firstIndex(where: { $0.name == row[2] }) else { continue }
            try await addIndex(row[1], DefinitionText(row[3]), to: &schema.tables[position])
        }
        return LiveSchema(schema: schema, remarks: remarks)
    }

    // MARK: - Tables

    private mutating func table(_ name: String, _ sql: String, _ options: Table.SQLiteOptions) async throws -> Table {
        let text = SQLiteTableText(sql)
        var checks = text.checks
        var table = Table(name: name, comment: text.comment, columns: [], sqlite: options)
        let columns = try await rows(
            "SELECT name, type, \"notnull\", coalesce(dflt_value, ''), pk, hidden FROM pragma_table_xinfo(?1)", name)
        let keys = columns.filter { $0[4] != "0" }.sorted { (Int($0[4]) ?? 0) < (Int($1[4]) ?? 0) }.map { $0[0] }
        if !keys.isEmpty { table.primaryKey = PrimaryKey(columns: keys) }
        for row in columns {
            let said = text.columns[row[0].lowercased()] ?? SQLiteTableText.Column()
            let isRowID = keys == [row[0]] && row[1].uppercased() == "INTEGER"
            var column = SchemaKit.Column(name: row[0], type: .text, comment: said.comment)
            column.isNullable = row[2] == "0" && !isRowID && !(options.isWithoutRowID && keys.contains(row[0]))
            if column.isNullable, keys.contains(row[0]) {
                column.isNullable = false
                remark("\(name).\(row[0])", "can be NULL here though it is in the primary key, as SQLite allows")
            }
            column.type = type(of: column, row[1], &checks, table: name)
            column.isAutoIncrement = said.isAutoIncrement
            if let collation = said.collation, collation != "binary" {
                remark("\(name).\(row[0])", "is compared by \(collation), which the schema cannot say")
            }
            if row[5] == "2" || row[5] == "3" {
                column.generated = GeneratedColumn(
                    expression: .common(unwrapped(said.generatedText, column.type)), isStored: row[5] == "3")
            } else if !row[3].isEmpty {
                column.defaultValue = defaultValue(row[3], column.type)
            }
            table.columns.append(column)
        }
        if let key = keys.first, keys.count == 1,
            let singleton = checks.firstIndex(where: { $0.condition == "\(key.lowercased()) = 1" })
        {
            table.isSingleton = true
            if checks[singleton].name != name + "_singleton" {
                remark(name, "has a check that its key is 1, of another name than a singleton's")
            }
            checks.remove(at: singleton)
        }
        for (number, check) in checks.enumerated() {
            let isNamed = !check.name.hasPrefix("(")
            if !isNamed { remark(name, "has a check without a name: \(check.text)") }
            table.checks.append(
                Check(name: isNamed ? check.name : "\(name)_check\(number + 1)", condition: .common(check.text)))
        }
        try await addForeignKeys(to: &table, text)
        for unique in try await rows(
            """
            SELECT (SELECT group_concat(name, char(10)) FROM (SELECT name FROM pragma_index_xinfo(l.name) WHERE key ORDER BY seqno))
            FROM pragma_index_list(?1) l WHERE l.origin = 'u'
            """, name)
        {
            let columns = unique[0].split(separator: "\n").map(String.init)
            let made = "\(name)_\(columns.joined(separator: "_"))_key"
            remark(
                name,
                "has a unique constraint over \(columns.joined(separator: ", ")) without a name of its own, called \(made) here"
            )
            table.uniques.append(Unique(name: made, columns: columns))
        }
        return table
    }

    /// The type whose rendering is what is there, or one that is near.
    private mutating func type(
        of column: SchemaKit.Column, _ declared: String, _ checks: inout [SQLiteTableText.Check], table: String
    ) -> ColumnType {
        let name = declared.uppercased()
        for (number, check) in checks.enumerated()
        where check.name.hasPrefix("(") && check.names.contains(column.name.lowercased()) {
            for candidate in candidates(check) where dialect.typeName(candidate) == name {
                var typed = column
                typed.type = candidate
                guard let expected = dialect.typeCheck(typed), DefinitionText(expected).normal == check.condition else {
                    continue
                }
                checks.remove(at: number)
                return candidate
            }
        }
        switch name {
        case "INTEGER": return .integer
        case "REAL": return .real
        case "TEXT": return .text
        case "BLOB": return .blob
        default: break
        }
        let type = nearest(name)
        remark("\(table).\(column.name)", "is \(declared.isEmpty ? "of no type" : declared) here, taken for \(type)")
        return type
    }

    /// The types that a check might stand for.
    private func candidates(_ check: SQLiteTableText.Check) -> [ColumnType] {
        let numbers = check.tokens.filter { $0.kind == .number }.compactMap { Int($0.text) }
        let words = check.tokens.filter { $0.kind == .string }.map(\.text)
        var candidates: [ColumnType] = [.boolean, .int32, .timestamp, .date, .uuid, .json]
        candidates += Set(numbers).filter { $0 > 0 }.map { .string(maxLength: $0) }
        if !words.isEmpty { candidates.append(.enumeration(words)) }
        if check.tokens.contains(where: { $0.isWord("round") }) {
            candidates += (1...15).flatMap { precision in
                (0...precision).map { .decimal(precision: precision, scale: $0) }
            }
        }
        return candidates
    }

    /// By SQLite's own rules for what a declared type is stored as.
    private func nearest(_ declared: String) -> ColumnType {
        let numbers = declared.split { !$0.isNumber }.compactMap { Int($0) }
        if declared.contains("BOOL") { return .boolean }
        if declared.contains("INT") { return .integer }
        if declared.contains("CHAR") {
            if let length = numbers.first, length > 0 { return .string(maxLength: length) }
            return .text
        }
        if declared.contains("CLOB") || declared.contains("TEXT") { return .text }
        if declared.contains("BLOB") { return .blob }
        if ["REAL", "FLOA", "DOUB"].contains(where: declared.contains) { return .real }
        if declared.contains("JSON") { return .json }
        if declared.hasPrefix("DATE") && !declared.contains("TIME") { return .date }
        if declared.contains("TIME") || declared.contains("UUID") { return .text }
        if ["DEC", "NUM"].contains(where: declared.hasPrefix), let precision = numbers.first,
            (1...15).contains(precision)
        {
            return .decimal(precision: precision, scale: min(numbers.dropFirst().first ?? 0, precision))
        }
        return declared.contains("NUM") ? .real : .text
    }

    private mutating func addForeignKeys(to table: inout Table, _ text: SQLiteTableText) async throws {
        for row in try await rows(
            """
            SELECT "table", group_concat("from", char(10)), group_concat(coalesce("to", ''), char(10)), on_update, on_delete
            FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id DESC, seq) GROUP BY id ORDER BY id DESC
            """, table.name)
        {
            let columns = row[1].split(separator: "\n").map(String.init)
            var targets = row[2].split(separator: "\n").map(String.init)
            if targets.isEmpty {
                // The parent's key is meant.
                targets = try await rows("SELECT name FROM pragma_table_info(?1) WHERE pk ORDER BY pk", row[0]).map {
                    $0[0]
                }
            }
            let named = text.foreignKeys.first { $0.columns == columns.map { $0.lowercased() } }?.name
            table.foreignKeys.append(
                ForeignKey(
                    name: named ?? "\(table.name)_\(columns.joined(separator: "_"))_fkey", columns: columns,
                    referencedTable: row[0], referencedColumns: targets,
                    onDelete: .init(rawValue: row[4].lowercased()) ?? .noAction,
                    onUpdate: .init(rawValue: row[3].lowercased()) ?? .noAction))
        }
    }

    // MARK: - Defaults

    private func defaultValue(_ text: String, _ type: ColumnType) -> DefaultValue {
        for candidate in literals(DefinitionText(text), type) {
            guard let literal = LiteralText.literal(candidate, of: type),
                DefinitionText(dialect.literal(literal)).normal == DefinitionText(text).normal
            else { continue }
            return .literal(literal)
        }
        return .expression(.common(unwrapped(text, type)))
    }

    /// How a schema might say the constant.
    private func literals(_ text: DefinitionText, _ type: ColumnType) -> [String] {
        let tokens = text.tokens
        let strings = tokens.filter { $0.kind == .string }.map(\.text)
        let numbers = tokens.filter { $0.kind == .number }.map(\.text)
        let sign = tokens.contains { $0.isSign("-") } ? "-" : ""
        switch type {
        case .boolean: return numbers == ["1"] ? ["true"] : numbers == ["0"] ? ["false"] : []
        case .integer, .int32, .real: return numbers.map { sign + $0 }
        case .decimal, .timestamp:
            guard let number = numbers.first else { return [] }
            // `-125 / 10.0` is -12.5.
            let scale = numbers.count == 2 ? numbers[1].filter { $0 == "0" }.count - 1 : 0
            let padded = String(repeating: "0", count: max(0, scale + 1 - number.count)) + number
            let digits = sign + padded.dropLast(scale) + (scale > 0 ? "." + padded.suffix(scale) : "")
            if case .decimal = type { return [digits] }
            let parts = digits.split(separator: ".").map(String.init)
            let fraction = parts.count == 2 ? parts[1] + String(repeating: "0", count: 6 - min(6, parts[1].count)) : "0"
            guard let seconds = Int64(parts[0]), let micro = Int64(fraction) else { return [] }
            let total = seconds * 1_000_000 + (sign.isEmpty ? micro : -micro)
            return [LiteralText.quoted(TimestampText.text(total).replacing("+00", with: "Z"))]
        case .json: return strings
        case .uuid:
            guard let hex = strings.first, hex.count == 32 else { return [] }
            let parts = [8, 4, 4, 4, 12].reduce(into: (rest: hex[...], parts: [Substring]())) { state, count in
                state.parts.append(state.rest.prefix(count))
                state.rest = state.rest.dropFirst(count)
            }.parts
            return [parts.joined(separator: "-").lowercased()]
        case .blob: return strings.map { LiteralText.quoted($0) }
        case .string, .text, .date, .enumeration: return strings.map(LiteralText.quoted)
        }
    }

    /// An expression without the rounding that belongs to its type.
    private func unwrapped(_ text: String, _ type: ColumnType) -> String {
        let tokens = DefinitionText(text).tokens
        guard let round = tokens.firstIndex(where: { $0.isWord("round") }) else { return text }
        let inside = DefinitionText.inside(tokens[(round + 1)...])
        guard inside.first?.isSign("(") == true else { return text }
        let expression = DefinitionText.spelled(DefinitionText.inside(inside))
        let expected = dialect.text(of: .expression(.common(expression)), for: type)
        return DefinitionText(expected).normal == DefinitionText(text).normal ? expression : text
    }

    // MARK: - Indexes and views

    private mutating func addIndex(_ name: String, _ text: DefinitionText, to table: inout Table) async throws {
        let isUnique = text.tokens.dropFirst().first?.isWord("unique") == true
        let predicate = text.spelledAfter("where")
        let terms = try await rows(
            "SELECT coalesce(name, ''), \"desc\", coll FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno", name)
        let texts = text.termTexts
        let columns = terms.map { $0[0] }
        if terms.contains(where: { !$0[0].isEmpty && $0[2].uppercased() != "BINARY" }) {
            remark(table.name, "has the index '\(name)' with a collation, which the schema cannot say")
        }
        let condition = predicate.isEmpty ? nil : DialectText.common(predicate)
        if isUnique, !columns.contains(""), terms.allSatisfy({ $0[1] == "0" }) {
            table.uniques.append(Unique(name: name, columns: columns, predicate: condition))
            return
        }
        table.indexes.append(
            Index(
                name: name,
                terms: terms.enumerated().map { position, term in
                    let key: Index.Term.Key =
                        term[0].isEmpty
                        ? .expression(.common(position < texts.count ? texts[position] : "")) : .column(term[0])
                    return Index.Term(key, isDescending: term[1] == "1")
                }, isUnique: isUnique, predicate: condition))
    }

    private mutating func view(_ name: String, _ sql: String) async throws -> View {
        var columns: [SchemaKit.Column] = []
        for row in try await rows("SELECT name, type FROM pragma_table_xinfo(?1)", name) {
            let declared = row[1].uppercased()
            if declared.isEmpty { remark("\(name).\(row[0])", "has no type that SQLite knows; taken for text") }
            let known: [String: ColumnType] = ["INTEGER": .integer, "REAL": .real, "TEXT": .text, "BLOB": .blob]
            columns.append(SchemaKit.Column(name: row[0], type: known[declared] ?? nearest(declared), isNullable: true))
        }
        return View(name: name, columns: columns, query: .common(DefinitionText(sql).spelledAfter("as")))
    }

    private func rows(_ sql: String, _ arguments: String...) async throws -> [[String]] {
        try await session.fetchAll(
            Statement(sql, .read, table: ""),
            { for (number, argument) in arguments.enumerated() { $0.bind(argument, at: Int32(number + 1)) } },
            { row in try (0..<row.count).map { row.isNull($0) ? "" : try row.text($0) } })
    }
}
