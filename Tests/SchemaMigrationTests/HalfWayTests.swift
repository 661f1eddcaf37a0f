import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// A revision of several parts that stops between two of them can be finished, and can be taken back.
@Suite(.enabled(if: Storage.hasPostgreSQL), .timeLimit(.minutes(10)))
struct HalfWayTests {
    private let id = "id: { type: integer, primary_key: true }"

    /// All that makes a part of its own, in one revision.
    private func everything() throws -> MigrationCase {
        try MigrationCase(
            """
            { p: { columns: { \(id), k: { type: integer } }, unique: { p_k: [k] } },
              t: { columns: { \(id), a: { type: integer, nullable: true }, b: { type: text }, c: { type: integer },
                g: { type: integer, generated: c + 1 }, r: { type: integer, references: p.k } },
                indexes: { i: [a], j: [b], l: [c], m: { columns: [c, id], unique: true } }, unique: { u: [c, b], w: [id, c] },
                checks: { k: c > 0 } } }
            """,
            """
            { p: { columns: { \(id), k: { type: integer } }, indexes: { p_n: { columns: [k], unique: true } } },
              q: { columns: { \(id), k: { type: integer, references: p.k } } },
              t: { columns: { \(id), a: { type: integer, default: 5 }, b: { type: integer }, d: { type: integer, renamed_from: c },
                g: { type: integer }, n: { type: text, default: x }, r: { type: integer, references: p.k, on_delete: cascade } },
                indexes: { i: [a desc], h: [d, n] }, unique: { u: [d], m: [d, id], v: [b, d] },
                checks: { k: d > 0, e: a > 0, f: g > 0 } } }
            """)
    }

    private static let rows = [
        "INSERT INTO p VALUES (1, 10), (2, 20)",
        "INSERT INTO t (id, a, b, c, r) VALUES (1, NULL, '1', 1, 10), (2, 7, '2', 2, 20), (3, NULL, '3', 3, 10)",
    ]

    @Test func theWayBackFromEveryPart() async throws {
        let change = try everything()
        let parts = ScriptParts(change.revision.scripts.postgresql.up)
        #expect(parts.count > 8)
        for stop in 1..<parts.count {
            let broken = change.stopping(after: stop, goingUp: true)
            try await broken.with(.postgresql, rows: Self.rows) { db, migrator in
                let rows = try await db.session.texts(
                    "SELECT concat_ws(',', id, coalesce(a, 5), b, c, g, r) FROM t ORDER BY id")
                let error = try await databaseError { try await migrator.upgrade() }
                #expect(error?.message.contains("after \(stop) of its") == true, "\(String(describing: error))")
                #expect(try await migrator.unfinished()?.action == .upgrade)
                #expect(try await migrator.downgrade(to: "-1").map(\.id) == ["step"], "part \(stop)")
                try await db.isWhat(change.old, says: "part \(stop)")
                // NULL that became the default stays that.
                let after = try await db.session.texts(
                    "SELECT concat_ws(',', id, coalesce(a, 5), b, c, g, r) FROM t ORDER BY id")
                #expect(after == rows, "part \(stop)")
                #expect(try await migrator.unfinished() == nil)
                #expect(try await migrator.applied().map(\.id) == ["before"])
                // And what stops once does not stop it for good.
                try await change.migrator(db).upgrade()
                try await db.isWhat(change.new, says: "again after part \(stop)")
            }
        }
    }

    @Test func theWayOnFromEveryPartOfTheWayBack() async throws {
        let change = try everything()
        let count = ScriptParts(change.revision.scripts.postgresql.down).count
        #expect(count > 4)
        for stop in 1..<count {
            let broken = change.stopping(after: stop, goingUp: false)
            try await broken.with(.postgresql, rows: Self.rows) { db, migrator in
                try await migrator.upgrade()
                _ = try await databaseError { try await migrator.downgrade(to: "-1") }
                #expect(try await migrator.unfinished()?.action == .downgrade)
                #expect(try await migrator.upgrade().map(\.id) == ["step"], "part \(stop)")
                try await db.isWhat(change.new, says: "part \(stop)")
                #expect(try await migrator.unfinished() == nil)
                #expect(try await migrator.applied().map(\.id) == ["before", "step"])
            }
        }
    }

    /// Rows that come while it runs, after all questions: what a VALIDATE then finds stops it, and does not hold it.
    @Test func rowsThatComeMeanwhile() async throws {
        let change = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } } }",
            "{ t: { columns: { \(id), a: { type: integer } }, unique: { u: [a] }, indexes: { i: [a, id] } } }")
        let parts = ScriptParts(change.revision.scripts.postgresql.up)
        let meanwhile = change.revision(up: parts.text(inserting: "INSERT INTO t VALUES (2, 1);", after: 0))
        try await meanwhile.with(.postgresql, rows: ["INSERT INTO t VALUES (1, 1)"]) { db, migrator in
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.code == .unique)
            try await migrator.downgrade(to: "before")
            try await db.isWhat(change.old, says: "back")
            #expect(try await db.session.integers("SELECT count(*) FROM t") == [2])
            let other = try change.migrator(db)
            let refusal = try await databaseError { try await other.upgrade() }
            #expect(refusal?.message.contains("no two rows of t with the same a") == true)
            try await db.session.run("DELETE FROM t WHERE id = 2")
            try await other.upgrade()
            try await db.isWhat(change.new, says: "on")
        }
    }

    /// What takes the place of a unique index or constraint is there before that goes, under whichever names.
    @Test(
        arguments: [
            (", indexes: { i: { columns: [a], unique: true } }", ", unique: { u: [a] }"),
            (", indexes: { u: { columns: [a], unique: true } }", ", unique: { u: [a] }"),
            (", unique: { u: [a] }", ", unique: { v: [a], u: [id, a] }"),
            (", unique: { u: [a, b] }", ", unique: { u: [b, a] }"),
            (", unique: { u: { columns: [a], where: a > 0 } }", ", unique: { v: [a] }"),
        ])
    func rowsAreUniqueAllTheWhile(_ old: String, _ new: String) async throws {
        func table(_ unique: String) -> String {
            "{ t: { columns: { \(id), a: { type: integer }, b: { type: integer, nullable: true } }\(unique) } }"
        }
        let change = try MigrationCase(table(old), table(new))
        let insert = "INSERT INTO t (id, a, b) VALUES (2, 1, 1)"
        for isUp in [true, false] {
            let parts = ScriptParts(
                isUp ? change.revision.scripts.postgresql.up : change.revision.scripts.postgresql.down)
            for stop in 0...parts.count {
                let text = parts.text(inserting: insert + ";", after: stop)
                let intruded = isUp ? change.revision(up: text) : change.revision(down: text)
                try await intruded.with(.postgresql, rows: ["INSERT INTO t VALUES (1, 1, 1)"]) { db, migrator in
                    if !isUp { try await migrator.upgrade() }
                    let error = try await databaseError {
                        if isUp { try await migrator.upgrade() } else { try await migrator.downgrade(to: "-1") }
                    }
                    #expect(
                        error?.code == .unique && error?.sql?.contains(insert) == true,
                        "\(stop): \(String(describing: error))")
                }
            }
        }
        try await change.run(.postgresql, rows: ["INSERT INTO t VALUES (1, 1, 1)"])
    }

    /// A script by hand goes on where it stopped; what the other one would do from there, only its author knows.
    @Test func scriptsByHandSayWhetherTheyCan() async throws {
        let up = "BEGIN; ALTER TABLE t ADD COLUMN x BIGINT; COMMIT; SELECT 1 / 0;"
        let change = try MigrationCase("{ t: { columns: { \(id) } } }", "{ t: { columns: { \(id) } } }")
        let down = "BEGIN; ALTER TABLE t DROP COLUMN x; COMMIT;"
        try await change.revision(up: up, down: down).with(.postgresql) { db, migrator in
            _ = try await databaseError { try await migrator.upgrade() }
            let error = try await databaseError { try await migrator.downgrade(to: "-1") }
            #expect(
                error?.message.contains("stopped half-way; finish it first") == true, "\(String(describing: error))")
        }
        try await change.revision(up: up, down: "-- Back.\n-- @from-half-way\n\n" + down).with(.postgresql) {
            db, migrator in
            _ = try await databaseError { try await migrator.upgrade() }
            try await migrator.downgrade(to: "-1")
            try await db.isWhat(change.old, says: "back")
        }
    }

    /// Any schema to any other: stopped somewhere, taken back, and applied.
    @Test func anySchemaHalfWay() async throws {
        var generator = SeededGenerator()
        var evolution = SchemaEvolution(generator)
        var stopped = 0
        for number in 0..<60 {
            let (old, new) = evolution.next()
            let change = try MigrationCase(from: old, to: new)
            let parts = ScriptParts(change.revision.scripts.postgresql.up)
            if !change.revision.scripts.postgresql.hasOwnTransactions || parts.count < 2 { continue }
            let stop = Int.random(in: 1..<parts.count, using: &generator)
            let place = "seed \(generator.seed), pair \(number), part \(stop)"
            let broken = change.stopping(after: stop, goingUp: true)
            try await broken.with(.postgresql) { db, migrator in
                do {
                    _ = try await SampleRows(old, Dialect.postgresql.sql).insert(3, into: db)
                    let counts = try await db.rowCounts(of: old)
                    let error = try await databaseError { try await migrator.upgrade() }
                    // Rows were in the way.
                    if try await migrator.unfinished() == nil { return #expect(error != nil) }
                    do { try await migrator.downgrade(to: "before") } catch let error as DatabaseError
                        where error.code == .migration
                    {
                        // A column that is gone comes back for a table without rows only.
                        #expect(error.message.contains(" in the way: "), "\(place): \(error)")
                        return
                    }
                    try await db.isWhat(old, says: place)
                    let dropped = old.tables.filter { table in
                        change.difference.changes.contains { $0 == .dropTable(table) }
                    }.map(\.name)
                    let after = try await db.rowCounts(of: old)
                    #expect(
                        after.filter { !dropped.contains($0.key) } == counts.filter { !dropped.contains($0.key) },
                        "\(place)")
                    try await change.migrator(db).upgrade()
                    try await db.isWhat(new, says: place)
                } catch {
                    let sql = (error as? DatabaseError)?.sql ?? ""
                    Issue.record(
                        """
                        \(place): \(error)
                        \(sql)
                        === up
                        \(broken.revision.scripts.postgresql.up)
                        === down
                        \(broken.revision.scripts.postgresql.down)
                        """)
                }
            }
            stopped += 1
        }
        #expect(stopped > 10, "seed \(generator.seed)")
    }
}

extension Database {
    /// That the catalog is that of a schema.
    fileprivate func isWhat(_ schema: Schema, says place: String, at location: SourceLocation = #_sourceLocation)
        async throws
    {
        let found = try await Catalog(of: session)
        let expected = try await Catalog(of: schema, like: self)
        #expect(found.differences(from: expected) == [], "\(place)", sourceLocation: location)
        let odd = try await session.texts(
            """
            SELECT conname::text FROM pg_constraint
            WHERE (NOT convalidated OR conname LIKE 'rosey\\_not%') AND connamespace = current_schema()::regnamespace
            UNION ALL SELECT relname::text FROM pg_class
            WHERE relname ~ '^rosey_(new|old)' AND relnamespace = current_schema()::regnamespace
            """)
        #expect(odd == [], "\(place)", sourceLocation: location)
    }

    fileprivate func rowCounts(of schema: Schema) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in schema.tables {
            counts[table.name] = try await session.integers(
                "SELECT count(*) FROM \(Dialect.postgresql.sql.quote(table.name))"
            ).first
        }
        return counts
    }
}

extension MigrationCase {
    /// The revision with other scripts for PostgreSQL.
    fileprivate func revision(up: String? = nil, down: String? = nil) -> MigrationCase {
        MigrationCase(
            self,
            Revision(
                id: revision.id, parents: revision.parents, message: revision.message, sqlite: revision.scripts.sqlite,
                postgresql: .init(
                    up: up ?? revision.scripts.postgresql.up, down: down ?? revision.scripts.postgresql.down,
                    hasOwnTransactions: true))
        )
    }

    /// The revision with a part that fails after so many.
    fileprivate func stopping(after stop: Int, goingUp: Bool) -> MigrationCase {
        let text = ScriptParts(goingUp ? revision.scripts.postgresql.up : revision.scripts.postgresql.down)
            .text(inserting: "SELECT 1 / 0;", after: stop)
        return goingUp ? revision(up: text) : revision(down: text)
    }
}

/// A script with transactions of its own, cut where it can stop.
private struct ScriptParts {
    private var head = ""
    private var parts: [String] = []

    var count: Int { parts.count }

    init(_ script: String) {
        var open = ""
        var isOpen = false
        var isQuestion = false
        for line in script.split(separator: "\n", omittingEmptySubsequences: false).map({ $0 + "\n" }) {
            open += line
            if line.hasPrefix("-- @require") || line.hasPrefix("-- @count") { isQuestion = true }
            if line == "BEGIN;\n" { isOpen = true }
            guard line.hasSuffix(";\n"), !isOpen || line == "COMMIT;\n" else { continue }
            if isQuestion {
                head += open
                isQuestion = false
            } else {
                parts.append(open)
            }
            isOpen = false
            open = ""
        }
    }

    func text(inserting command: String, after count: Int) -> String {
        var parts = parts
        parts.insert(command + "\n", at: count)
        return head + parts.joined()
    }
}
