import RoseyRuntime
import SchemaKit
import SchemaSQL

/// Reads the current schema of a PostgreSQL database as a schema.
struct PostgreSQLReader {
    private let session: Session
    private let dialect = SchemaSQL.Dialect.postgresql
    private var remarks: [Remark] = []

    init(_ session: Session) {
        self.session = session
    }

    private mutating func remark(_ subject: String, _ text: String) {
        remarks.append(Remark(subject: subject, text: text))
    }

    mutating func read() async throws -> LiveSchema {
        // However the session prints instants, the constants of a schema are of UTC.
        try await session.execute(
            Statement(
                "SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, MDY', true)", .write,
                table: "")
        ) { _ in }
        var schema = Schema()
        let relations = try await rows(Self.relations)
        let columns = Dictionary(grouping: try await rows(Self.columns)) { $0[0] }
        let constraints = Dictionary(grouping: try await rows(Self.constraints)) { $0[0] }
        let indexes = Dictionary(grouping: try await rows(Self.indexTerms)) { $0[0] }
        for row in relations {
            let (name, kind) = (row[0], row[1])
            let comment = row[2].isEmpty ? nil : row[2]
            switch kind {
            case "r":
                var table = Table(name: name, comment: comment, columns: [])
                let enums = checkWords(constraints[name] ?? [])
                for column in columns[name] ?? [] { table.columns.append(self.column(column, name, enums)) }
                var checked: Set<String> = []
                for constraint in constraints[name] ?? [] { add(constraint, to: &table, &checked) }
                for column in table.columns where !checked.contains(column.name) {
                    guard dialect.typeCheck(column) != nil else { continue }
                    remark(
                        "\(name).\(column.name)", "has no check of its range, which a \(column.type) of the schema has")
                }
                addIndexes(indexes[name] ?? [], to: &table)
                schema.tables.append(table)
            case "v":
                var view = View(name: name, columns: [], query: .common(row[3]), comment: comment)
                view.columns = (columns[name] ?? []).map { column in
                    var column = self.column(column, name, [:])
                    column.isNullable = true
                    return column
                }
                schema.views.append(view)
            default: remark(name, "is a \(row[4]), which the schema cannot say" + (row[3].isEmpty ? "" : ": \(row[3])"))
            }
        }
        for row in try await rows(Self.triggers) {
            remark(row[0], "has the trigger '\(row[1])', which the schema cannot say; it stays where it is: \(row[2])")
        }
        for row in try await rows(Self.oddities) { remark(row[0], row[1]) }
        return LiveSchema(schema: schema, remarks: remarks)
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

    private mutating func column(_ row: [String], _ table: String, _ enums: [String: [String]]) -> SchemaKit.Column {
        let (name, declared) = (row[1], row[2])
        var column = SchemaKit.Column(
            name: name, type: .text, isNullable: row[3] == "f", isAutoIncrement: row[5] != "",
            comment: row[8].isEmpty ? nil : row[8])
        let enumName = dialect.typeCheckName(of: name, .enumeration([]))
        if let words = enums[enumName], !words.isEmpty {
            column.type = .enumeration(words)
        } else {
            column.type = type(declared, "\(table).\(name)")
        }
        if row[5] == "a" {
            remark("\(table).\(name)", "is GENERATED ALWAYS AS IDENTITY; the schema makes it BY DEFAULT")
        }
        if ["character varying", "text", "character"].contains(where: declared.hasPrefix), row[4] != "C",
            row[4] != "POSIX"
        {
            remark(
                "\(table).\(name)",
                "is compared by the collation \(row[4]); the schema makes it \"C\", which is by code point")
        }
        if row[6] == "s" {
            column.generated = GeneratedColumn(expression: PortableExpression(row[7]).text, isStored: true)
        } else if row[7].hasPrefix("nextval("), row[9] == "t" {
            column.isAutoIncrement = true
            remark(
                "\(table).\(name)",
                "takes its numbers from \(row[7]), as a serial does; the schema makes it an identity")
        } else if !row[7].isEmpty {
            column.defaultValue = defaultValue(row[7], column.type)
        }
        return column
    }

    private mutating func type(_ declared: String, _ subject: String) -> ColumnType {
        let numbers = declared.split { !$0.isNumber }.compactMap { Int($0) }
        switch declared {
        case "bigint": return .integer
        case "integer": return .int32
        case "double precision": return .real
        case "boolean": return .boolean
        case "text": return .text
        case "bytea": return .blob
        case "timestamp with time zone": return .timestamp
        case "date": return .date
        case "uuid": return .uuid
        case "jsonb": return .json
        case _ where declared.hasPrefix("character varying(") && declared.hasSuffix(")"):
            return .string(maxLength: numbers.first ?? 255)
        case _
        where declared.hasPrefix("numeric(") && declared.hasSuffix(")") && !declared.contains("-") && numbers.count == 2
            && numbers[0] <= 15 && numbers[1] <= numbers[0]:
            return .decimal(precision: numbers[0], scale: numbers[1])
        default: break
        }
        let type: ColumnType =
            switch declared {
            case "smallint": .int32
            case "real", "money": .real
            case "json": .json
            case _ where declared.hasPrefix("timestamp"): .timestamp
            case _ where declared.hasPrefix("numeric"): .real
            case _ where declared.hasPrefix("character("): .string(maxLength: numbers.first ?? 1)
            default: .text
            }
        remark(subject, "is \(declared) here, taken for \(type)")
        return type
    }

    /// A constant as the server prints it: `'x'::text`, `'-5'::integer`, `12.50`.
    private func defaultValue(_ text: String, _ type: ColumnType) -> DefaultValue {
        // One and the same, and what a schema says of it on both databases.
        if type == .timestamp, text == "CURRENT_TIMESTAMP" || text == "now()" {
            return .expression(.perDialect(sqlite: "unixepoch()", postgresql: "now()"))
        }
        let tokens = DefinitionText(text, hasArrays: true).tokens
        var rest = tokens[...]
        var sign = ""
        if rest.first?.isSign("-") == true {
            sign = "-"
            rest = rest.dropFirst()
        }
        guard let constant = rest.popFirst() else { return .expression(PortableExpression(text).text) }
        // A cast of it may follow, and nothing else.
        let isCast = rest.isEmpty || (rest.first?.isSign("::") == true && PortableExpression(rest).isCastAlone)
        let value = sign + constant.text
        let yaml: String? =
            switch (constant.kind, type) {
            case (.word, .boolean) where ["true", "false"].contains(constant.text): constant.text
            case (.number, _): value
            case (.string, .integer), (.string, .int32), (.string, .real), (.string, .decimal), (.string, .json): value
            case (.string, .blob):
                constant.text.hasPrefix("\\x") ? LiteralText.quoted(String(constant.text.dropFirst(2))) : nil
            case (.string, .timestamp):
                constant.text.hasSuffix("+00")
                    ? LiteralText.quoted(constant.text.dropLast(3).split(separator: " ").joined(separator: "T") + "Z")
                    : nil
            case (.string, _): LiteralText.quoted(value)
            default: nil
            }
        guard isCast, let yaml, let literal = LiteralText.literal(yaml, of: type) else {
            return .expression(PortableExpression(text).text)
        }
        return .literal(literal)
    }

    // MARK: - Constraints and indexes

    private mutating func add(_ row: [String], to table: inout Table, _ checked: inout Set<String>) {
        let (kind, name, definition) = (row[1], row[2], row[3])
        let columns = row[4].split(separator: "\n").map(String.init)
        if row[9] == "f" { remark(table.name, "'\(name)' is NOT VALID: rows from before it need not satisfy it") }
        if kind != "c" || definition.hasSuffix(" NO INHERIT"), let odd = oddWords(of: definition) {
            remark(table.name, "has the constraint '\(name)' with \(odd), which the schema cannot say: \(definition)")
        }
        switch kind {
        case "p":
            let isGiven = name != PrimaryKey.name(inTable: table.name)
            table.primaryKey = PrimaryKey(columns: columns, name: isGiven ? name : nil)
        case "u": table.uniques.append(Unique(name: name, columns: columns))
        case "f":
            let actions: [String: ForeignKey.Action] = ["c": .cascade, "r": .restrict, "n": .setNull, "d": .setDefault]
            table.foreignKeys.append(
                ForeignKey(
                    name: name, columns: columns, referencedTable: row[5],
                    referencedColumns: row[6].split(separator: "\n").map(String.init),
                    onDelete: actions[row[7]] ?? .noAction,
                    onUpdate: actions[row[8]] ?? .noAction))
        case "c":
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
            let condition = PortableExpression(DefinitionText.unwrapped(DefinitionText.inside(tokens[start...]))).text
            // A name has at most 63 bytes.
            if name == (table.name + "_singleton").cut(to: 63), let key = table.primaryKey?.columns.first,
                meaning(of: definition) == meaning(of: "CHECK (\(dialect.quote(key)) = 1)")
            {
                table.isSingleton = true
            } else {
                table.checks.append(Check(name: name, condition: condition))
            }
        default: remark(table.name, "has the constraint '\(name)', which the schema cannot say: \(definition)")
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

    /// The tokens of a check as far as the server leaves them what they are.
    private func meaning(of check: String) -> [String] {
        DefinitionText(PortableExpression(check).text.sqlite).tokens.compactMap { token in
            switch token.kind {
            case .sign where ["(", ")", ","].contains(token.text): nil
            case .string: "'\(token.text)"
            // `IN` with one word.
            case .word where token.text == "in": "="
            default: token.text
            }
        }
    }

    private mutating func addIndexes(_ rows: [[String]], to table: inout Table) {
        var names: [String] = []
        for row in rows where !names.contains(row[1]) { names.append(row[1]) }
        for name in names {
            let terms = rows.filter { $0[1] == name }
            if terms[0][3] != "btree" {
                remark(table.name, "has the index '\(name)' of the kind \(terms[0][3]), made a B-tree here")
            }
            if terms[0][8] == "f" { remark(table.name, "has the index '\(name)', which is not valid") }
            if terms.contains(where: { $0[9] == "f" }) {
                remark(
                    table.name,
                    "has the index '\(name)' with columns that are only included, which the schema cannot say")
            }
            let keys = terms.filter { $0[9] == "t" }
            let definition = terms[0][12]
            if let odd = oddWords(of: definition) {
                remark(table.name, "has the index '\(name)' with \(odd), which the schema cannot say: \(definition)")
            }
            for key in keys where !key[11].isEmpty {
                remark(table.name, "has the index '\(name)' with the operators \(key[11]), which the schema cannot say")
            }
            let parts = keys.map { $0[6] } + [terms[0][4]]
            if collations(in: definition) != parts.map(collations).reduce(0, +) {
                remark(
                    table.name, "has the index '\(name)' with a collation, which the schema cannot say: \(definition)")
            }
            let predicate = terms[0][4].isEmpty ? nil : PortableExpression(terms[0][4]).text
            let isUnique = terms[0][2] == "t"
            let columns = keys.map { $0[5] }
            // What stands for a constraint is ordered as nobody asked; an index of its own has NULLs where queries want them.
            if isUnique, predicate != nil, !columns.contains(""), keys.allSatisfy({ $0[7] == "f" && $0[10] == "f" }) {
                table.uniques.append(Unique(name: name, columns: columns, predicate: predicate))
                continue
            }
            if keys.contains(where: { isOddlyOrdered($0, table) }) {
                remark(table.name, "has the index '\(name)' with NULLs elsewhere than the schema's: \(definition)")
            }
            table.indexes.append(
                Index(
                    name: name,
                    terms: keys.map { term in
                        let key: Index.Term.Key =
                            term[5].isEmpty
                            ? .expression(PortableExpression(term[6]).text)
                            : .column(term[5])
                        return Index.Term(key, isDescending: term[7] == "t")
                    }, isUnique: isUnique, predicate: predicate))
        }
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

extension PostgreSQLReader {
    /// Everything in the current schema that is not the runtime's, nor an extension's.
    private static let scope = """
        c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE 'rosey\\_%'
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        """

    fileprivate static let relations = """
        SELECT c.relname::text, c.relkind::text, obj_description(c.oid, 'pg_class'),
            CASE WHEN c.relkind IN ('v', 'm') THEN rtrim(pg_get_viewdef(c.oid, true), ';') ELSE '' END,
            CASE c.relkind WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'partitioned table' END
        FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND \(scope) ORDER BY c.oid
        """

    fileprivate static let columns = """
        SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::text::char(1)::text,
            coalesce(l.collname, '')::text, a.attidentity::text, a.attgenerated::text, pg_get_expr(e.adbin, e.adrelid),
            col_description(c.oid, a.attnum),
            CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
                AND d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype = 'a'
                AND (SELECT relkind FROM pg_catalog.pg_class WHERE oid = d.objid) = 'S') THEN 't' ELSE 'f' END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum
        WHERE c.relkind IN ('r', 'v') AND \(scope) ORDER BY c.oid, a.attnum
        """

    private static func names(_ keys: String, of table: String) -> String {
        """
        (SELECT string_agg(a.attname, E'\\n' ORDER BY k.position) FROM unnest(\(keys)) WITH ORDINALITY AS k (number, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = \(table) AND a.attnum = k.number)
        """
    }

    fileprivate static let constraints = """
        SELECT c.relname::text, n.contype::text, n.conname::text, pg_get_constraintdef(n.oid), \(names("n.conkey", of: "n.conrelid")),
            (SELECT relname::text FROM pg_catalog.pg_class WHERE oid = n.confrelid), \(names("n.confkey", of: "n.confrelid")),
            n.confdeltype::text, n.confupdtype::text, n.convalidated::text::char(1)::text
        FROM pg_catalog.pg_constraint n JOIN pg_catalog.pg_class c ON c.oid = n.conrelid
        WHERE n.contype IN ('p', 'u', 'f', 'c', 'x') AND \(scope) ORDER BY c.oid, n.conname
        """

    /// Those that no constraint stands for, a row for each term.
    fileprivate static let indexTerms = """
        SELECT c.relname::text, x.relname::text, i.indisunique::text::char(1)::text, m.amname::text,
            pg_get_expr(i.indpred, i.indrelid), a.attname::text, pg_get_indexdef(i.indexrelid, k.number, true),
            CASE WHEN k.number <= i.indnkeyatts AND (i.indoption[k.number - 1] & 1) = 1 THEN 't' ELSE 'f' END,
            i.indisvalid::text::char(1)::text, CASE WHEN k.number <= i.indnkeyatts THEN 't' ELSE 'f' END,
            CASE WHEN k.number <= i.indnkeyatts AND (i.indoption[k.number - 1] & 2) = 2 THEN 't' ELSE 'f' END,
            CASE WHEN k.number <= i.indnkeyatts THEN (SELECT o.opcname::text FROM pg_catalog.pg_opclass o
                WHERE o.oid = i.indclass[k.number - 1] AND NOT o.opcdefault) END,
            regexp_replace(pg_get_indexdef(i.indexrelid), '^.*? USING ', '')
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
        CROSS JOIN LATERAL generate_series(1, i.indnatts) AS k (number)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.number - 1]
            AND i.indkey[k.number - 1] <> 0
        WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint n WHERE n.conindid = x.oid AND n.contype IN ('p', 'u', 'x'))
            AND \(scope) ORDER BY c.oid, x.oid, k.number
        """

    fileprivate static let triggers = """
        SELECT c.relname::text, g.tgname::text, pg_get_triggerdef(g.oid, true) FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
        WHERE NOT g.tgisinternal AND \(scope) ORDER BY 1, 2
        """

    /// What tables have beside that, in words.
    fileprivate static let oddities = """
        SELECT c.relname::text, 'is unlogged: it is empty after a crash' FROM pg_catalog.pg_class c
        WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND \(scope)
        UNION ALL SELECT c.relname::text, 'has row-level security, which the schema cannot say' FROM pg_catalog.pg_class c
        WHERE c.relkind = 'r' AND c.relrowsecurity AND \(scope)
        UNION ALL SELECT c.relname::text, 'has the options ' || array_to_string(c.reloptions, ', ')
        FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v') AND c.reloptions IS NOT NULL AND \(scope)
        UNION ALL SELECT c.relname::text, concat('has the policy ', p.polname, ', which the schema cannot say: ', p.polcmd, ' ',
            pg_get_expr(p.polqual, p.polrelid), ' ', pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid WHERE \(scope)
        UNION ALL SELECT c.relname::text, concat('has the extended statistics ', s.stxname, ', which the schema cannot say: ',
            array_to_string(s.stxkind, ''), ' ', pg_get_statisticsobjdef_columns(s.oid))
        FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid WHERE \(scope)
        UNION ALL SELECT c.relname::text, concat('has the foreign key ', n.conname, ' to a table of another schema: ',
            n.confrelid::regclass)
        FROM pg_catalog.pg_constraint n JOIN pg_catalog.pg_class c ON c.oid = n.conrelid
        JOIN pg_catalog.pg_class r ON r.oid = n.confrelid
        WHERE n.contype = 'f' AND r.relnamespace <> c.relnamespace AND \(scope)
        UNION ALL SELECT c.relname::text, concat('inherits from ', i.inhparent::regclass) FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE c.relkind IN ('r', 'p', 'f') AND \(scope)
        UNION ALL SELECT c.relname::text, concat('has the rule ', r.rulename, ', which the schema cannot say: ',
            pg_get_ruledef(r.oid, true))
        FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
        WHERE r.rulename <> '_RETURN' AND \(scope)
        UNION ALL SELECT concat(c.relname, '.', a.attname), concat('counts from ', q.seqstart, ' by ', q.seqincrement,
            CASE WHEN q.seqcycle THEN ' and over again' END)
        FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_depend d ON d.objid = q.seqrelid AND d.deptype IN ('a', 'i')
            AND d.classid = 'pg_catalog.pg_class'::regclass
        JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE (q.seqincrement <> 1 OR q.seqstart <> 1 OR q.seqcycle) AND \(scope)
        """
}
