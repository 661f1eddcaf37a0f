import RawSQLite
import RoseyModels
import RoseyRuntime

let users = 10_000
let selects = 100_000
let rows = 100_000

/// One operation, done many times in C and through the generated API. Both return the same checksum.
struct Workload {
    let name: String
    let operations: Int
    let raw: () -> Int64
    let ours: () async throws -> Int64
}

/// What the workloads work with, made before the clock runs.
let names = (0..<users).map { "user\($0)" }
let drafts = (0..<rows).map {
    RecentChat.Draft(
        timestamp: 1_790_000_000 + $0, username: names[$0 % 1000], message: "this is chat message number \($0)")
}

func pointSelects(_ access: some DatabaseAccess, _ count: Int) async throws -> Int {
    var sum = 0
    for i in 0..<count {
        guard let user = try await access.userStats.find(names[i * 7919 % users]) else { return -1 }
        sum += user.totalChatLines + user.username.utf8.count
    }
    return sum
}

/// All workloads, on one open database.
func workloads(_ db: Database, _ raw: OpaquePointer) -> [Workload] {
    [
        Workload(
            name: "W1   point select by key", operations: selects,
            raw: { raw_point_selects(raw, Int32(selects), 0) },
            ours: { Int64(try await pointSelects(db, selects)) }),
        Workload(
            name: "W1b  the same in a read transaction", operations: selects,
            raw: { raw_point_selects(raw, Int32(selects), 1) },
            ours: { Int64(try await db.read { try await pointSelects($0, selects) }) }),
        Workload(
            name: "W2   insert, one by one", operations: rows,
            raw: { raw_inserts(raw, Int32(rows)) },
            ours: {
                try await db.transaction { tx in
                    try await tx.recentChat.all.delete()
                    for draft in drafts { try await tx.recentChat.insert(draft) }
                }
                return Int64(rows)
            }),
        Workload(
            name: "W2   insert(contentsOf:)", operations: rows,
            raw: { raw_inserts(raw, Int32(rows)) },
            ours: {
                try await db.transaction { tx in
                    try await tx.recentChat.all.delete()
                    try await tx.recentChat.insert(contentsOf: drafts)
                }
                return Int64(rows)
            }),
        Workload(
            name: "W3   fetch all into an array", operations: rows,
            raw: { raw_fetch_all(raw) },
            ours: {
                let chat = try await db.recentChat.fetchAll()
                return Int64(chat.reduce(chat.count) { $0 + $1.timestamp })
            }),
    ]
}
