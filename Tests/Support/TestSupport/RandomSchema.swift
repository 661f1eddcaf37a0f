public import SchemaKit

/// Makes valid schemas of every shape.
public struct RandomSchema {
    private var generator: SeededGenerator
    private var tables: [Table] = []

    public init(_ generator: SeededGenerator) {
        self.generator = generator
    }

    private mutating func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    private mutating func chance(_ percent: Int) -> Bool { random(100) < percent }
    private mutating func pick<Element>(_ items: [Element]) -> Element { items[random(items.count)] }

    /// The next schema. Its names are plain, so that they are Swift names too.
    public mutating func next() -> Schema {
        tables = []
        for number in 0...random(4) { tables.append(table(number)) }
        var schema = Schema(tables: tables)
        if chance(30) {
            schema.options.accessLevel = pick(Schema.Options.AccessLevel.allCases)
            schema.options.singularModels = chance(50)
            schema.options.acronyms = chance(50) ? ["id", "uuid"] : []
            schema.options.imports = chance(20) ? ["Foundation"] : []
        }
        if chance(30) {
            let table = pick(tables)
            schema.views.append(
                View(
                    name: "view_of_it",
                    columns: table.columns.map { Column(name: $0.name, type: $0.type, isNullable: true) },
                    query: .common(
                        "SELECT \(table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")) FROM \"\(table.name)\""
                    ),
                    comment: comment()))
        }
        return schema
    }

    private mutating func comment() -> String? {
        chance(30) ? pick(["a comment", "with \"quotes\" and 'others'", "two\nlines", "# --: {}", "ünï \\ code"]) : nil
    }

    private mutating func table(_ number: Int) -> Table {
        let name = pick(["books", "order", "user_x", "Things", "select"]) + "_\(number)"
        var table = Table(name: name, comment: comment(), columns: [])
        if chance(20) { table.modelName = "Model\(number)" }
        if chance(10) { table.renamedFrom = "old_\(name)" }
        table.sqlite.isStrict = !chance(20)
        addKey(to: &table)
        for position in 0..<random(7) { table.columns.append(column("c\(position)", in: table)) }
        addGenerated(to: &table)
        addConstraints(to: &table)
        addReferences(to: &table)
        return table
    }

    private mutating func addKey(to table: inout Table) {
        switch random(5) {
        case 0:
            table.columns = [Column(name: "id", type: .integer, isAutoIncrement: true)]
        case 1:
            table.isSingleton = true
            table.columns = [Column(name: "id", type: .integer, defaultValue: .literal(.integer(1)))]
        case 2:
            table.columns = [Column(name: "k1", type: .string(maxLength: 10)), Column(name: "k2", type: .integer)]
            table.sqlite.isWithoutRowID = chance(50)
        case 3: table.columns = [Column(name: "key", type: pick([.uuid, .date, .text, .int32, .timestamp]))]
        default: table.columns = [Column(name: "id", type: .integer)]
        }
        table.primaryKey = PrimaryKey(columns: table.columns.map(\.name))
        if chance(20) { table.primaryKey?.columns.reverse() }
    }

    private mutating func column(_ name: String, in table: Table) -> Column {
        let type = pick(ColumnType.samples)
        var column = Column(name: name, type: type, isNullable: chance(40), comment: comment())
        if chance(50) {
            column.defaultValue =
                chance(70) ? .literal(pick(type.literals)) : expression(type).map(DefaultValue.expression)
        }
        if chance(10) { column.renamedFrom = "was_\(name)" }
        if chance(10) { column.propertyName = "named\(name.uppercased())" }
        return column
    }

    private func expression(_ type: ColumnType) -> DialectText? {
        switch type {
        case .integer: .common("1 + 2")
        case .text: .common("upper('a, b''c')")
        case .timestamp: .perDialect(sqlite: "unixepoch()", postgresql: "now()")
        case .decimal: .common("0.1 + 0.2")
        case .uuid: .perDialect(sqlite: "randomblob(16)", postgresql: "gen_random_uuid()")
        default: nil
        }
    }

    private mutating func addGenerated(to table: inout Table) {
        guard chance(30), let source = table.columns.first(where: { $0.type == .integer && !$0.isNullable }) else {
            return
        }
        table.columns.append(
            Column(
                name: "computed", type: .integer,
                generated: GeneratedColumn(expression: .common("\"\(source.name)\" + 1"), isStored: chance(50))))
    }

    private mutating func addConstraints(to table: inout Table) {
        let names = table.columns.map(\.name)
        let plain = table.columns.filter { !table.isSingleton && $0.generated == nil }.map(\.name)
        if chance(40), let column = plain.last, table.primaryKey?.columns != [column] {
            table.uniques.append(Unique(name: "\(table.name)_\(column)_key", columns: [column]))
        }
        if chance(20), plain.count > 1 {
            table.uniques.append(
                Unique(
                    name: "u_\(table.name)", columns: Array(plain.suffix(2)),
                    predicate: chance(50) ? .common("\"\(plain[0])\" IS NOT NULL") : nil))
        }
        for number in 0..<random(3) {
            var terms = names.shuffled(using: &generator).prefix(1 + random(3)).map { Index.Term(.column($0)) }
            if chance(30) { terms[0].isDescending = true }
            if chance(20) {
                terms.append(Index.Term(.expression(.common("coalesce(\"\(names[0])\", \"\(names[0])\")"))))
            }
            table.indexes.append(
                Index(
                    name: "i\(number)_\(table.name)", terms: terms, isUnique: chance(20),
                    predicate: chance(20) ? .common("\"\(names[0])\" IS NOT NULL") : nil))
        }
        for (number, column) in table.columns.enumerated() where chance(15) && column.type == .integer {
            table.checks.append(
                Check(name: "check_\(number)", condition: .common("\"\(column.name)\" BETWEEN -1000000 AND 1000000")))
        }
    }

    private mutating func addReferences(to table: inout Table) {
        guard chance(50), !tables.isEmpty else { return }
        let target = pick(tables)
        guard let key = target.primaryKey, !target.isSingleton else { return }
        let columns = key.columns.enumerated().compactMap { number, name in
            target.column(named: name).map { Column(name: "ref\(number)", type: $0.type, isNullable: true) }
        }
        table.columns += columns
        let isSingle = columns.count == 1
        table.foreignKeys.append(
            ForeignKey(
                name: isSingle ? "\(table.name)_ref0_fkey" : "fk_\(table.name)", columns: columns.map(\.name),
                referencedTable: target.name, referencedColumns: key.columns,
                onDelete: pick([.noAction, .cascade, .setNull, .restrict]), onUpdate: pick([.noAction, .cascade])))
    }
}

extension ColumnType {
    static let samples: [ColumnType] = [
        .integer, .int32, .real, .decimal(precision: 8, scale: 2), .decimal(precision: 15, scale: 0),
        .decimal(precision: 3, scale: 3), .boolean, .string(maxLength: 20), .text, .blob, .timestamp, .date, .uuid,
        .json,
        .enumeration(["red", "green", "in between", "it's"]),
    ]

    /// Some constants that a column of the type can have.
    public var literals: [Literal] {
        switch self {
        case .integer: [.integer(0), .integer(.max), .integer(.min), .integer(-5)]
        case .int32: [.integer(7), .integer(Int64(Int32.min))]
        case .real: [.real(0.5), .real(-1e300), .real(3)]
        case .decimal(8, 2): [.decimal("0.00"), .decimal("-12.50"), .decimal("999999.99")]
        case .decimal(15, 0): [.decimal("999999999999999"), .decimal("-1")]
        case .decimal: [.decimal("0.125")]
        case .boolean: [.boolean(true), .boolean(false)]
        case .string, .text: [.text(""), .text("it's \"x\""), .text("5"), .text("true"), .text("a: b #c \\ é😀")]
        case .blob: [.blob([]), .blob([0, 255, 16])]
        case .timestamp: [.timestamp(0), .timestamp(-1), .timestamp(1_700_000_000_123_456)]
        case .date: [.date("0001-01-01"), .date("9999-12-31"), .date("2024-02-29")]
        case .uuid: [.uuid("00000000-0000-0000-0000-000000000000"), .uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
        case .json: [.json("{}"), .json("[1,true,null,\"x\"]"), .json("{\"a: b,c\":{\"b\":[]}}"), .json("5")]
        case .enumeration(let words): words.map { .text($0) }
        }
    }
}
