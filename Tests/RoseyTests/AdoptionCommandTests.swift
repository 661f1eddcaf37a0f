import Foundation
import TestDatabases
import TestSupport
import Testing

/// The command line on a database of 0.5.0, with the revisions of this package.
@Suite struct AdoptionCommandTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("bot_data.db")
        try FileManager.default.copyItem(atPath: "\(packageFolder)/Tests/Support/Reference/V050/tiny.db", toPath: path)
    }

    private func rosey(_ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments + ["--project", packageFolder], in: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "TMPDIR": folder.path, "DATABASE_URL": "sqlite:///" + path])
    }

    private var bytes: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: path)) } }
    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    private struct Report: Decodable, Equatable {
        struct Line: Decodable, Equatable {
            let subject: String
            let outcome: String
            let rows: Int
        }

        struct Adoption: Decodable, Equatable {
            let baseline: String
        }

        let revisions: [String]
        let adopted: Adoption?
        let rows: [Line]
    }

    private func report(_ process: ChildProcess) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(process.output.utf8))
    }

    @Test func aDryRunSaysTheSameAndWritesNothing() async throws {
        let before = try bytes
        let tried = try await rosey("upgrade", "--dry-run")
        #expect(tried.status == 0, "\(tried)")
        #expect(tried.output.contains("user_stats          5 found, 5 carried over\n"))
        #expect(tried.output.hasSuffix("(nothing was written: this was tried on a copy)\n"))
        let triedReport = try report(try await rosey("upgrade", "--dry-run", "--json"))
        let untouched = try bytes
        #expect(untouched == before)
        let left = try files
        #expect(left == ["bot_data.db"], "no copy is left")

        let done = try report(try await rosey("upgrade", "--json"))
        #expect(done == triedReport)
        #expect(done.adopted?.baseline == "v050")
        let current = try await rosey("current")
        #expect(current.output.contains("(head)"))
        let check = try await rosey("check")
        #expect(check.status == 0, "\(check)")
        let history = try await rosey("history", "--attempts")
        #expect(history.status == 0)
    }

    @Test func aDryRunFollowsALinkAndLeavesItsFileAlone() async throws {
        let before = try bytes
        let link = folder.file("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "bot_data.db")
        let tried = try await rosey("upgrade", "--dry-run", "--database-url", "sqlite:///" + link)
        #expect(tried.status == 0 && tried.output.contains("user_stats          5 found, 5 carried over\n"), "\(tried)")
        let after = try bytes
        #expect(after == before)
    }

    @Test func aDryRunReadsWhatLiesBesideTheFile() async throws {
        let child = try await ChildProcess.run(
            "/usr/bin/env",
            [
                "python3", "-c",
                """
                import os, sqlite3
                db = sqlite3.connect('\(path)')
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA wal_autocheckpoint = 0")
                db.execute("INSERT INTO user_stats VALUES ('in the log', 1, 2, 3, 4, NULL)")
                db.commit()
                os._exit(0)
                """,
            ])
        #expect(child.status == 0, "\(child.error)")
        let before = try files
        let tried = try await rosey("upgrade", "--dry-run")
        #expect(tried.output.contains("user_stats          6 found, 6 carried over\n"), "\(tried)")
        let after = try files
        #expect(after == before)
    }

    @Test func theWayBackAndTheSQLOfIt() async throws {
        let sql = try await rosey("upgrade", "--sql")
        #expect(sql.status != 0 && sql.error.contains("--dry-run tries it on a copy"), "\(sql)")
        let up = try await rosey("upgrade")
        #expect(up.status == 0, "\(up)")
        let base = try await rosey("downgrade", "base")
        #expect(base.status != 0 && base.error.contains("revision v050 (Rosey 0.5.0) cannot be taken back"), "\(base)")
        let down = try await rosey("downgrade", "-1")
        #expect(down.status == 0 && down.output.contains("user_stats          5 taken back\n"), "\(down)")
        let current = try await rosey("current")
        #expect(current.output == "v050  Rosey 0.5.0\n")
        let again = try await rosey("upgrade")
        #expect(again.status == 0, "\(again)")
    }

    @Test(arguments: Storage.both)
    func fromAnOldFileToAnotherDatabase(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let target = storage == .memory ? "sqlite:///" + folder.file("copy.db") : url
            let tooEarly = try await rosey("copy", "--from", "sqlite:///" + path, "--to", target)
            #expect(tooEarly.status != 0 && tooEarly.error.contains("rosey upgrade head --database-url"), "\(tooEarly)")
            let up = try await rosey("upgrade")
            #expect(up.status == 0)
            let copied = try await rosey("copy", "--from", "sqlite:///" + path, "--to", target)
            #expect(copied.status == 0 && copied.output.contains("copied 26 rows from sqlite:///"), "\(copied)")
            let check = try await rosey("check", "--database-url", target)
            #expect(check.status == 0, "\(check)")
            let again = try await rosey("copy", "--from", "sqlite:///" + path, "--to", target)
            #expect(again.status != 0 && again.error.contains("the target has rows already"), "\(again)")
        }
    }

    /// Killed at any point of it: the file is that of 0.5.0, or that of this version, and the next run gets it there.
    @Test(.timeLimit(.minutes(5)))
    func killedWhileItIsTakenOver() async throws {
        let rows = try await ChildProcess.run(
            "/usr/bin/env", ["sqlite3", path],
            input: """
                WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 60000)
                INSERT INTO recent_chat (timestamp, username, message) SELECT x, 'user ' || x % 100, 'message ' || x FROM n;
                """)
        try #require(rows.status == 0, "\(rows.error)")
        let old = try Data(contentsOf: URL(fileURLWithPath: path))
        let whole = ContinuousClock.now
        let up = try await rosey("upgrade")
        try #require(up.status == 0, "\(up)")
        let duration = whole.duration(to: .now)
        var before = 0
        for step in 0..<12 {
            for name in try files { try FileManager.default.removeItem(atPath: folder.file(name)) }
            try old.write(to: URL(fileURLWithPath: path))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: buildFolder + "/rosey")
            process.arguments = ["upgrade", "--project", packageFolder]
            process.environment = ["PATH": "/usr/bin:/bin", "DATABASE_URL": "sqlite:///" + path]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            try await Task.sleep(for: duration * step / 12)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let tables = try await ChildProcess.run(
                "/usr/bin/env", ["sqlite3", path],
                input: """
                    SELECT count(*) FROM recent_chat; PRAGMA integrity_check;
                    SELECT count(*) FROM sqlite_schema WHERE name GLOB 'rosey_old*' OR name GLOB 'rosey_back*';
                    SELECT count(*) FROM pragma_table_info('api_tokens') WHERE name IN ('id', 'revoked');
                    """)
            // Either column of the two shapes, and never both or none.
            #expect(tables.output == "60007\nok\n0\n1\n", "\(tables)")
            let again = try await rosey("upgrade")
            #expect(again.status == 0, "\(again)")
            if again.output.contains("applied b34817fb") { before += 1 }
        }
        #expect(before > 0, "none was killed before its end")
    }
}
