import RoseyModels
import RoseyRuntime

let db = try await Database.open(url: "sqlite:///:memory:")
try await db.migrate(RoseyModels.migrations)
let now = 1_790_000_000

// Insert. What the database makes up is in the row that comes back.
let alice = try await db.userStats.insert(.init(username: "alice", firstSeen: now, lastSeen: now))
let message = try await db.outboundMessages.insert(.init(timestamp: now, message: "hi"))
print("inserted \(alice.username), and message \(message.id): \(message.message)")

// Many at once: all of them or none.
try await db.userStats.insert(
    contentsOf: ["bob", "carol", "dave"].enumerated().map { number, name in
        .init(username: name, firstSeen: now, lastSeen: now - number * 60, totalChatLines: 100 * (number + 1))
    })

// Query. Columns carry their type, so what does not fit does not compile.
let regulars = try await db.userStats
    .where { $0.totalChatLines > 100 && $0.lastSeen >= now - 3600 }
    .order { $0.totalChatLines.descending }
    .limit(10)
    .fetchAll()
print("regulars:", regulars.map(\.username))

// Only some columns, as tuples.
for (name, lines) in try await db.userStats.select({ ($0.username, $0.totalChatLines) }).fetchAll() {
    print("  \(name) has written \(lines) lines")
}

// Update. The database adds, so two bots at once lose nothing.
try await db.userStats.update("alice") {
    $0.totalChatLines += 1
    $0.lastSeen = now + 60
}
print("alice has now written \(try await db.userStats.find("alice")?.totalChatLines ?? 0) line")

// Upsert, by any column that is unique.
let token = ApiToken.Draft(token: "abc", name: "dashboard", createdAt: now)
let first = try await db.apiTokens.upsert(token, onConflict: .token)
let second = try await db.apiTokens.upsert(token, onConflict: .token)
print("the token has the same id both times: \(first.id == second.id)")

// The one row of a singleton.
try await db.channelStats.put(.init(maxUsers: 4, lastUpdated: now))
try await db.channelStats.update { $0.maxUsers = 7 }
print("most users at once: \(try await db.channelStats.get()?.maxUsers ?? 0)")

// A transaction takes effect as a whole, or not at all.
do {
    try await db.transaction { tx in
        try await tx.recentChat.insert(.init(timestamp: now, username: "alice", message: "hello"))
        try await tx.userStats.insert(.init(username: "alice", firstSeen: now, lastSeen: now))
    }
} catch let error as DatabaseError where error.code == .unique {
    print("refused: \(error.message)")
}
print("chat messages after that: \(try await db.recentChat.count())")

await db.close()
