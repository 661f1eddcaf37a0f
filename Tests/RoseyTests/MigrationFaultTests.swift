import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Migrations that are killed, that find no room, or that many processes do at once.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MigrationFaultTests {
    private let folder: TemporaryFolder
    private let executable = buildFolder + "/rosey"

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rosey(_ arguments: String..., url: String) async throws -> ChildProcess {
        try await ChildProcess.run(
            executable, arguments, in: folder.path, environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url])
    }

    /// A package with two revisions, of which the second rebuilds a table.
    private func makePackage() async throws {
        func schema(_ type: String) -> String {
            """
            tables:
              t:
                columns:
                  id: { type: integer, primary_key: true, auto_increment: true }
                  a:  { type: \(type) }
                  b:  { type: string(80) }
                indexes:
                  i: [a, b]
            """
        }
        try folder.write(schema("integer"), "schema.yaml")
        for (type, message) in [("integer", "first"), ("text", "another type")] {
            try folder.write(schema(type), "schema.yaml")
            let made = try await rosey("revision", "--autogenerate", "-m", message, url: "sqlite:///:memory:")
            try #require(made.status == 0, "\(made)")
        }
    }

    /// The first revision, with rows.
    private func makeDatabase(_ url: String, rows: Int) async throws {
        let made = try await rosey("upgrade", "+1", url: url)
        try #require(made.status == 0, "\(made)")
        let db = try await Database.open(url: url, configuration: .patient)
        try await db.session.run(
            """
            WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < \(rows))
            INSERT INTO t (a, b) SELECT x, 'row ' || x FROM n
            """)
        await db.close()
    }

    private struct State: Equatable {
        var isMigrated: Bool
        var rows: Int
        var sum: Int
        var tables: [String]
    }

    private func state(_ url: String) async throws -> State {
        let db = try await Database.open(url: url, configuration: .patient)
        let type = try await db.session.texts("SELECT type FROM pragma_table_info('t') WHERE name = 'a'")
        let revisions = try await db.session.integers("SELECT count(*) FROM rosey_revisions")
        let state = State(
            isMigrated: type == ["TEXT"], rows: try await db.session.integers("SELECT count(*) FROM t")[0],
            sum: try await db.session.integers("SELECT sum(CAST(a AS INTEGER)) FROM t")[0],
            tables: try await db.session.texts("SELECT name FROM sqlite_schema WHERE name LIKE '%t' AND type = 'table'")
        )
        #expect(revisions == [state.isMigrated ? 2 : 1])
        #expect(try await db.session.texts("PRAGMA quick_check") == ["ok"])
        #expect(try await db.session.texts("SELECT name FROM sqlite_schema WHERE name = 'i'") == ["i"])
        await db.close()
        return state
    }

    /// Killed at fifty points of a rebuild of 200,000 rows: the database is before it or after it, and the next run gets it
    /// there.
    @Test func killedWhileATableIsRebuilt() async throws {
        try await makePackage()
        let original = folder.file("original.db")
        let rows = 200_000
        try await makeDatabase(DatabaseURL(sqlitePath: original).string, rows: rows)
        let path = folder.file("x.db")
        let url = DatabaseURL(sqlitePath: path).string
        func restore() throws {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try FileManager.default.copyItem(atPath: original, toPath: path)
        }
        // How long it takes where nobody disturbs it.
        try restore()
        let clock = ContinuousClock()
        var duration = try await clock.measure {
            let whole = try await rosey("upgrade", url: url)
            try #require(whole.status == 0, "\(whole)")
        }
        let after = try await state(url)
        #expect(after == State(isMigrated: true, rows: rows, sum: rows * (rows + 1) / 2, tables: ["t"]))
        var generator = SeededGenerator()
        var outcomes: [Bool: Int] = [:]
        for round in 0..<50 {
            try restore()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: executable)
            process.arguments = ["upgrade"]
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            process.environment = ["PATH": "/usr/bin:/bin", "DATABASE_URL": url]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            // From the first moment to the last, and a little beyond, however busy the machine is by now.
            let delay = duration * Double.random(in: 0...1.2, using: &generator)
            try await Task.sleep(for: delay)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let found = try await state(url)
            outcomes[found.isMigrated, default: 0] += 1
            duration = duration * (found.isMigrated ? 0.8 : 1.1)
            #expect(
                found == State(isMigrated: found.isMigrated, rows: rows, sum: after.sum, tables: ["t"]),
                "round \(round), seed \(generator.seed)")
            if round % 10 == 0 {
                let again = try await rosey("upgrade", url: url)
                #expect(again.status == 0, "\(again)")
                #expect(try await state(url) == after)
            }
        }
        #expect(outcomes[false, default: 0] > 10, "seed \(generator.seed): \(outcomes)")
    }

    /// No room for the rebuild: it is undone, and works when there is.
    @Test func noRoomForARebuild() async throws {
        try await makePackage()
        let path = folder.file("x.db")
        let url = DatabaseURL(sqlitePath: path).string
        try await makeDatabase(url, rows: 50_000)
        let before = try await state(url)
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        // No file may grow beyond the database's size and a little; the signal that says so would end the process.
        let blocks = size / 512 + 200
        let full = try await ChildProcess.run(
            "/bin/sh", ["-c", "trap '' XFSZ; ulimit -f \(blocks); exec \(executable) upgrade --accept-data-loss"],
            in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url])
        #expect(full.status != 0 && full.error.contains("failed and was undone"), "\(full)")
        #expect(try await state(url) == before)
        let again = try await rosey("upgrade", url: url)
        #expect(again.status == 0, "\(again)")
        #expect(try await state(url).isMigrated)
    }

    /// No room for the copy that is made before something is taken away: nothing is changed, and nothing is left of it.
    @Test func noRoomForABackup() async throws {
        try await makePackage()
        let path = folder.file("x.db")
        let url = DatabaseURL(sqlitePath: path).string
        try await makeDatabase(url, rows: 50_000)
        let migrated = try await rosey("upgrade", url: url)
        try #require(migrated.status == 0, "\(migrated)")
        let before = try await state(url)
        let made = try await rosey("revision", "--empty", "-m", "fewer rows", url: url)
        try #require(made.status == 0, "\(made)")
        let migrations = folder.file("Generated/Migrations")
        let script = try #require(
            try FileManager.default.contentsOfDirectory(atPath: migrations).first { $0.hasSuffix("fewer_rows") })
        try folder.write("DELETE FROM t WHERE id = 1;\n", "Generated/Migrations/\(script)/sqlite.up.sql")
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let full = try await ChildProcess.run(
            "/bin/sh", ["-c", "trap '' XFSZ; ulimit -f \(size / 1024); exec \(executable) upgrade --accept-data-loss"],
            in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "DATABASE_URL": url])
        #expect(full.status != 0 && full.error.contains("could not be copied"), "\(full)")
        #expect(try await state(url) == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("backup") }
        #expect(left == [])
    }

    /// Eight processes at once: one applies, none fails, and the history has each revision once.
    @Test(arguments: Storage.shared)
    func manyProcessesAtOnce(_ storage: Storage) async throws {
        try await makePackage()
        for count in [2, 8] {
            try await storage.withURL { url in
                let made = try await rosey("upgrade", "+1", url: url)
                try #require(made.status == 0, "\(made)")
                let outputs = try await withThrowingTaskGroup(of: ChildProcess.self) { group in
                    for _ in 0..<count { group.addTask { try await rosey("upgrade", "head", url: url) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outputs.allSatisfy { $0.status == 0 }, "\(outputs)")
                #expect(outputs.count { $0.output.contains("applied ") } == 1, "\(outputs)")
                let db = try await Database.open(url: url, configuration: .patient)
                let attempts = try await Migrator(db, []).attempts()
                #expect(
                    attempts.map(\.message) == ["first", "another type"] && attempts.allSatisfy { $0.error == nil })
                await db.close()
            }
        }
    }
}
