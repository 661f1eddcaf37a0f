import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct OpeningTests {
    private func failure(_ url: String, _ configuration: DatabaseConfiguration = .init()) async throws -> DatabaseError?
    {
        try await databaseError { await (try Database.open(url: url, configuration: configuration)).close() }
    }

    @Test func aDirectory() async throws {
        let folder = try TemporaryFolder()
        let error = try await failure("sqlite:///" + folder.path)
        #expect(
            error?.code == .connection && error?.message == "\(folder.path) is a directory; the database must be a file"
        )
    }

    @Test func aFolderThatDoesNotExist() async throws {
        let folder = try TemporaryFolder()
        let error = try await failure(folder.url("none/x.db"))
        #expect(error?.code == .connection && error?.message.contains("none/x.db") == true)
    }

    /// A file of the process's own is written and read as any other, and nobody else gets at it meanwhile.
    @Test func aFileOfTheProcesssOwn() async throws {
        let folder = try TemporaryFolder()
        let own = DatabaseConfiguration(sqlite: .init(isExclusive: true))
        let db = try await Database.open(url: folder.url("own.db"), configuration: own)
        try await db.migrate(RoseyModels.migrations)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for step in 0..<50 {
                        let chat = RecentChat.Draft(timestamp: number, username: "u", message: "\(step)")
                        try await db.recentChat.insert(chat)
                        _ = try await db.recentChat.count()
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = try await db.read { try await $0.recentChat.count() }
        #expect(count == 400)
        let impatient = DatabaseConfiguration(lockTimeout: .milliseconds(50))
        let error = try await failure(folder.url("own.db"), impatient)
        #expect(error?.code == .timeout)
        await db.close()
        let next = try await Database.open(url: folder.url("own.db"))
        let kept = try await next.recentChat.count()
        #expect(kept == 400)
        await next.close()
    }

    @Test func aFileThatIsNoDatabaseStaysAsItIs() async throws {
        let folder = try TemporaryFolder()
        for content in [
            "This is a text, and longer than the header of a database would be, by some.",
            String(repeating: "\0", count: 4096),
        ] {
            let path = folder.file("text.db")
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
            let error = try await failure("sqlite:///" + path)
            #expect(error?.code == .corrupt && error?.message.contains("is not a SQLite database") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(content.utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["text.db"])
        }
    }

    @Test func aFileThatMustExist() async throws {
        let folder = try TemporaryFolder()
        for mode in [DatabaseConfiguration.SQLite.Mode.readWrite, .readOnly] {
            let error = try await failure(folder.url("x.db"), DatabaseConfiguration(sqlite: .init(mode: mode)))
            #expect(error?.code == .connection && error?.message.contains("No such file") == true)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func readOnlyReadsAndRefusesToWrite() async throws {
        let folder = try TemporaryFolder()
        let writer = try await Database.open(url: folder.url("x.db"))
        try await writer.migrate(RoseyModels.migrations)
        try await writer.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
        let reader = try await Database.open(
            url: folder.url("x.db"), configuration: DatabaseConfiguration(sqlite: .init(mode: .readOnly)))
        #expect(try await reader.userStats.count() == 1)
        let error = try await databaseError {
            try await reader.userStats.insert(.init(username: "b", firstSeen: 1, lastSeen: 1))
        }
        #expect(error?.code == .readOnly)
        let transaction = try await databaseError { try await reader.transaction { _ in } }
        #expect(transaction?.code == .readOnly)
        await reader.close()
        await writer.close()
    }

    @Test func aFileThatIsLockedForTooLong() async throws {
        let folder = try TemporaryFolder()
        let holder = try await Database.open(url: folder.url("x.db"))
        try await holder.migrate(RoseyModels.migrations)
        let configuration = DatabaseConfiguration(lockTimeout: .milliseconds(80))
        let other = try await Database.open(url: folder.url("x.db"), configuration: configuration)
        try await holder.transaction { _ in
            let error = try await databaseError {
                try await other.userStats.insert(.init(username: "b", firstSeen: 1, lastSeen: 1))
            }
            #expect(error?.code == .timeout && error?.message.contains("x.db") == true)
            // Reading does not wait for a writer.
            #expect(try await other.userStats.count() == 0)
        }
        try await other.userStats.insert(.init(username: "b", firstSeen: 1, lastSeen: 1))
        await holder.close()
        await other.close()
        // Exclusively locked, it cannot even be opened.
        let owner = try await Database.open(url: folder.url("x.db"))
        try await owner.session.run("PRAGMA locking_mode = EXCLUSIVE")
        try await owner.userStats.insert(.init(username: "c", firstSeen: 1, lastSeen: 1))
        let error = try await failure(folder.url("x.db"), configuration)
        #expect(error?.code == .timeout && error?.message.contains("locked") == true)
        await owner.close()
    }

    @Test func aRelativePathIsThatOfTheMomentOfOpening() async throws {
        let folder = try TemporaryFolder()
        let before = FileManager.default.currentDirectoryPath
        #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
        let db = try await Database.open(url: "sqlite:///relative.db")
        #expect(FileManager.default.changeCurrentDirectoryPath(before))
        try await db.migrate(RoseyModels.migrations)
        #expect(try await db.userStats.count() == 0)
        #expect(FileManager.default.fileExists(atPath: folder.file("relative.db")))
        #expect(!FileManager.default.fileExists(atPath: before + "/relative.db"))
        await db.close()
    }

    /// A reader that is opened late does not make an empty database where the file was.
    @Test func aFileThatHasGone() async throws {
        let folder = try TemporaryFolder()
        let db = try await Database.open(url: folder.url("x.db"))
        try await db.transaction { tx in try await tx.session.run("CREATE TABLE t (x)") }
        try FileManager.default.removeItem(atPath: folder.file("x.db"))
        _ = try await databaseError { _ = try await db.session.integers("SELECT count(*) FROM t") }
        #expect(!FileManager.default.fileExists(atPath: folder.file("x.db")))
        await db.close()
    }

    @Test func addresses() throws {
        func location(_ url: String) throws -> DatabaseURL.Location { try DatabaseURL(url).location }
        #expect(try location("sqlite:///bot.db") == .sqliteFile(path: "bot.db"))
        #expect(try location("sqlite:////var/bot.db") == .sqliteFile(path: "/var/bot.db"))
        #expect(try location("sqlite:///:memory:") == .sqliteMemory)
        #expect(try location("SQLite+aiosqlite:///a%20b%3F.db") == .sqliteFile(path: "a b?.db"))
        #expect(try location("postgres://u:p@h/d") == .postgresql)
        #expect(try location("postgresql+asyncpg://u:p@h/d") == .postgresql)
        for path in ["a b.db", "/tmp/100%.db", "ä?#.db"] {
            #expect(try location(DatabaseURL(sqlitePath: path).string) == .sqliteFile(path: path))
        }
        for bad in [
            "", "bot.db", "sqlite://bot.db", "sqlite:///", "mysql://h/d", "sqlite:///a?mode=ro", "sqlite:///%zz",
            "sqlite:///%+5", "sqlite:///%ff",
            "sqlite:///%00",
        ] {
            #expect(throws: DatabaseError.self, "\(bad)") { try DatabaseURL(bad) }
        }
    }

    @Test func passwordsAreNeverShown() throws {
        for text in [
            "postgresql://user:hunter2@host:5432/name?sslmode=require", "postgres://:hunter2@host/n",
            "postgresql://host/n?user=u&password=hunter2", "postgresql://u:p@hunter2@host/n",
            "postgresql://u:hun#ter2@host/n", "postgresql://u:hunter2?x@host/n", "postgresql://u:hunter2/x@host/n",
            "postgresql://host/n?user=a@b&password=x@hunter2",
        ] {
            let url = try DatabaseURL(text)
            var dumped = ""
            dump(url, to: &dumped)
            for shown in ["\(url)", String(reflecting: url), dumped] {
                #expect(!shown.contains("hun") && !shown.contains("ter2"), "\(shown)")
            }
        }
        for bad in ["hunter2", "mysql://u:hunter2@h/d", "sqlite://hunter2"] {
            #expect { try DatabaseURL(bad) } throws: { !"\($0)".contains("hunter2") }
        }
    }
}
