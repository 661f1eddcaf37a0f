import Foundation
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The copy of a SQLite file that is made before a revision takes something away.
@Suite(.timeLimit(.minutes(5)))
struct BackupTests {
    private let folder: TemporaryFolder
    private var file: String { folder.file("x.db") }

    init() throws { folder = try TemporaryFolder() }

    private func revisions(_ script: String) -> [Revision] {
        func revision(_ id: String, _ parents: [String], _ up: String) -> Revision {
            let script = Revision.Script(up: up, down: "")
            return Revision(id: id, parents: parents, message: id, sqlite: script, postgresql: script)
        }
        return [
            revision("one", [], "CREATE TABLE a (x INTEGER, old TEXT); INSERT INTO a VALUES (1, 'kept');"),
            revision("two", ["one"], script),
        ]
    }

    /// A database with the first revision, and a migrator to the second.
    private func with(
        _ script: String = "ALTER TABLE a DROP COLUMN old;", isExclusive: Bool = false, at path: String? = nil,
        _ body: (Database, Migrator) async throws -> Void
    ) async throws {
        let configuration = DatabaseConfiguration(sqlite: .init(isExclusive: isExclusive))
        let url = DatabaseURL(sqlitePath: path ?? file).string
        let db = try await Database.open(url: url, configuration: configuration)
        let migrator = try Migrator(db, revisions(script))
        do {
            try await migrator.upgrade(to: "one")
            try await body(db, migrator)
        } catch {
            await db.close()
            throw error
        }
        await db.close()
    }

    /// What is in the folder besides the database and its log.
    private func others() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { !["x.db", "x.db-wal", "x.db-shm"].contains($0) }.sorted()
    }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
    }

    private func requireSound(_ copy: String) async throws {
        let db = try await Database.open(url: DatabaseURL(sqlitePath: copy).string)
        try await db.session.expect("SELECT old FROM a", ["kept"])
        try await db.session.expect("PRAGMA integrity_check", ["ok"])
        await db.close()
    }

    @Test(arguments: [0o600, 0o640, 0o664], [false, true])
    func aBackupIsReadableByWhoeverCouldReadTheDatabase(_ wanted: Int, isExclusive: Bool) async throws {
        try await with(isExclusive: isExclusive) { _, migrator in
            try FileManager.default.setAttributes([.posixPermissions: wanted], ofItemAtPath: file)
            try await migrator.upgrade()
        }
        let copies = try others()
        #expect(copies.count == 1 && copies[0].hasPrefix("x.db.before-upgrade-two-") && copies[0].hasSuffix(".backup"))
        #expect(try copies.map(mode) == [wanted])
        try await requireSound(folder.file(copies[0]))
    }

    /// To copy an exclusive file must not let go of its lock.
    @Test func anExclusiveFileStaysExclusive() async throws {
        try await with(isExclusive: true) { db, migrator in
            try await migrator.upgrade()
            #expect(try others().count == 1)
            let error = try await databaseError {
                let other = try await Database.open(
                    url: DatabaseURL(sqlitePath: file).string,
                    configuration: DatabaseConfiguration(lockTimeout: .milliseconds(1)))
                await other.close()
            }
            #expect(error?.code == .timeout)
            // SQLite knows the locks of its own process; those of the system are seen by others alone.
            let reader = try await ChildProcess.run(
                "/usr/bin/env", ["sqlite3", "-readonly", file, "SELECT count(*) FROM a"], in: folder.path)
            #expect(reader.status != 0 && reader.error.contains("locked"), "\(reader)")
        }
    }

    @Test func aLinkWhereABackupGoesIsNotFollowed() async throws {
        try await with { _, migrator in
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = TimeZone(identifier: "UTC")
            format.dateFormat = "yyyyMMdd'T'HHmmss"
            for second in 0..<120 {
                let time = format.string(from: Date(timeIntervalSinceNow: Double(second)))
                try FileManager.default.createSymbolicLink(
                    atPath: file + ".before-upgrade-two-\(time).backup",
                    withDestinationPath: folder.file("elsewhere.\(second)"))
            }
            let log = EventLog()
            try await migrator.upgrade { log.note($0) }
            #expect(try others().filter { $0.hasPrefix("elsewhere") } == [])
            #expect(log.backups.count == 1 && log.backups[0].hasSuffix("-2.backup"))
            try await requireSound(log.backups[0])
        }
    }

    @Test func theBackupOfALinkedDatabaseLiesBesideTheFile() async throws {
        try folder.write("", "real/here")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.db"), withDestinationPath: folder.file("real/x.db"))
        try await with(at: folder.file("link.db")) { _, migrator in
            let log = EventLog()
            try await migrator.upgrade { log.note($0) }
            #expect(log.backups.count == 1 && log.backups[0].hasPrefix(folder.file("real/x.db.before-upgrade-two-")))
            #expect(try others() == ["link.db", "real"])
        }
    }

    @Test(arguments: [false, true])
    func anAttemptThatChangedNothingLeavesNoBackup(isExclusive: Bool) async throws {
        try await with("ALTER TABLE a DROP COLUMN old; SELECT nofunction();", isExclusive: isExclusive) {
            db, migrator in
            for _ in 0..<3 {
                let error = try await databaseError { try await migrator.upgrade() }
                #expect(error?.message.contains("failed and was undone") == true)
                #expect(try others() == [])
            }
            try await db.session.expect("SELECT old FROM a", ["kept"])
        }
    }

    /// A table of the database that takes another's name has not kept that one's rows.
    @Test func aTableWhoseNameAnotherTakesIsLost() async throws {
        try await with("CREATE TABLE c (y INTEGER);") { db, migrator in
            try await migrator.upgrade()
            let more =
                revisions("CREATE TABLE c (y INTEGER);") + [
                    Revision(
                        id: "three", parents: ["two"], message: "three",
                        sqlite: .init(up: "DROP TABLE a; ALTER TABLE c RENAME TO a;", down: ""),
                        postgresql: .init(up: "", down: ""))
                ]
            let renaming = try Migrator(db, more)
            #expect(try await renaming.losses().count == 1)
            try await renaming.upgrade()
            let copies = try others()
            #expect(copies.count == 1)
            try await requireSound(folder.file(copies.first ?? ""))
        }
    }

    /// What a process that was killed has left is not in the way, nor is it kept.
    @Test func whatAKilledAttemptLeftIsCleared() async throws {
        try await with { _, migrator in
            for suffix in ["", "-journal", "-wal"] {
                try folder.write("half of it", "x.db.backup-in-progress" + suffix)
            }
            try await migrator.upgrade()
            #expect(try others().count == 1)
        }
    }
}
