import RoseyModels
import RoseyRuntime
import TestDatabases
import Testing

@Suite struct ErrorTests {
    private let secret = "s3cr3t-value"

    @Test(arguments: Storage.allCases)
    func constraintsAreNamedAndValuesAreNot(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let draft = UserStats.Draft(username: secret, firstSeen: 1, lastSeen: 1)
            try await db.userStats.insert(draft)
            let key = try await databaseError { try await db.userStats.insert(draft) }
            #expect(key?.code == .unique)
            #expect(key?.table == "user_stats" && key?.column == "username" && key?.constraint == .userStatsPkey)

            try await db.apiTokens.insert(.init(token: secret, createdAt: 1))
            let unique = try await databaseError { try await db.apiTokens.insert(.init(token: secret, createdAt: 1)) }
            #expect(unique?.code == .unique)
            #expect(unique?.table == "api_tokens" && unique?.constraint == .apiTokensTokenKey)

            let check = try await databaseError { try await db.userStats.update(secret) { $0.totalChatLines = -1 } }
            #expect(check?.code == .check)
            #expect(check?.table == "user_stats" && check?.constraint == .checkPositiveLines)

            let long = try await databaseError {
                try await db.userStats.insert(
                    .init(username: String(repeating: secret, count: 5), firstSeen: 1, lastSeen: 1))
            }
            #expect(long?.code == .tooLong && long?.column == "username" && long?.table == "user_stats")

            let null = try await databaseError {
                try await db.session.run("INSERT INTO recent_chat (timestamp, username) VALUES (1, '\(secret)')")
            }
            #expect(null?.code == .notNull && null?.table == "recent_chat" && null?.column == "message")

            let type = try await databaseError {
                try await db.session.run("UPDATE user_stats SET last_seen = username")
            }
            #expect(type?.code == .typeMismatch && (type?.column == "last_seen" || storage == .postgresql))

            let boolean = try await databaseError {
                try await db.session.run("INSERT INTO outbound_messages (timestamp, message, sent) VALUES (1, '', 2)")
            }
            #expect(boolean?.code == .typeMismatch && (boolean?.column == "sent" || storage == .postgresql))

            let singleton = try await databaseError {
                try await db.session.run("INSERT INTO channel_stats (id, last_updated) VALUES (2, 1)")
            }
            #expect(singleton?.code == .check && singleton?.constraint == .channelStatsSingleton)

            for error in [key, unique, check, long] {
                #expect(error?.sql?.contains(storage == .postgresql ? "$1" : "?") == true || error == check)
                #expect(error.map { "\($0)" }?.contains(secret) == false)
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func limitsCountCodePoints(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            // 50 code points in one grapheme cluster, and 200 bytes in 50 code points.
            for name in ["e" + String(repeating: "\u{301}", count: 49), String(repeating: "😀", count: 50)] {
                try await db.userStats.insert(.init(username: name, firstSeen: 1, lastSeen: 1))
                #expect(try await db.userStats.find(name)?.username == name)
                let error = try await databaseError {
                    try await db.userStats.insert(.init(username: name + "x", firstSeen: 1, lastSeen: 1))
                }
                #expect(error?.code == .tooLong)
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func badSQL(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let error = try await databaseError { try await db.session.run("SELEC 1") }
            #expect(error?.code == .syntax && error?.sql == "SELEC 1")
            // A misspelt column is not taken for a text, as SQLite by itself would.
            let column = try await databaseError {
                _ = try await db.session.texts("SELECT \"usernam\" FROM user_stats")
            }
            #expect(column?.code == .syntax)
            // The place is counted in characters, by both from 1.
            let place = try await databaseError {
                _ = try await db.session.texts("SELECT 'äöü', nowhere FROM user_stats")
            }
            #expect(place?.code == .syntax && place?.position == 15)
            let inScript = try await databaseError {
                try await db.create(
                    GeneratedSchema(
                        sqlite: "CREATE TABLE a (x INTEGER);\n  SELEC 1;",
                        postgresql: "CREATE TABLE a (x INTEGER);\n  SELEC 1;"))
            }
            #expect(inScript?.sql == "SELEC 1" && inScript?.position == 1)
            let empty = try await databaseError { try await db.session.run("  ") }
            #expect(empty?.code == .syntax)
        }
    }

    /// A trigger can say it of any error, and it may look nearly like the server's own.
    @Test(.enabled(if: Storage.hasPostgreSQL))
    func detailsThatTheServerDidNotWrite() async throws {
        try await withDatabase(.postgresql) { db in
            for detail in [")=(", "Key )=(1) (a)", "Key (a", "Key (a)=(1", "()=()", "("] {
                let error = try await databaseError {
                    try await db.session.run(
                        """
                        DO $$ BEGIN
                            RAISE EXCEPTION 'twice' USING ERRCODE = 'unique_violation', DETAIL = '\(detail)';
                        END $$
                        """)
                }
                #expect(error?.code == .unique, "\(detail)")
            }
        }
    }

    @Test func aTableThatIsNotTheSchemasIsADecodingError() async throws {
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.session.run(
            "CREATE TABLE user_stats (username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start)"
        )
        for values in ["NULL, 1, 1, 1, 1, 1", "'a', 'x', 1, 1, 1, 1", "'a', 1, NULL, 1, 1, 1"] {
            try await db.session.run("DELETE FROM user_stats")
            try await db.session.run("INSERT INTO user_stats VALUES (\(values))")
            let error = try await databaseError { _ = try await db.userStats.fetchAll() }
            #expect(error?.code == .decoding)
            #expect(error?.column != nil)
        }
        await db.close()
    }
}
