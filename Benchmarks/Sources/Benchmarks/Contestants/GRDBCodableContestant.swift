import GRDB

/// GRDB with records that are Codable, as most programs are written.
struct GRDBCodableContestant: Contestant {
    let pool: DatabasePool
    let isAsync: Bool

    var name: String { "GRDB, Codable, \(isAsync ? "async" : "sync")" }
    var slowness: Int { 20 }

    struct User: Codable, FetchableRecord, PersistableRecord {
        static let databaseTableName = "user_stats"
        static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
        static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy { .convertToSnakeCase }
        var username: String
        var firstSeen, lastSeen, totalChatLines, totalTimeConnected: Int
        var currentSessionStart: Int?
    }

    struct Chat: Codable, FetchableRecord, MutablePersistableRecord {
        static let databaseTableName = "recent_chat"
        var id: Int?
        var timestamp: Int
        var username, message: String
    }

    private func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await GRDBContestant.read(pool, isAsync, body)
    }

    private func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await GRDBContestant.write(pool, isAsync, body)
    }

    private static func chat(_ time: Int, _ i: Int) -> Chat {
        Chat(
            timestamp: time, username: Samples.names[i % Samples.chatters], message: Samples.messages[i % Samples.rows])
    }

    private static func add(_ db: Database, _ i: Int, lastSeen: Int? = nil) throws -> Int {
        let lines = Column("total_chat_lines")
        let assignments = [lines += 1] + (lastSeen.map { [Column("last_seen").set(to: $0)] } ?? [])
        return try User.filter(key: Samples.name(i)).updateAll(db, assignments)
    }

    func run(_ workload: Workload, count: Int, start: Int) async throws -> Int? {
        switch workload {
        case .selects:
            var sum = 0
            for i in 0..<count {
                guard let user = try await read({ try User.fetchOne($0, key: Samples.name(i)) }) else { return -1 }
                sum += user.firstSeen + user.username.utf8.count
            }
            return sum
        case .selectsInTransaction:
            return try await read { db in
                var sum = 0
                for i in 0..<count {
                    guard let user = try User.fetchOne(db, key: Samples.name(i)) else { return -1 }
                    sum += user.firstSeen + user.username.utf8.count
                }
                return sum
            }
        case .inserts:
            return try await write { db in
                for i in 0..<count {
                    var chat = Self.chat(Samples.firstTime + i, i)
                    try chat.insert(db)
                }
                return count
            }
        case .fetchAll:
            return try await read { db in
                let chat = try Chat.fetchAll(db)
                return chat.reduce(chat.count) { $0 + $1.timestamp }
            }
        case .pages:
            var sum = 0
            for i in 0..<count {
                let page = try await read { db in
                    try Chat.filter(Column("timestamp") >= Samples.time(i, start)).order(Column("timestamp")).limit(10)
                        .fetchAll(db)
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
                for i in 0..<count {
                    try User(
                        username: Samples.names[i % Samples.users], firstSeen: i % Samples.users,
                        lastSeen: Samples.firstTime + i,
                        totalChatLines: 0, totalTimeConnected: 0
                    ).upsert(db)
                }
                return count
            }
        case .messages:
            var sum = 0
            for i in 0..<count {
                let time = Samples.firstTime + start + Samples.rows + i
                sum += try await write { db in
                    let found = try Self.add(db, i, lastSeen: time)
                    var chat = Self.chat(time, i)
                    try chat.insert(db)
                    return try found + Chat.filter(Column("timestamp") < time - Samples.rows + 1).deleteAll(db)
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
            seconds: seconds, read: { i in _ = try await read { try User.fetchOne($0, key: Samples.name(i)) != nil } },
            write: { i in _ = try await write { try Self.add($0, i) } })
    }
}
