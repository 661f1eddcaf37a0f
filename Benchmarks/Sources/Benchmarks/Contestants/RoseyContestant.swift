import RoseyModels
import RoseyRuntime

/// The public, generated, async API.
struct RoseyContestant: Contestant {
    let name: String
    let db: Database
    /// Whether statements that belong together are sent together.
    var isPipelined = false

    // Made beforehand, as all contestants' texts are.
    private static let drafts = (0..<Samples.rows).map { chat(Samples.firstTime + $0, $0) }
    private static let users = (0..<Samples.rows).map(user)

    private static func chat(_ time: Int, _ i: Int) -> RecentChat.Draft {
        .init(
            timestamp: time, username: Samples.names[i % Samples.chatters], message: Samples.messages[i % Samples.rows])
    }

    private static func user(_ i: Int) -> UserStats.Draft {
        .init(username: Samples.names[i % Samples.users], firstSeen: i % Samples.users, lastSeen: Samples.firstTime + i)
    }

    /// The rows that every workload finds.
    func fillUsers() async throws {
        try await db.transaction { tx in
            try await tx.userStats.all.delete()
            try await tx.userStats.insert(contentsOf: (0..<Samples.users).map(Self.user))
        }
    }

    /// Puts so many chat messages in the place of those that are there.
    func fillChat(_ count: Int) async throws {
        try await db.transaction { tx in
            try await tx.recentChat.all.delete()
            try await tx.recentChat.insert(contentsOf: Self.drafts.prefix(count))
        }
    }

    /// Gives a user what an upsert takes away.
    func mark(_ user: Int) async throws {
        try await db.userStats.update(Samples.names[user]) { $0.totalTimeConnected = 1 }
    }

    func isMarked(_ user: Int) async throws -> Bool {
        try await db.userStats.find(Samples.names[user])?.totalTimeConnected == 1
    }

    func run(_ workload: Workload, count: Int, start: Int) async throws -> Int? {
        if isPipelined { return try await runPipelined(workload, count, start) }
        switch workload {
        case .selects: return try await selects(db, count)
        case .selectsInTransaction: return try await db.read { try await selects($0, count) }
        case .inserts:
            try await db.transaction { tx in
                for draft in Self.drafts.prefix(count) { try await tx.recentChat.insert(draft) }
            }
            return count
        case .manyInserts:
            try await db.recentChat.insert(contentsOf: Self.drafts.prefix(count))
            return count
        case .fetchAll:
            let chat = try await db.recentChat.fetchAll()
            return chat.reduce(chat.count) { $0 + $1.timestamp }
        case .pages:
            var sum = 0
            for i in 0..<count {
                let time = Samples.time(i, start)
                let page = try await db.recentChat.where { $0.timestamp >= time }.order { $0.timestamp.ascending }
                    .limit(10).fetchAll()
                sum += page.reduce(page.count) { $0 + $1.timestamp }
            }
            return sum
        case .updates, .durableUpdates:
            var sum = 0
            for i in 0..<count {
                if try await db.userStats.update(Samples.name(i), { $0.totalChatLines += 1 }) { sum += 1 }
            }
            return sum
        case .upserts:
            try await db.transaction { tx in
                for user in Self.users.prefix(count) { try await tx.userStats.upsert(user, onConflict: .username) }
            }
            return count
        case .manyUpserts:
            try await db.userStats.upsert(contentsOf: Self.users.prefix(count), onConflict: .username)
            return count
        case .messages:
            var sum = 0
            for i in 0..<count {
                let time = Samples.firstTime + start + Samples.rows + i
                sum += try await db.transaction { tx in
                    let isFound = try await tx.userStats.update(Samples.name(i)) {
                        $0.totalChatLines += 1
                        $0.lastSeen = time
                    }
                    try await tx.recentChat.insert(Self.chat(time, i))
                    let expired = try await tx.recentChat.where { $0.timestamp < time - Samples.rows + 1 }.delete()
                    return expired + (isFound ? 1 : 0)
                }
            }
            return sum
        }
    }

    private func selects(_ access: some DatabaseAccess, _ count: Int) async throws -> Int {
        var sum = 0
        for i in 0..<count {
            guard let user = try await access.userStats.find(Samples.name(i)) else { return -1 }
            sum += user.firstSeen + user.username.utf8.count
        }
        return sum
    }

    private func runPipelined(_ workload: Workload, _ count: Int, _ start: Int) async throws -> Int? {
        switch workload {
        case .selects:
            var sum = 0
            for first in stride(from: 0, to: count, by: 100) {
                let found = try await db.pipeline(first..<min(first + 100, count)) { pipeline, i in
                    try await pipeline.userStats.find(Samples.name(i))
                }
                for user in found {
                    guard let user = try user.get() else { return -1 }
                    sum += user.firstSeen + user.username.utf8.count
                }
            }
            return sum
        case .messages:
            var sum = 0
            for i in 0..<count {
                let time = Samples.firstTime + start + Samples.rows + i
                let (isFound, _, expired) = try await db.batch(
                    {
                        try await $0.userStats.update(Samples.name(i)) {
                            $0.totalChatLines += 1
                            $0.lastSeen = time
                        }
                    },
                    { try await $0.recentChat.insert(Self.chat(time, i)) },
                    { try await $0.recentChat.where { $0.timestamp < time - Samples.rows + 1 }.delete() })
                sum += expired + (isFound ? 1 : 0)
            }
            return sum
        default: return nil
        }
    }

    func runConcurrently(seconds: Double) async throws -> Concurrency? {
        if isPipelined { return nil }
        return try await concurrently(
            seconds: seconds, read: { _ = try await db.userStats.find(Samples.name($0)) },
            write: { try await db.userStats.update(Samples.name($0), { $0.totalChatLines += 1 }) })
    }
}
