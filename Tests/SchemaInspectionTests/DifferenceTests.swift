import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// A database in which one thing is another than in the schema is not what is expected.
@Suite(.timeLimit(.minutes(10)))
struct DifferenceTests {
    @Test(arguments: Storage.both)
    func oneThing(_ storage: Storage) async throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        var schemas = RandomSchema(generator)
        var seen: [String: Int] = [:]
        for number in 0..<(storage == .postgresql ? 40 : 150) {
            await Task.yield()
            let schema = schemas.next()
            for change in OneChange.allCases {
                guard let changed = change.changed(schema, &generator), changed != schema else { continue }
                // Only what makes another database is to be seen.
                let statements = storage.rendering.sql.createStatements(changed)
                if statements == storage.rendering.sql.createStatements(schema) { continue }
                if storage == .postgresql, Int.random(in: 0..<4, using: &generator) > 0 { continue }
                seen[change.rawValue, default: 0] += 1
                let found = try await LiveDatabase.inspect(statements, on: storage)
                let expected = try await LiveDatabase.with([], on: storage) {
                    try await Inspector.expectation(of: schema, on: $0)
                }
                #expect(found != expected, "seed \(seed), schema \(number): \(change.rawValue) is not seen")
            }
        }
        // PostgreSQL is always strict.
        #expect(seen["strictness"] == nil || storage != .postgresql)
        #expect(seen.count > (storage == .postgresql ? 8 : 15), "only \(seen)")
    }

    /// Nothing depends on the default of a singleton's key, which is written with every row.
    @Test(arguments: Storage.both)
    func aSingletonOfSomebodyElseNeedsNoDefault(_ storage: Storage) async throws {
        let type = storage == .postgresql ? "bigint" : "INTEGER"
        let tables = [
            "CREATE TABLE s (id \(type) NOT NULL PRIMARY KEY, n \(type) NOT NULL, CONSTRAINT s_singleton CHECK (id = 1))",
            "CREATE TABLE u (id \(type) NOT NULL PRIMARY KEY, n \(type) NOT NULL DEFAULT 1)",
        ]
        try await LiveDatabase.with(tables, on: storage) { db in
            let live = try await Inspector.inspect(db)
            #expect(live.schema.tables.map(\.isSingleton) == [true, false])
            let text = try await LiveSchemaText(live).text
            let schema = try #require(
                SchemaLoader.load(SourceFile(path: "live.yaml", bytes: Array(text.utf8))).schema, "\(text)")
            let differences = try await Catalog(of: db.session).differences(from: Catalog(of: schema, like: db))
            #expect(differences.filter { $0.subject.hasPrefix("column ") } == [], "\(differences)")
            // Of any other column it counts.
            try await db.session.run(
                storage == .postgresql
                    ? "ALTER TABLE u ALTER COLUMN n DROP DEFAULT" : "ALTER TABLE u RENAME COLUMN n TO m")
            #expect(
                try await Catalog(of: db.session).differences(from: Catalog(of: schema, like: db))
                    .contains { $0.subject == "column u.n" })
        }
    }

    /// What no view of the schema can be is named, with the reason.
    @Test(arguments: Storage.both)
    func viewsThatAreLeftOutAreNamed(_ storage: Storage) async throws {
        let statements = [
            "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER NOT NULL)",
            "CREATE VIEW common AS WITH c AS (SELECT id FROM t) SELECT id FROM c",
            "CREATE VIEW nested AS SELECT n.id FROM (SELECT id FROM t) n",
            "CREATE VIEW inner_query AS SELECT id FROM t WHERE a = (SELECT max(a) FROM t)",
            "CREATE VIEW windowed AS SELECT id, row_number() OVER (ORDER BY a) AS n FROM t",
        ]
        let live = try await LiveDatabase.inspect(statements, on: storage)
        #expect(live.schema.views == [])
        for name in ["common", "nested", "inner_query", "windowed"] {
            let remark = try #require(live.remarks.first { $0.subject == name }, "\(live.remarks)")
            #expect(remark.isOmission)
            #expect(
                remark.text.contains("a view of which ") && remark.text.contains(" is not known to mean the same on"))
        }
    }
}

/// A change of one thing in a schema.
enum OneChange: String, CaseIterable {
    case nullability, `default`, type, columnComment, tableComment, checkCondition, checkName, newCheck, direction
    case indexTerm, indexUniqueness, indexPredicate, newUnique, deleteAction, columnOrder, strictness, droppedColumn

    /// The changed schema; nothing where it has no such thing.
    func changed(_ schema: Schema, _ generator: inout SeededGenerator) -> Schema? {
        var schema = schema
        let position = Int.random(in: 0..<schema.tables.count, using: &generator)
        guard change(&schema.tables[position], &generator) else { return nil }
        if self == .droppedColumn { schema.views = [] }
        return schema
    }

    private func change(_ table: inout Table, _ generator: inout SeededGenerator) -> Bool {
        // One that nothing else speaks of.
        let free = table.columns.indices.filter {
            table.columns[$0].name.hasPrefix("c") && table.columns[$0].generated == nil
        }
        let column = free.randomElement(using: &generator)
        let index = table.indexes.indices.randomElement(using: &generator)
        switch self {
        case .nullability:
            guard let column else { return false }
            table.columns[column].isNullable.toggle()
        case .default:
            guard let column else { return false }
            let other = table.columns[column].type.literals.first { .literal($0) != table.columns[column].defaultValue }
            table.columns[column].defaultValue = other.map(DefaultValue.literal)
        case .type:
            guard let column, table.columns[column].type == .string(maxLength: 20) else { return false }
            table.columns[column].type = .string(maxLength: 21)
        case .columnComment:
            guard let column else { return false }
            table.columns[column].comment = "another comment"
        case .tableComment: table.comment = "another comment of the table"
        case .checkCondition:
            guard !table.checks.isEmpty else { return false }
            table.checks[0].condition = .common(
                table.checks[0].condition[.sqlite].replacing("1000000", with: "1000001"))
        case .checkName:
            guard !table.checks.isEmpty else { return false }
            table.checks[0].name += "_other"
        case .newCheck:
            table.checks.append(
                Check(name: "new_check", condition: .common("\"\(table.columns[0].name)\" IS NOT NULL")))
        case .direction:
            guard let index else { return false }
            table.indexes[index].terms[0].isDescending.toggle()
        case .indexTerm:
            guard let index, let extra = table.columns.last else { return false }
            table.indexes[index].terms.append(Index.Term(.column(extra.name)))
        case .indexUniqueness:
            guard let index else { return false }
            table.indexes[index].isUnique.toggle()
        case .indexPredicate:
            guard let index else { return false }
            let isPartial = table.indexes[index].predicate != nil
            table.indexes[index].predicate = isPartial ? nil : .common("\"\(table.columns[0].name)\" IS NOT NULL")
        case .newUnique:
            guard let column else { return false }
            table.uniques.append(Unique(name: "new_unique_of_\(table.name)", columns: [table.columns[column].name]))
        case .deleteAction:
            guard !table.foreignKeys.isEmpty else { return false }
            table.foreignKeys[0].onDelete = table.foreignKeys[0].onDelete == .cascade ? .setNull : .cascade
        case .columnOrder:
            guard free.count > 1 else { return false }
            table.columns.swapAt(free[0], free[1])
        case .strictness: table.sqlite.isStrict.toggle()
        case .droppedColumn:
            guard let column else { return false }
            let name = table.columns[column].name
            guard !table.indexes.contains(where: { "\($0)".contains("\"\(name)\"") }),
                !table.uniques.contains(where: { "\($0)".contains("\"\(name)") || "\($0)".contains(name) }),
                !table.checks.contains(where: { $0.condition[.sqlite].contains("\"\(name)\"") }),
                !table.columns.contains(where: { $0.generated?.expression[.sqlite].contains("\"\(name)\"") == true })
            else { return false }
            table.columns.remove(at: column)
        }
        return true
    }
}
