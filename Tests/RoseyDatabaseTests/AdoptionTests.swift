import Foundation
import RoseyDatabase
import RoseyModels
import RoseyRuntime
import Synchronization
import TestDatabases
import TestSupport
import Testing

/// Databases of 0.5.0 become databases of this version, and go back.
@Suite(.timeLimit(.minutes(5)))
struct AdoptionTests {
    private func withDatabase<Result>(
        _ old: OldDatabase, _ body: (Database, Migrator) async throws -> Result
    ) async throws -> Result {
        let db = try await Database.open(url: old.url, configuration: .patient)
        do {
            let result = try await body(db, try Migrator(db, RoseyModels.migrations))
            await db.close()
            return result
        } catch {
            await db.close()
            throw error
        }
    }

    /// Upgrades, and returns what the migrator told.
    @discardableResult
    private func upgrade(_ old: OldDatabase) async throws -> [MigrationEvent] {
        let log = Mutex<[MigrationEvent]>([])
        try await withDatabase(old) { _, migrator in
            _ = try await migrator.upgrade { event in log.withLock { $0.append(event) } }
        }
        return log.withLock { $0 }
    }

    private func downgrade(_ old: OldDatabase) async throws {
        try await withDatabase(old) { _, migrator in _ = try await migrator.downgrade(to: "v050") }
    }

    private func reports(_ events: [MigrationEvent]) -> [ReportLine] {
        events.flatMap { if case .reports(let lines) = $0 { lines } else { [ReportLine]() } }
    }

    /// The texts of all rows that the runtime keeps besides the tables.
    private func kept(_ old: OldDatabase, _ table: String) async throws -> [String] {
        let text = try await old.run(
            "SELECT quarantined FROM rosey_v050_\(table) WHERE quarantined IS NOT NULL ORDER BY 1;")
        return text.split(separator: "\n").map(String.init)
    }

    // MARK: - Real files

    @Test(arguments: ["tiny", "pre_retry", "v_1a69b2c", "v_92014dd"])
    func realDatabaseThereAndBack(_ name: String) async throws {
        let old = try OldDatabase(copying: name)
        let original = try OldDatabase(copying: name)
        // What 0.5.0 itself adds to an older one.
        if name == "pre_retry" || name == "v_92014dd" {
            try await original.run(
                """
                ALTER TABLE channel_stats ADD COLUMN max_connected INTEGER DEFAULT 0;
                ALTER TABLE channel_stats ADD COLUMN max_connected_timestamp INTEGER;
                """)
        }
        if name == "pre_retry" {
            try await original.run(
                """
                ALTER TABLE outbound_messages ADD COLUMN retry_count INTEGER DEFAULT 0;
                ALTER TABLE outbound_messages ADD COLUMN last_error TEXT;
                """)
        }
        let empty = try await OldDatabase()
        for table in OldDatabase.tables.map(\.name) {
            let sql = try await empty.run("SELECT sql FROM sqlite_schema WHERE name = '\(table)';")
            try await original.run(sql.replacing("CREATE TABLE", with: "CREATE TABLE IF NOT EXISTS") + ";")
        }
        let before = try await original.contents()

        let events = try await upgrade(old)
        #expect(reports(events).filter { $0.outcome.hasPrefix("quarantined") }.isEmpty)
        try await withDatabase(old) { db, migrator in
            let applied = try await migrator.applied().map(\.id)
            #expect(applied == ["v050", RoseyModels.migrations[0].id])
            let users = try await db.userStats.count()
            #expect(users == 5)
        }
        let backups = try old.neighbours.filter { $0.hasSuffix(".backup") }
        #expect(backups.count == 1)
        let copy = try await original.dump(of: old.folder.file(backups.first ?? ""))
        let untouched = try OldDatabase(copying: name)
        let expectedCopy = try await untouched.dump(of: untouched.path)
        #expect(copy == expectedCopy, "the copy is the database as it was")

        try await downgrade(old)
        let after = try await old.contents()
        #expect(after == before)
        let definitions = try await old.definitions()
        let expected = try await empty.definitions()
        #expect(definitions == expected)

        try await upgrade(old)
        try await withDatabase(old) { db, migrator in
            let users = try await db.userStats.count()
            #expect(users == 5)
            let pending = try await migrator.pending()
            #expect(pending.isEmpty)
        }
    }

    @Test func rowsWrittenSinceGoBackToo() async throws {
        let old = try OldDatabase(copying: "tiny")
        let clock = TestClock(1_800_000_000)
        let rosey = try await RoseyDatabase.open(url: old.url, configuration: .patient, clock: clock.clock)
        try await rosey.userJoined("newcomer 🎉")
        try await rosey.userChatMessage("newcomer 🎉", message: "hello")
        let id = try await rosey.enqueueOutboundMessage("later")
        try await rosey.markOutboundFailed(id, error: "no network")
        let token = try await rosey.generateAPIToken(description: "new")
        try await rosey.updateCurrentStatus { $0.status = "online" }
        try await rosey.close()
        try await downgrade(old)
        let names = try await old.run("SELECT total_chat_lines FROM user_stats WHERE username = 'newcomer 🎉';")
        #expect(names == "1\n")
        let message = try await old.run("SELECT retry_count, last_error, sent FROM outbound_messages WHERE id = \(id);")
        #expect(message == "1|no network|0\n")
        let tokens = try await old.run("SELECT revoked FROM api_tokens WHERE token = '\(token)';")
        #expect(tokens == "0\n")

        // 0.5.0 goes on, and revokes it.
        try await old.run("UPDATE api_tokens SET revoked = 1 WHERE token = '\(token)';")
        let again = try await RoseyDatabase.open(url: old.url, configuration: .patient, clock: clock.clock)
        let isValid = try await again.validateAPIToken(token)
        #expect(!isValid)
        let status = try await again.currentStatus()
        #expect(status?.status == "online", "what 0.5.0 has no place for came back")
        let next = try await again.enqueueOutboundMessage("after")
        #expect(next == id + 1)
        try await again.close()
    }

    // MARK: - Rows that do not fit

    @Test func rowsThatDoNotFitAreQuarantinedAndComeBack() async throws {
        let long = String(repeating: "é", count: 51)
        let old = try await OldDatabase(
            """
            INSERT INTO user_stats VALUES
                ('fits', 1, 2, 3, 4, NULL), (NULL, 1, 2, 3, 4, 5), (NULL, 1, 2, 3, 4, 5), ('minus', 1, 2, -1, 0, NULL),
                ('nulls', 1, 2, NULL, NULL, NULL), ('\(long)', 1, 2, 0, 0, NULL), ('words', 'long ago', 2, 0, 0, NULL),
                (x'00ff', 1, 2, 0, 0, NULL), ('\(String(long.dropLast()))', 1, 2, 0, 0, NULL), ('half', 1.5, 2, 0, 0, NULL);
            INSERT INTO user_actions VALUES (7, 1, '\(long)', 'pm', NULL), (9, 1, 'a', '\(long)', NULL), (10, 1, 'a', 'b', x'01');
            INSERT INTO channel_stats VALUES (1, -5, NULL, NULL, NULL, NULL);
            INSERT INTO user_count_history VALUES (1, 1, -1, 0), (2, 1, 0, -1), (3, 1, 0, 0);
            INSERT INTO current_status (id, bot_rank, bot_afk, bot_connected, current_chat_users, playlist_items)
                VALUES (1, 2.5, 7, 'yes', NULL, NULL);
            INSERT INTO api_tokens VALUES (NULL, 'a', 1, NULL, 0), ('t-null', 'b', 1, NULL, NULL), ('t-two', 'c', 1, NULL, 2),
                ('t-good', NULL, 1, NULL, 0), ('t-gone', NULL, 1, NULL, 1);
            """)
        let before = try await old.contents()
        let events = try await upgrade(old)
        let lines = reports(events)
        let userStats = lines.filter { $0.subject == "user_stats" }.map { "\($0.rows) \($0.outcome)" }
        #expect(
            userStats == [
                "10 found", "3 carried over", "1 of them with values filled in",
                "1 quarantined: a count is negative", "2 quarantined: a number is not a whole number",
                "2 quarantined: no name", "1 quarantined: the name has more than 50 characters",
                "1 quarantined: the name is not text",
            ])
        let kinds = try await kept(old, "user_actions")
        #expect(kinds.count == 3)
        try await withDatabase(old) { db, _ in
            let nulls = try await db.userStats.find("nulls")
            #expect(nulls?.totalChatLines == 0)
            let status = try await db.currentStatus.get()
            #expect(status?.botRank == 2.5)
            #expect(status?.botAfk == true)
            #expect(status?.botConnected == true)
            #expect(status?.status == "offline")
            let active = try await db.apiTokens.where { $0.isActive == true }.fetchAll().map(\.token)
            #expect(active == ["t-good"], "what 0.5.0 took for invalid is inactive")
            let ids = try await db.apiTokens.order { $0.id.ascending }.fetchAll().map(\.token)
            #expect(ids == ["t-null", "t-two", "t-good", "t-gone"])
            let stats = try await db.channelStats.get()
            #expect(stats == nil, "it is in quarantine")
            let action = try await db.userActions.insert(.init(timestamp: 1, username: "a", actionType: "b"))
            #expect(action.id == 11, "the ids of quarantined rows are not used again")
            try await db.userActions.delete(action.id)
        }
        try await downgrade(old)
        // The sequence is one higher for the row that was inserted.
        let after = try await old.contents().map { $0.replacing("user_actions 11", with: "user_actions 10") }
        #expect(after == before)
    }

    @Test func rowsThatNewOnesTookThePlaceOfStayInQuarantine() async throws {
        let old = try await OldDatabase(
            """
            INSERT INTO user_stats VALUES ('alice', 1, 2, -3, 4, NULL);
            INSERT INTO channel_stats VALUES (1, -5, 1, 2, 3, 4);
            """)
        let rosey = try await RoseyDatabase.open(url: old.url, configuration: .patient)
        try await rosey.userJoined("alice")
        try await rosey.close()
        for _ in 1...2 {
            try await downgrade(old)
            let lines = try await old.run("SELECT total_chat_lines FROM user_stats;")
            #expect(lines == "0\n")
            let marks = try await old.run("SELECT max_users FROM channel_stats;")
            #expect(marks == "0\n")
            let quarantined = try await kept(old, "user_stats")
            #expect(quarantined == ["a count is negative"])
            // Even where the new one goes.
            try await old.run("DELETE FROM user_stats;")
            try await upgrade(old)
            let again = try await RoseyDatabase.open(url: old.url, configuration: .patient)
            try await again.userJoined("alice")
            try await again.close()
        }
    }

    @Test func whatWasNeverToBeSentIsNotSent() async throws {
        let old = try await OldDatabase(
            """
            INSERT INTO outbound_messages (timestamp, message, sent, retry_count) VALUES
                (1, 'never: sent is null', NULL, 0), (1, 'never: retries are null', 0, NULL), (1, 'never: both', NULL, NULL),
                (1, 'never: two', 2, 0), (1, 'never: a word', 'no', 0), (1, 'never: below zero', 0, -1), (1, 'waits', 0, 0),
                (1, 'sent', 1, NULL);
            """)
        let before = try await old.contents()
        let clock = TestClock(2_000_000_000)
        let rosey = try await RoseyDatabase.open(url: old.url, configuration: .patient, clock: clock.clock)
        let unsent = try await rosey.unsentOutboundMessages(limit: 100, maxRetries: 50)
        #expect(unsent.map(\.message) == ["waits"])
        try await rosey.performMaintenance()
        let count = try await rosey.database.outboundMessages.count()
        #expect(count == 7, "0.5.0 does not tidy them up either")
        try await rosey.close()
        try await downgrade(old)
        let after = try await old.contents()
        #expect(after.filter { $0.hasPrefix("outbound") } == before.filter { $0.hasPrefix("outbound") })
    }

    /// Rows of every kind of nonsense that 0.5.0's tables let in, up and back: nothing is lost, nothing changes.
    @Test func randomDatabasesThereAndBack() async throws {
        var generator = SeededGenerator()
        print("seed \(generator.seed)")
        for round in 1...12 {
            let sql = Self.randomRows(&generator)
            let old = try await OldDatabase(sql)
            let before = try await old.contents()
            let lines = reports(try await upgrade(old))
            for table in OldDatabase.tables.map(\.name) {
                func rows(_ outcome: String) -> Int {
                    lines.filter { $0.subject == table && $0.outcome.hasPrefix(outcome) }.reduce(0) { $0 + $1.rows }
                }
                let found = before.count { $0.hasPrefix("\(table): ") }
                #expect(rows("found") == found, "seed \(generator.seed), round \(round)")
                #expect(rows("carried over") + rows("quarantined") == found, "seed \(generator.seed), round \(round)")
            }
            let first = try await newContents(old)
            try await downgrade(old)
            let after = try await old.contents()
            #expect(after == before, "seed \(generator.seed), round \(round)")
            try await upgrade(old)
            let second = try await newContents(old)
            #expect(second == first, "seed \(generator.seed), round \(round)")
        }
    }

    /// The rows of the new tables, as JSON.
    private func newContents(_ old: OldDatabase) async throws -> [String] {
        let text = try await old.run(
            """
            SELECT 'u', * FROM user_stats ORDER BY 2; SELECT 'a', * FROM user_actions ORDER BY 2;
            SELECT 'c', id, max_users, max_connected FROM channel_stats; SELECT 'h', * FROM user_count_history ORDER BY 2;
            SELECT 'r', * FROM recent_chat ORDER BY 2; SELECT 's', bot_name, bot_rank, bot_afk, status FROM current_status;
            SELECT 'o', * FROM outbound_messages ORDER BY 2; SELECT 't', * FROM api_tokens ORDER BY 2;
            SELECT * FROM sqlite_sequence WHERE seq > 0 ORDER BY 1;
            """)
        return text.split(separator: "\n").map(String.init)
    }

    private static func randomRows(_ generator: inout SeededGenerator) -> String {
        let values = [
            "NULL", "0", "1", "2", "-1", "1700000000", "9223372036854775807", "-9223372036854775808", "1.5", "1e300",
            "'7'", "'words'", "''", "x''", "x'00ff'", "'a''b'", "'🎉'", "char(10)", "'a' || char(0) || 'b'",
            "'\(String(repeating: "x", count: 50))'", "'\(String(repeating: "ß", count: 51))'",
            "'\(String(repeating: "y", count: 300))'",
        ]
        // Those that most columns take, so that some rows fit.
        let tame = ["1", "2", "'a'", "'b'", "1700000000", "0"]
        var sql = "BEGIN;\n"
        for table in OldDatabase.tables {
            let isSingleton = table.name == "channel_stats" || table.name == "current_status"
            let rows =
                isSingleton ? Int.random(in: 0...1, using: &generator) : Int.random(in: 0...25, using: &generator)
            for _ in 0..<rows {
                let isWild = Bool.random(using: &generator)
                let items = table.columns.map { column -> String in
                    if column == "id" { return isSingleton ? "1" : "NULL" }
                    if column == "username", !isWild { return "'user \(generator.next())'" }
                    if column == "token", !isWild { return "'token \(generator.next())'" }
                    let choices = isWild && Int.random(in: 0..<4, using: &generator) == 0 ? values : tame
                    return choices.randomElement(using: &generator) ?? "NULL"
                }
                sql += "INSERT OR IGNORE INTO \(table.name) VALUES (\(items.joined(separator: ", ")));\n"
            }
        }
        // Rows that are gone, whose ids are not used again.
        for table in ["user_actions", "recent_chat", "outbound_messages"] where Bool.random(using: &generator) {
            sql += "DELETE FROM \(table) WHERE id > \(Int.random(in: 0...20, using: &generator));\n"
        }
        return sql + "COMMIT;\n"
    }

    // MARK: - Shapes

    @Test func columnsAddedLaterMayComeLast() async throws {
        let old = try await OldDatabase(
            """
            ALTER TABLE channel_stats DROP COLUMN max_connected;
            ALTER TABLE channel_stats ADD COLUMN max_connected INTEGER DEFAULT 0;
            ALTER TABLE outbound_messages DROP COLUMN retry_count;
            ALTER TABLE outbound_messages ADD COLUMN retry_count INTEGER DEFAULT 0;
            INSERT INTO channel_stats (id, max_users, max_connected) VALUES (1, 2, 3);
            INSERT INTO outbound_messages (timestamp, message, retry_count, last_error) VALUES (4, 'm', 1, 'e');
            """)
        try await upgrade(old)
        try await withDatabase(old) { db, _ in
            let stats = try await db.channelStats.get()
            #expect(stats?.maxConnected == 3)
            let message = try await db.outboundMessages.find(1)
            #expect(message?.retryCount == 1)
            #expect(message?.errorMessage == "e")
        }
    }

    @Test func debrisOfAnotherToolIsSetAside() async throws {
        let old = try await OldDatabase(
            """
            CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
            CREATE TABLE _alembic_tmp_user_stats (username VARCHAR(50) NOT NULL);
            INSERT INTO _alembic_tmp_user_stats VALUES ('half-way');
            INSERT INTO user_stats VALUES ('alice', 1, 2, 3, 4, NULL);
            """)
        let events = try await upgrade(old)
        let aside = events.compactMap { if case .adopts(_, _, let leftovers) = $0 { leftovers } else { nil } }
        #expect(aside == [["_alembic_tmp_user_stats", "alembic_version"]])
        let debris = try await old.run("SELECT * FROM rosey_aside_alembic_tmp_user_stats;")
        #expect(debris == "half-way\n")
        try await withDatabase(old) { db, _ in
            let alice = try await db.userStats.find("alice")
            #expect(alice?.totalChatLines == 3)
        }
    }

    @Test(arguments: [
        ("CREATE TABLE notes (text);", "there is a table 'notes' besides"),
        ("ALTER TABLE user_stats ADD COLUMN mood TEXT;", "'user_stats' has a column 'mood' besides"),
        ("DROP TABLE user_actions;", "there is no table 'user_actions'"),
        ("ALTER TABLE channel_stats DROP COLUMN max_users;", "'channel_stats' has no column 'max_users'"),
        (
            "CREATE TABLE alembic_version (v); INSERT INTO alembic_version VALUES ('3fa2');",
            "no other tool has a version noted"
        ),
    ])
    func whatIsNotRoseysIsRefused(_ sql: String, _ reason: String) async throws {
        let old = try await OldDatabase(sql)
        let before = try old.bytes
        let error = try await databaseError {
            _ = try await RoseyDatabase.open(url: old.url, configuration: .patient)
        }
        #expect(error?.code == .migration)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        let bytes = try old.bytes
        #expect(bytes == before, "nothing is written")
        let beside = try old.neighbours
        #expect(beside == [])
    }

    // MARK: - Files that are not whole

    @Test func damagedFilesAreRefusedAndLeftAlone() async throws {
        let rows = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000)\n"
        let whole = try await OldDatabase(
            rows + "INSERT INTO recent_chat SELECT x, x, 'user ' || x, 'message ' || x FROM n;")
        let bytes = try whole.bytes
        var torn = bytes
        for offset in stride(from: bytes.count / 2, to: bytes.count / 2 + 4096, by: 1) { torn[offset] = 0x5a }
        let damaged: [(String, Data)] = [
            ("cut short", bytes.prefix(bytes.count / 2)), ("overwritten", torn),
            ("not a database", Data("this is a text, and longer than a header of SQLite is, so that it is read".utf8)),
            ("cut in its first page", bytes.prefix(700)),
        ]
        for (what, content) in damaged {
            let old = try OldDatabase(copying: "tiny")
            try content.write(to: URL(fileURLWithPath: old.path))
            let error = try await databaseError {
                _ = try await RoseyDatabase.open(url: old.url, configuration: .patient)
            }
            #expect([.corrupt, .migration].contains(error?.code), "\(what): \(String(describing: error))")
            let after = try old.bytes
            if what != "overwritten" { #expect(after == content, "\(what)") }
        }
    }

    @Test func aLogBesideTheFileIsRead() async throws {
        let old = try await OldDatabase("PRAGMA journal_mode = WAL;")
        // A process that ended without closing: its last rows are in the log alone.
        let child = try await ChildProcess.run(
            "/usr/bin/env",
            [
                "python3", "-c",
                """
                import os, sqlite3
                db = sqlite3.connect('\(old.path)')
                db.execute("PRAGMA wal_autocheckpoint = 0")
                db.execute("INSERT INTO user_stats VALUES ('in the log', 1, 2, 3, 4, NULL)")
                db.commit()
                os._exit(0)
                """,
            ])
        #expect(child.status == 0, "\(child.error)")
        let beside = try old.neighbours
        #expect(beside.contains("bot_data.db-wal"))
        try await upgrade(old)
        try await withDatabase(old) { db, _ in
            let user = try await db.userStats.find("in the log")
            #expect(user?.totalChatLines == 3)
        }
    }

    @Test func theJournalOfACutOffTransactionIsRolledBack() async throws {
        let rows = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000)\n"
        let old = try await OldDatabase(
            rows + "INSERT INTO recent_chat SELECT x, x, 'user', 'before' FROM n;")
        let child = try await ChildProcess.run(
            "/usr/bin/env",
            [
                "python3", "-c",
                """
                import os, sqlite3
                db = sqlite3.connect('\(old.path)')
                db.execute("PRAGMA cache_size = 5")
                db.execute("PRAGMA cache_spill = 5")
                db.execute("UPDATE recent_chat SET message = 'half-way'")
                os._exit(0)
                """,
            ])
        #expect(child.status == 0, "\(child.error)")
        let beside = try old.neighbours
        #expect(beside.contains("bot_data.db-journal"))
        try await upgrade(old)
        try await withDatabase(old) { db, _ in
            let texts = try await db.session.texts("SELECT DISTINCT message FROM recent_chat")
            #expect(texts == ["before"])
            let count = try await db.recentChat.count()
            #expect(count == 5000)
        }
    }
}
