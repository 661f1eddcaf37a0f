import GRDB

/// GRDB with SQL and rows read by position, as its guide to performance advises.
struct GRDBContestant: Contestant {
    let pool: DatabasePool
    let isAsync: Bool

    var name: String { "GRDB, hand-written, \(isAsync ? "async" : "sync")" }
    var slowness: Int { 5 }

    static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        // Others write to the same file.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = OFF")
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    struct User {
        var username: String
        var firstSeen, lastSeen, totalChatLines, totalTimeConnected: Int
        var currentSessionStart: Int?

        init(_ row: Row) {
            username = row[0]
            firstSeen = row[1]
            lastSeen = row[2]
            totalChatLines = row[3]
            totalTimeConnected = row[4]
            currentSessionStart = row[5]
        }
    }

    struct Chat {
        var id, timestamp: Int
        var username, message: String

        init(_ row: Row) {
            id = row[0]
            timestamp = row[1]
            username = row[2]
            message = row[3]
        }
    }

    private static let find = """
        SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start \
        FROM user_stats WHERE username = ?
        """
    private static let all = "SELECT id, timestamp, username, message FROM recent_chat"

    static func read<T: Sendable>(
        _ pool: DatabasePool, _ isAsync: Bool, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        func here() throws -> T { try pool.read(body) }
        return isAsync ? try await pool.read(body) : try here()
    }

    static func write<T: Sendable>(
        _ pool: DatabasePool, _ isAsync: Bool, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        func here() throws -> T { try pool.write(body) }
        return isAsync ? try await pool.write(body) : try here()
    }

    private func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await Self.read(pool, isAsync, body)
    }

    private func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await Self.write(pool, isAsync, body)
    }

    private static func user(_ db: Database, _ i: Int) throws -> User? {
        try Row.fetchOne(db.cachedStatement(sql: find), arguments: [Samples.name(i)]).map(User.init)
    }

    private static func add(_ db: Database, _ i: Int) throws -> Int {
        let sql = "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1 WHERE username = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [Samples.name(i)])
        return db.changesCount
    }

    private static func insert(_ db: Database, _ time: Int, _ i: Int) throws {
        let sql = "INSERT INTO recent_chat (timestamp, username, message) VALUES (?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(
            arguments: [time, Samples.names[i % Samples.chatters], Samples.messages[i % Samples.rows]])
    }

    private static func upsert(_ db: Database, _ i: Int) throws {
        let sql = """
            INSERT INTO user_stats (username, first_seen, last_seen, total_chat_lines, total_time_connected, \
            current_session_start) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (username) DO UPDATE SET \
            first_seen = excluded.first_seen, last_seen = excluded.last_seen, \
            total_chat_lines = excluded.total_chat_lines, total_time_connected = excluded.total_time_connected, \
            current_session_start = excluded.current_session_start
            """
        try db.cachedStatement(sql: sql).execute(
            arguments: [Samples.names[i % Samples.users], i % Samples.users, Samples.firstTime + i, 0, 0, nil])
    }

    func run(_ workload: Workload, count: Int, start: Int) async throws -> Int? {
        switch workload {
        case .selects:
            var sum = 0
            for i in 0..<count {
                guard let user = try await read({ try Self.user($0, i) }) else { return -1 }
                sum += user.firstSeen + user.username.utf8.count
            }
            return sum
        case .selectsInTransaction:
            return try await read { db in
                var sum = 0
                for i in 0..<count {
                    guard let user = try Self.user(db, i) else { return -1 }
                    sum += user.firstSeen + user.username.utf8.count
                }
                return sum
            }
        case .inserts:
            return try await write { db in
                for i in 0..<count { try Self.insert(db, Samples.firstTime + i, i) }
                return count
            }
        case .fetchAll:
            return try await read { db in
                let chat = try Array(Row.fetchCursor(db, sql: Self.all).map(Chat.init))
                return chat.reduce(chat.count) { $0 + $1.timestamp }
            }
        case .pages:
            var sum = 0
            for i in 0..<count {
                let page = try await read { db in
                    let statement = try db.cachedStatement(
                        sql: Self.all + " WHERE timestamp >= ? ORDER BY timestamp LIMIT 10")
                    return try Array(
                        Row.fetchCursor(statement, arguments: [Samples.time(i, start)]).map(Chat.init))
                }
                sum += page.reduce(page.count) { $0 + $1.timestamp }
            }
            return sum
        case .updates:
            var sum = 0
            for i in 0..<count { sum += try await write { try Self.add($0, i) } }
            return sum
        case .upserts:
            return try await write { db in
                for i in 0..<count { try Self.upsert(db, i) }
                return count
            }
        case .messages:
            var sum = 0
            for i in 0..<count {
                let time = Samples.firstTime + start + Samples.rows + i
                sum += try await write { db in
                    let sql = """
                        UPDATE user_stats SET total_chat_lines = total_chat_lines + 1, last_seen = ? WHERE username = ?
                        """
                    try db.cachedStatement(sql: sql).execute(arguments: [time, Samples.name(i)])
                    let found = db.changesCount
                    try Self.insert(db, time, i)
                    try db.cachedStatement(sql: "DELETE FROM recent_chat WHERE timestamp < ?")
                        .execute(arguments: [time - Samples.rows + 1])
                    return found + db.changesCount
                }
            }
            return sum
        case .manyInserts, .manyUpserts, .durableUpdates: return nil
        }
    }

    func runConcurrently(seconds: Double) async throws -> Concurrency? {
        // Calls that block take all threads of the cooperative pool, so that the writer would have none.
        guard isAsync else { return nil }
        return try await concurrently(
            seconds: seconds, read: { i in _ = try await read { try Self.user($0, i) != nil } },
            write: { i in _ = try await write { try Self.add($0, i) } })
    }
}
