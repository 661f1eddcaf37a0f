import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// What a migration of PostgreSQL has to get right.
@Suite(.enabled(if: Storage.hasPostgreSQL), .timeLimit(.minutes(5)))
struct PostgreSQLCaseTests {
    private let id = "id: { type: integer, primary_key: true }"
    private let server = Storage.postgresql

    private func column(_ old: String, _ new: String) throws -> MigrationCase {
        try MigrationCase("{ t: { columns: { \(id), a: \(old) } } }", "{ t: { columns: { \(id), a: \(new) } } }")
    }

    /// 23. Types that are cheap to change and types that are not.
    @Test func typesAndTheirCost() async throws {
        let wide = try column("{ type: int32 }", "{ type: integer }")
        #expect(Hazards.of(wide.difference).contains { $0.kind == .rewrite && $0.dialect == .postgresql })
        try await wide.run(server, rows: ["INSERT INTO t VALUES (1, 2147483647)"])
        let text = try column("{ type: string(50) }", "{ type: text }")
        #expect(!Hazards.of(text.difference).contains { $0.kind == .rewrite && $0.dialect == .postgresql })
        // The server forgets what it knew of the values.
        #expect(
            text.statements(.postgresql) == [
                #"ALTER TABLE "t" ALTER COLUMN "a" TYPE TEXT COLLATE "C""#, #"ANALYZE "t" ("a")"#,
            ])
        try await text.with(server, rows: ["INSERT INTO t VALUES (1, 'x'), (2, 'x')"]) { db, migrator in
            try await migrator.upgrade()
            // Other tests have tables of this name in schemas of their own.
            try await db.session.expect(
                """
                SELECT count(*) FROM pg_stats
                WHERE schemaname = current_schema() AND tablename = 't' AND attname = 'a'
                """, [1])
        }
        try await text.run(server, rows: ["INSERT INTO t VALUES (1, 'x')"])
        // The server is asked whether it wrote the table anew: then it would be in another file.
        try await text.with(server, rows: ["INSERT INTO t VALUES (1, 'x')"]) { db, migrator in
            let file = try await db.session.texts("SELECT pg_relation_filepath('t')::text")
            try await migrator.upgrade()
            #expect(try await db.session.texts("SELECT pg_relation_filepath('t')::text") == file)
        }
        let narrow = try column("{ type: text }", "{ type: string(3) }")
        try await narrow.run(server, rows: ["INSERT INTO t VALUES (1, 'xyz')"])
        try await narrow.isRefused(
            server, rows: ["INSERT INTO t VALUES (1, 'xyz'), (2, 'long')"],
            "every value of t.a has an equal of type string(3), but 1 row is in the way: (2,long)")
    }

    /// 24. Another type with a default that does not fit it.
    @Test(arguments: Storage.both)
    func anotherTypeAndDefault(_ storage: Storage) async throws {
        let change = try column("{ type: text, default: 'none' }", "{ type: integer, default: 5 }")
        try await change.run(storage, rows: ["INSERT INTO t VALUES (1, '42')"]) { db in
            try await db.session.expect("SELECT a FROM t", [42])
            try await db.session.run("INSERT INTO t (id) VALUES (2)")
            try await db.session.expect("SELECT a FROM t WHERE id = 2", [5])
            try await db.session.run("DELETE FROM t WHERE id = 2")
        }
        try await change.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, 'x')"], "every value of t.a has an equal of type integer")
    }

    /// 25. Numbers given by the database come and go, and go on after the highest.
    @Test(arguments: Storage.both)
    func numbersGivenByTheDatabase(_ storage: Storage) async throws {
        let change = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: text, nullable: true } } } }",
            "{ t: { columns: { id: { type: integer, primary_key: true, auto_increment: true }, a: { type: text, nullable: true } } } }"
        )
        try await change.run(storage, rows: ["INSERT INTO t VALUES (41, 'x')"])
        try await change.with(storage, rows: ["INSERT INTO t VALUES (41, 'x')"]) { db, migrator in
            try await migrator.upgrade()
            try await db.session.run("INSERT INTO t (a) VALUES ('y')")
            #expect(try await db.session.integers("SELECT max(id) FROM t") == [42])
        }
    }

    /// 25, 27. What the schema cannot say is seen in a live database.
    @Test func otherKindsOfNumbersAndIndexesAreSeen() async throws {
        try await server.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            let schema = try MigrationCase.schema(
                """
                { t: { columns: { id: { type: integer, primary_key: true, auto_increment: true }, a: { type: integer, nullable: true } },
                  indexes: { i: [a], j: [id] } } }
                """)
            let make = [
                "CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a BIGINT)",
                "CREATE INDEX i ON t (a NULLS FIRST) INCLUDE (id)", "CREATE INDEX j ON t (id NULLS LAST)",
            ]
            for sql in make { try await db.session.run(sql) }
            let differences = try await Catalog(of: db.session).differences(from: Catalog(of: schema, like: db))
            // NULLS LAST is what an ascending index is anyway.
            #expect(differences.map(\.subject) == ["column t.id", "index i on t"], "\(differences)")
            try await db.session.run("ALTER TABLE t ALTER id SET GENERATED BY DEFAULT")
            try await db.session.run("DROP INDEX i")
            try await db.session.run("CREATE INDEX i ON t (a NULLS FIRST)")
            #expect(try await Catalog(of: db.session) == Catalog(of: schema, like: db))
            await db.close()
        }
    }

    /// 26. What the server prints otherwise is no difference.
    @Test func theServersSpelling() async throws {
        let schema = try MigrationCase.schema(
            """
            { t: { columns: { \(id), a: { type: text, default: "it's" }, b: { type: integer, default: -1 },
              c: { type: timestamp, default_expression: { sqlite: unixepoch(), postgresql: CURRENT_TIMESTAMP } },
              d: { type: json, default: { x: 1 } }, e: { type: "enum(one, two)", default: one } },
              checks: { k: "b in (1, -1) and (a like 'i%' or a <> 'x')" },
              indexes: { i: [{ expression: lower(a) }], p: { columns: [a], where: "b BETWEEN 1 AND 5" } } } }
            """)
        try await server.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            for statement in Dialect.postgresql.sql.createStatements(schema) {
                try await db.session.run(statement)
            }
            #expect(try await Catalog(of: db.session).differences(from: Catalog(of: schema, like: db)) == [])
            // Made in a place of which nothing stays.
            #expect(
                try await db.session.integers("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'rosey_scratch%'")
                    == [0])
            await db.close()
        }
    }

    /// 28. A replaced index is built beside others before the old one goes; what a failed build left is taken away.
    @Test func indexesOnLiveTables() async throws {
        func table(_ index: String) -> String {
            "{ t: { columns: { \(id), a: { type: integer } }, indexes: { i: \(index) } } }"
        }
        let replace = try MigrationCase(table("[a]"), table("[a desc, id]"))
        #expect(
            replace.statements(.postgresql) == [
                #"CREATE INDEX CONCURRENTLY "rosey_new_i" ON "t" ("a" DESC, "id")"#,
                #"ALTER INDEX "i" RENAME TO "rosey_old_i""#, #"ALTER INDEX "rosey_new_i" RENAME TO "i""#,
                #"DROP INDEX CONCURRENTLY "rosey_old_i""#,
            ])
        let other = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } }, indexes: { i: [a] } } }",
            "{ t: { columns: { \(id), a: { type: integer } }, indexes: { j: [a, id] } } }")
        #expect(
            other.statements(.postgresql) == [
                #"CREATE INDEX CONCURRENTLY "j" ON "t" ("a", "id")"#, #"DROP INDEX CONCURRENTLY "i""#,
            ])
        try await other.run(server, rows: ["INSERT INTO t VALUES (1, 1)"])
        let unique = try MigrationCase(table("[a]"), table("{ columns: [a], unique: true }"))
        let rows = ["INSERT INTO t VALUES (1, 1), (2, 2)"]
        try await unique.with(server, rows: rows) { db, migrator in
            // A build that failed leaves an index that is not valid.
            try await db.session.run("INSERT INTO t VALUES (3, 2)")
            _ = try? await db.session.run("CREATE UNIQUE INDEX CONCURRENTLY rosey_new_i ON t (a)")
            #expect(
                try await db.session.integers(
                    "SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indrelid = 't'::regclass") == [1])
            try await db.session.run("DELETE FROM t WHERE id = 3")
            try await migrator.upgrade()
            #expect(try await Catalog(of: db.session).differences(from: Catalog(of: unique.new, like: db)) == [])
        }
        // A build that fails while others write: the revision stops, and goes on when the reason is gone.
        try await unique.with(server, rows: rows) { db, migrator in
            let observer: @Sendable (MigrationEvent) -> Void = { _ in }
            let conflict = Task {
                while true {
                    if try await db.session.integers("SELECT count(*) FROM pg_class WHERE relname = 'rosey_unfinished'")
                        == [1]
                    {
                        break
                    }
                }
                // In vain where the index is there already.
                _ = try? await db.session.run("INSERT INTO t VALUES (3, 2)")
            }
            let error = try await databaseError { try await migrator.upgrade(observer: observer) }
            try await conflict.value
            if let error {
                #expect(error.code == .unique || error.code == .migration, "\(error)")
                try await db.session.run("DELETE FROM t WHERE id = 3")
                try await migrator.upgrade()
            } else {
                try await db.session.run("DELETE FROM t WHERE id = 3")
            }
            #expect(try await migrator.applied().map(\.id) == ["before", "step"])
            #expect(try await Catalog(of: db.session).differences(from: Catalog(of: unique.new, like: db)) == [])
        }
    }

    /// 29. NOT NULL on a table in use.
    @Test func notNullOnATableInUse() async throws {
        let change = try column("{ type: integer, nullable: true }", "{ type: integer }")
        #expect(
            change.statements(.postgresql) == [
                #"ALTER TABLE "t" ADD CONSTRAINT "rosey_not_null_a" CHECK ("a" IS NOT NULL) NOT VALID"#,
                #"ALTER TABLE "t" VALIDATE CONSTRAINT "rosey_not_null_a""#,
                #"ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL"#,
                #"ALTER TABLE "t" DROP CONSTRAINT "rosey_not_null_a""#,
            ])
        try await change.run(server, rows: ["INSERT INTO t VALUES (1, 5)"])
        // A check that says so is believed, whether it was there before or comes along.
        func table(_ column: String, _ checks: String) -> String {
            "{ t: { columns: { \(id), a: { type: integer\(column) } }\(checks) } }"
        }
        let check = ", checks: { c: a IS NOT NULL }"
        let checked = try MigrationCase(table(", nullable: true", check), table("", check))
        #expect(checked.statements(.postgresql) == [#"ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL"#])
        try await checked.run(server, rows: ["INSERT INTO t VALUES (1, 5)"])
        let both = try MigrationCase(table(", nullable: true", ""), table("", check))
        #expect(
            both.statements(.postgresql) == [
                #"ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (a IS NOT NULL) NOT VALID"#,
                #"ALTER TABLE "t" VALIDATE CONSTRAINT "c""#, #"ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL"#,
            ])
        try await both.run(server, rows: ["INSERT INTO t VALUES (1, 5)"])
    }

    /// What others notice is told, how long it takes and what for.
    @Test func locksAndBuildsAreHazards() throws {
        func hazards(_ column: String, _ more: String = "") throws -> [String] {
            func tables(_ column: String, _ more: String) -> String {
                "{ p: { columns: { \(id) } }, t: { columns: { \(id), a: { type: integer\(column) } }\(more) } }"
            }
            let change = try MigrationCase(tables("", ""), tables(column, more))
            return Hazards.of(change.difference).filter { [.lock, .indexBuild].contains($0.kind) }.map {
                "\($0.kind.rawValue): \($0.subject): \($0.text.prefix { $0 != "(" })"
            }
        }
        #expect(try hazards(", references: p.id") == ["lock: t: nobody writes to it or to p for a moment "])
        #expect(
            try hazards("", ", indexes: { i: [a] }") == [
                "index build: t: 'i' is built while others read and write; it waits for every transaction that began before it"
            ])
        #expect(try hazards(", nullable: true") == ["lock: t: nobody reads or writes for a moment "])
    }

    /// 30. Foreign keys and checks are validated beside others.
    @Test(arguments: Storage.both)
    func constraintsChange(_ storage: Storage) async throws {
        func tables(_ action: String, _ check: String) -> String {
            """
            { p: { columns: { \(id) } }, t: { columns: { \(id), a: { type: integer, references: p.id, on_delete: \(action) } },
              checks: { c: \(check) } } }
            """
        }
        let change = try MigrationCase(tables("cascade", "a > 0"), tables("restrict", "a > -5"))
        if storage == .postgresql {
            let sql = change.statements(.postgresql)
            #expect(
                sql.filter { $0.hasSuffix("NOT VALID") }.count == 2 && sql.filter { $0.contains("VALIDATE") }.count == 2
            )
        }
        try await change.run(storage, rows: ["INSERT INTO p VALUES (1)", "INSERT INTO t VALUES (1, 1)"]) { db in
            let error = try await databaseError { try await db.session.run("DELETE FROM p") }
            #expect(error?.code == .foreignKey)
        }
        let add = try MigrationCase(
            "{ p: { columns: { \(id) } }, t: { columns: { \(id), a: { type: integer } } } }", tables("cascade", "a > 0")
        )
        try await add.isRefused(
            storage, rows: ["INSERT INTO t VALUES (1, 7)"],
            "every a of t refers to a row of p, but 1 row is in the way: (1)")
        try await add.isRefused(
            storage, rows: ["INSERT INTO p VALUES (0)", "INSERT INTO t VALUES (1, 0)"], "every row of t satisfies 'c'")
    }

    /// 31. Two new tables that refer to one another.
    @Test(arguments: Storage.both)
    func circles(_ storage: Storage) async throws {
        let create = try MigrationCase(
            "{ t: { columns: { \(id) } } }",
            """
            { t: { columns: { \(id) } }, a: { columns: { \(id), b: { type: integer, nullable: true, references: b.id } } },
              b: { columns: { \(id), a: { type: integer, nullable: true, references: a.id } } } }
            """)
        try await create.run(storage)
    }

    /// 32. Names as long as they can be.
    @Test(arguments: Storage.both)
    func longNames(_ storage: Storage) async throws {
        let name = String(repeating: "n", count: 58)
        func table(_ words: String) -> String {
            "{ \(name)_t: { columns: { \(name)_id: { type: integer, primary_key: true }, \(name)_c: { type: \"enum(\(words))\", swift: word } } } }"
        }
        let change = try MigrationCase(table("one"), table("one, two"))
        try await change.run(storage)
        let renamed = try MigrationCase(
            table("one"),
            table("one").replacing("\(name)_t:", with: "\(name)_u:").replacing(
                "swift: word } }", with: "swift: word } }, renamed_from: \(name)_t"))
        try await renamed.run(storage)
    }

    /// 33. A column under a view that is not the schema's.
    @Test func columnsUnderViews() async throws {
        let drop = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } } }", "{ t: { columns: { \(id) } } }")
        try await drop.with(server, rows: ["CREATE VIEW mine AS SELECT a FROM t"]) { db, migrator in
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(error?.message.contains("other objects depend on it") == true)
            #expect(error?.message.contains("mine") == true, "\(String(describing: error))")
            #expect(try await db.session.integers("SELECT count(*) FROM mine") == [0])
        }
    }

    /// 34. Words of an enumeration come and go.
    @Test(arguments: Storage.both)
    func enumerations(_ storage: Storage) async throws {
        let grow = try column("{ type: \"enum(b)\" }", "{ type: \"enum(a, b, O'Brien, z)\" }")
        try await grow.run(storage, rows: ["INSERT INTO t VALUES (1, 'b')"])
        try await grow.with(storage, rows: ["INSERT INTO t VALUES (1, 'b')"]) { db, migrator in
            try await migrator.upgrade()
            try await db.session.run("INSERT INTO t VALUES (2, 'O''Brien'), (3, 'z')")
            let error = try await databaseError { try await migrator.downgrade(to: "-1") }
            #expect(error?.message.contains("but 2 rows are in the way: (2") == true, "\(String(describing: error))")
            try await db.session.run("UPDATE t SET a = 'b'")
            try await migrator.downgrade(to: "-1")
        }
    }

    /// 35. A comment and nothing else.
    @Test func commentsAlone() async throws {
        let change = try column("{ type: integer }", "{ type: integer, comment: \"it's new\" }")
        #expect(change.statements(.postgresql) == [#"COMMENT ON COLUMN "t"."a" IS 'it''s new'"#])
        #expect(change.statements(.sqlite) == [])
        try await change.run(server)
        try await change.run(.memory)
    }

    /// 36. Somebody reads for long: the change waits its turn without making others wait, and comes through.
    @Test func aLongReader() async throws {
        let change = try MigrationCase(
            "{ t: { columns: { \(id) } } }", "{ t: { columns: { \(id), a: { type: integer, nullable: true } } } }")
        try await change.with(server, rows: ["INSERT INTO t VALUES (1)"]) { db, migrator in
            let reader = try await Database.open(url: db.url.string, configuration: .patient)
            let log = EventLog()
            let reading = Task {
                try await reader.transaction { transaction in
                    _ = try await transaction.session.integers("SELECT id FROM t")
                    // Until the change has been tried in vain.
                    while log.waits == 0 { try await Task.sleep(for: .milliseconds(50)) }
                }
            }
            while try await db.session.integers(
                "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND mode = 'AccessShareLock'") == [0]
            { try await Task.sleep(for: .milliseconds(10)) }
            try await migrator.upgrade { log.note($0) }
            try await reading.value
            #expect(log.waits > 0)
            #expect(try await Catalog(of: db.session).differences(from: Catalog(of: change.new, like: db)) == [])
            await reader.close()
        }
    }

    /// 36, 37. Others that wait to migrate, and transactions that take long, do not keep an index from being built.
    @Test func indexesAreBuiltBesideAnybody() async throws {
        let index = try MigrationCase(
            "{ t: { columns: { \(id), a: { type: integer } } } }",
            "{ t: { columns: { \(id), a: { type: integer } }, indexes: { i: [a] } } }")
        try await index.with(server, rows: ["INSERT INTO t VALUES (1, 1)"]) { db, _ in
            let reader = try await Database.open(url: db.url.string, configuration: .patient)
            // Longer than a lock is waited for.
            let reading = Task {
                try await reader.transaction { transaction in
                    _ = try await transaction.session.integers("SELECT id FROM t")
                    try await Task.sleep(for: .seconds(4))
                }
            }
            while try await db.session.integers(
                "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND mode = 'AccessShareLock'") == [0]
            { try await Task.sleep(for: .milliseconds(10)) }
            let log = EventLog()
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        let other = try await Database.open(url: db.url.string, configuration: .patient)
                        let applied = try await index.migrator(other).upgrade { log.note($0) }
                        await other.close()
                        return applied.count
                    }
                }
                return try await group.reduce(0, +)
            }
            try await reading.value
            #expect(applied == 1 && log.waits == 0)
            #expect(try await Catalog(of: db.session).differences(from: Catalog(of: index.new, like: db)) == [])
            await reader.close()
        }
    }
}
