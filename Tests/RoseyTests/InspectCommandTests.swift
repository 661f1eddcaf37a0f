import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// `rosey inspect`, run as a process.
@Suite struct InspectCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rosey(_ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path, environment: ["PATH": "/usr/bin:/bin"])
    }

    private func make(_ statements: [String]) async throws {
        let db = try await Database.open(url: folder.url("old.db"))
        for statement in statements { try await db.session.run(statement) }
        await db.close()
    }

    @Test func printsASchemaThatLoads() async throws {
        try await make([
            "CREATE TABLE users (name VARCHAR(50) PRIMARY KEY, age INT DEFAULT 0 -- in years\n)",
            "CREATE TABLE log (line TEXT)", "CREATE INDEX by_age ON users (age DESC) WHERE age>0",
            "CREATE TRIGGER g AFTER INSERT ON log BEGIN\n  SELECT 1;\nEND",
        ])
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/old.db"))
        let inspected = try await rosey("inspect", "--database-url", "sqlite:///old.db")
        #expect(inspected.status == 0, "\(inspected)")
        // Who saves the schema in a file is told the same.
        #expect(inspected.error.contains("  log: left out: the table 'log' has no primary key"))
        #expect(
            inspected.output == """
                # The schema of a database that is there already, as 'rosey inspect' reads it. Save it as schema.yaml, then:
                #   rosey revision --autogenerate -m "what there is"
                #   rosey stamp head        # the database has it already
                #   rosey diff              # what is still different
                #
                # What the schema says by something near, or leaves as it is:
                #   log: has the trigger 'g', which the schema cannot say; it stays where it is: create trigger g after insert ON log begin SELECT 1 ; END
                #   users.age: is INT here, taken for integer
                #   users.name: can be NULL here though it is in the primary key, as SQLite allows
                #   users.name: is VARCHAR(50) here, taken for string(50) (SQLite does not enforce the length)
                #
                # What the schema refuses:
                #   log: left out: the table 'log' has no primary key; write 'primary_key: true' at the column that identifies a row
                tables:
                #   log:
                #     strict: false
                #     columns:
                #       line: { type: text, nullable: true }
                  users:
                    strict: false
                    columns:
                      name: { type: "string(50)", primary_key: true }
                      age: { type: integer, nullable: true, default: 0 }
                    indexes:
                      by_age: { columns: ["age desc"], where: "age > 0" }

                """)
        try folder.write(inspected.output, "schema.yaml")
        #expect(try await rosey("schema", "check").output == "schema.yaml: 1 table, no mistakes\n")
        // Nothing is written by looking.
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/old.db")) == before)

        let json = try await rosey("inspect", "--database-url", "sqlite:///old.db", "--json")
        let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(Set(report?.keys.map { $0 } ?? []) == ["schema", "remarks", "omissions", "others"])
        #expect(inspected.output.hasSuffix(report?["schema"] as? String ?? "nothing"))
        #expect((report?["remarks"] as? [[String: String]])?.count == 4)
    }

    @Test func aFileThatIsNotThere() async throws {
        let inspected = try await rosey("inspect", "--database-url", "sqlite:///none.db")
        #expect(inspected.status != 0 && inspected.error.contains("none.db cannot be opened"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/none.db"))
    }
}
