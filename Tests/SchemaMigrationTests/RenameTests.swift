import RoseyRuntime
import SchemaKit
import SchemaMigration
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RenameTests {
    private static let id = "id: { type: integer, primary_key: true }"

    @Test(arguments: [
        (["t.a=x", "t.b=x"], "x: { type: integer }"), (["t.b=x"], "x: { type: integer, renamed_from: a }"),
        (["t.a=b", "t.c=b", "t.b=c"], "b: { type: integer }, c: { type: integer }"),
    ])
    func twoColumnsCannotBecomeOne(_ renames: [String], _ columns: String) throws {
        let error = #expect(throws: MigrationError.self) {
            try MigrationCase(
                "{ t: { columns: { \(Self.id), a: { type: integer }, b: { type: integer }, c: { type: integer } } } }",
                "{ t: { columns: { \(Self.id), \(columns) } } }", renames: renames)
        }
        #expect(error?.message.contains("cannot be renamed from both") == true, "\(error?.message ?? "")")
    }

    @Test func twoTablesCannotBecomeOne() throws {
        let error = #expect(throws: MigrationError.self) {
            try MigrationCase(
                "{ a: { columns: { \(Self.id) } }, b: { columns: { \(Self.id) } }, c: { columns: { \(Self.id) } } }",
                "{ b: { columns: { \(Self.id) } }, c: { columns: { \(Self.id) } } }", renames: ["a=b", "c=b", "b=c"])
        }
        #expect(error?.message.contains("cannot be renamed from both") == true, "\(error?.message ?? "")")
    }

    /// A comment of a script begins with the name of a table, which is no directive, whatever it is.
    @Test(arguments: ["@if 1 = 0", "@require nothing"], Storage.both)
    func tablesCalledLikeDirectives(_ name: String, _ storage: Storage) async throws {
        let step = try MigrationCase(
            "{ \"\(name)\": { model: T, swift: t, columns: { \(Self.id), a: { type: integer } } } }",
            "{ \"\(name)\": { model: T, swift: t, columns: { \(Self.id), a: { type: string(5) } } } }")
        for script in [step.revision.scripts.sqlite, step.revision.scripts.postgresql] {
            #expect(!(script.up + script.down).contains("\n-- @if") && !script.up.hasPrefix("-- @if"))
        }
        let table = "\"\(name)\""
        try await step.run(storage, rows: ["INSERT INTO \(table) VALUES (1, 10)"]) { db in
            try await db.session.expect("SELECT count(*) FROM \(table) WHERE a = '10'", [1])
        }
    }

    /// The name that something has in between may be taken, or the same for several.
    @Test(arguments: Storage.both)
    func thirdNames(_ storage: Storage) async throws {
        let taken = try MigrationCase(
            "{ t: { columns: { \(Self.id), a: { type: integer }, b: { type: integer }, rosey_old_a: { type: integer } } } }",
            """
            { t: { columns: { \(Self.id), a: { type: integer, renamed_from: b }, b: { type: integer, renamed_from: a },
                rosey_old_a: { type: integer } } } }
            """)
        try await taken.run(storage, rows: ["INSERT INTO t VALUES (1, 10, 20, 30)"]) { db in
            try await db.session.expect("SELECT a FROM t", [20])
            try await db.session.expect("SELECT rosey_old_a FROM t", [30])
        }
        let replaced = try MigrationCase(
            "{ t: { columns: { \(Self.id), a: { type: integer, nullable: true }, b: { type: integer, nullable: true }, rosey_old_a: { type: integer, nullable: true } } } }",
            """
            { t: { columns: { \(Self.id), a: { type: integer, nullable: true, renamed_from: b }, rosey_old_a: { type: integer, nullable: true } } } }
            """)
        try await replaced.run(storage, rows: ["INSERT INTO t VALUES (1, 10, 20, 30)"]) { db in
            try await db.session.expect("SELECT a FROM t", [20])
            try await db.session.expect("SELECT rosey_old_a FROM t", [30])
        }
        // Cut to the length of a name they would be alike.
        let long = String(repeating: "p", count: 54)
        let several = try MigrationCase(
            """
            { t: { columns: { \(Self.id), \(long)1: { type: integer, nullable: true }, \(long)2: { type: integer, nullable: true }, c: { type: integer, nullable: true },
                d: { type: integer, nullable: true } } } }
            """,
            """
            { t: { columns: { \(Self.id), \(long)1: { type: integer, nullable: true, renamed_from: c },
                \(long)2: { type: integer, nullable: true, renamed_from: d } } } }
            """)
        try await several.run(storage, rows: ["INSERT INTO t VALUES (1, 10, 20, 30, 40)"]) { db in
            try await db.session.expect("SELECT \(long)1 + \(long)2 FROM t", [70])
        }
        let own = "rosey_old_rosey_old_rosey_old_rosey_old_rosey_old_rosey_old_ros"
        let itself = try MigrationCase(
            "{ t: { columns: { \(Self.id), \(own): { type: integer }, z: { type: integer } } } }",
            """
            { t: { columns: { \(Self.id), \(own): { type: integer, renamed_from: z },
                z: { type: integer, renamed_from: \(own) } } } }
            """)
        try await itself.run(storage, rows: ["INSERT INTO t VALUES (1, 10, 20)"]) { db in
            try await db.session.expect("SELECT z FROM t", [10])
        }
    }
}
