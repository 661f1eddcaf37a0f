import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// The name of a primary key is part of the schema, as that of any constraint.
@Suite(.timeLimit(.minutes(5)))
struct PrimaryKeyNameTests {
    private func table(_ name: String, _ key: String, _ more: String = "") -> String {
        "{ \(name): { columns: { id: { type: integer }, a: { type: integer } }, primary_key: \(key)\(more) } }"
    }

    private func keyName(_ db: Database) async throws -> [String] {
        try await db.session.texts(
            "SELECT conname::text FROM pg_constraint WHERE contype = 'p' AND conrelid = 'u'::regclass")
    }

    @Test(arguments: Storage.both)
    func renames(_ storage: Storage) async throws {
        let rows = ["INSERT INTO u VALUES (1, 2)"]
        let named = try MigrationCase(table("u", "[id]"), table("u", "[id]", ", primary_key_name: my_pk"))
        #expect(named.changes == ["u: rename primary key u_pkey to my_pk"])
        #expect(named.statements(.sqlite).first?.contains(#"CONSTRAINT "my_pk" PRIMARY KEY"#) == true)
        #expect(named.statements(.postgresql) == [#"ALTER TABLE "u" RENAME CONSTRAINT "u_pkey" TO "my_pk""#])
        try await named.run(storage, rows: rows)
        let same = try MigrationCase(table("u", "[id]"), table("u", "[id]", ", primary_key_name: u_pkey"))
        #expect(same.difference.isEmpty)
        // The table's name is another one, the key's is not.
        let moved = try MigrationCase(
            table("u", "[id]", ", primary_key_name: my_pk"),
            table("v", "[id]", ", primary_key_name: my_pk, renamed_from: u"))
        #expect(moved.statements(.postgresql) == [#"ALTER TABLE "u" RENAME TO "v""#])
        try await moved.run(storage, rows: rows)
        // Both are.
        let both = try MigrationCase(
            table("u", "[id]"), table("v", "[id]", ", primary_key_name: my_pk, renamed_from: u"))
        try await both.run(storage, rows: rows)
    }

    @Test(arguments: Storage.both)
    func anotherKey(_ storage: Storage) async throws {
        for (old, new) in [
            (", primary_key_name: my_pk", ", primary_key_name: my_pk"), (", primary_key_name: my_pk", ""),
            ("", ", primary_key_name: other_pk"),
        ] {
            let change = try MigrationCase(table("u", "[id]", old), table("u", "[id, a]", new))
            try await change.run(storage, rows: ["INSERT INTO u VALUES (1, 2)"])
        }
    }

    /// Both databases tell a duplicate by the name of the key.
    @Test(arguments: Storage.both)
    func duplicatesAreToldByTheKeysName(_ storage: Storage) async throws {
        let long = String(repeating: "é", count: 31)
        for (schema, insert, name) in [
            (table("u", "[id]", ", primary_key_name: my_pk"), "INSERT INTO u VALUES (1, 1)", "my_pk"),
            (table("u", "[id, a]", ", primary_key_name: '\"My'' pk'"), "INSERT INTO u VALUES (1, 1)", "\"My' pk"),
            (table("u", "[id]"), "INSERT INTO u VALUES (1, 1)", "u_pkey"),
            (
                "{ u: { columns: { id: { type: integer, primary_key: true, auto_increment: true } }, primary_key_name: k } }",
                "INSERT INTO u (id) VALUES (1)", "k"
            ),
            // PostgreSQL cuts the name that it makes.
            (table(long, "[id]"), "INSERT INTO \(long) VALUES (1, 1)", String(repeating: "é", count: 29) + "_pkey"),
        ] {
            let read = try MigrationCase.schema(schema)
            try await storage.withURL { url in
                let db = try await Database.open(url: url, configuration: .patient)
                try await db.create(
                    GeneratedSchema(
                        sqlite: SQLiteDialect().script(SQLiteDialect().createStatements(read)),
                        postgresql: PostgreSQLDialect().script(PostgreSQLDialect().createStatements(read))))
                try await db.session.run(insert)
                let error = try await databaseError { try await db.session.run(insert) }
                #expect(error?.constraint == RoseyRuntime.ConstraintName(name))
                #expect(try await Catalog(of: db.session).differences(from: Catalog(of: read, like: db)) == [])
                await db.close()
            }
        }
    }

    @Test func isSeenInALiveDatabaseOfSQLite() async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.session.run("CREATE TABLE u (id INTEGER NOT NULL CONSTRAINT \"my pk\" PRIMARY KEY, a TEXT)")
        // SQLite lets two keys have one name.
        for table in ["v", "w"] {
            try await db.session.run("CREATE TABLE \(table) (id INTEGER NOT NULL, CONSTRAINT pk PRIMARY KEY (id))")
        }
        let live = try await Inspector.inspect(db)
        #expect(live.schema.tables.map(\.primaryKey?.name) == ["my pk", nil, nil])
        #expect(
            live.remarks.map(\.description).filter { $0.contains("primary key, 'pk', which something else has") }.count
                == 2)
        let text = try await LiveSchemaText(live).text
        let differences = try await Catalog(of: db.session).differences(
            from: Catalog(of: MigrationCase.schema(text), like: db))
        #expect(differences.map(\.subject) == ["primary key on v", "primary key on w"])
        await db.close()
    }

    @Test(.enabled(if: Storage.hasPostgreSQL))
    func isSeenInALiveDatabase() async throws {
        try await Storage.postgresql.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            try await db.session.run(
                "CREATE TABLE u (id BIGINT NOT NULL, a BIGINT NOT NULL, CONSTRAINT my_pk PRIMARY KEY (id))")
            let live = try await Inspector.inspect(db)
            let text = try await LiveSchemaText(live).text
            #expect(text.contains("    primary_key_name: my_pk\n"), "\(text)")
            let read = try MigrationCase.schema(text)
            #expect(try await Catalog(of: db.session).differences(from: Catalog(of: read, like: db)) == [])
            let plain = try MigrationCase.schema(table("u", "[id]"))
            #expect(
                try await Catalog(of: db.session).differences(from: Catalog(of: plain, like: db)).map(\.description)
                    == [
                        "primary key on u is 'PRIMARY KEY (id) named my_pk', and should be 'PRIMARY KEY (id) named u_pkey'"
                    ])
            #expect(try await keyName(db) == ["my_pk"])
            await db.close()
        }
    }

    @Test func namesAreTaken() {
        func errors(_ text: String) -> [String] {
            SchemaLoader.load(SourceFile(path: "case.yaml", bytes: Array(("tables: " + text).utf8))).diagnostics
                .map(\.message)
        }
        #expect(
            errors("{ u: { columns: { id: { type: integer, primary_key: true } }, primary_key_name: u } }").first?
                .contains("primary key 'u' has the name of another table") == true)
        #expect(
            errors(
                """
                { u: { columns: { id: { type: integer, primary_key: true }, a: { type: integer } }, primary_key_name: k,
                  indexes: { k: [a] } } }
                """
            ).first?.contains("index 'k' has the name of another primary key") == true)
        let long = String(repeating: "k", count: 64)
        #expect(
            errors("{ u: { columns: { id: { type: integer, primary_key: true } }, primary_key_name: \(long) } }").first?
                .contains("at most 63 bytes") == true)
        // With a name of its own it does not take the one that it would have had.
        #expect(
            errors(
                """
                { u: { columns: { id: { type: integer, primary_key: true }, a: { type: integer } }, primary_key_name: k,
                  indexes: { u_pkey: [a] } } }
                """) == [])
    }
}
