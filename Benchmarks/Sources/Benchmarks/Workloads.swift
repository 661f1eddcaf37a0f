import RawPostgreSQL
import RawSQLite
import RoseyModels
import RoseyRuntime

let users = 10_000
let selects = 100_000
let rows = 100_000
/// A server answers slower than a file.
let roundTrips = 10_000

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
        sum += user.firstSeen + user.username.utf8.count
    }
    return sum
}

/// The workloads on a SQLite file.
func sqliteWorkloads(_ db: Database, _ raw: OpaquePointer) -> [Workload] {
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

/// The workloads on a PostgreSQL server.
func postgresqlWorkloads(_ db: Database, _ raw: OpaquePointer) -> [Workload] {
    [
        Workload(
            name: "W1   point select by key", operations: roundTrips,
            raw: { raw_server_point_selects(raw, Int32(roundTrips), 0) },
            ours: { Int64(try await pointSelects(db, roundTrips)) }),
        Workload(
            name: "W1b  the same in a read transaction", operations: roundTrips,
            raw: { raw_server_point_selects(raw, Int32(roundTrips), 1) },
            ours: { Int64(try await db.read { try await pointSelects($0, roundTrips) }) }),
        Workload(
            name: "W1   the same, 100 in a pipeline", operations: roundTrips,
            raw: { raw_server_point_selects(raw, Int32(roundTrips), 0) },
            ours: {
                var sum = 0
                for start in stride(from: 0, to: roundTrips, by: 100) {
                    let found = try await db.pipeline(start..<start + 100) { pipeline, i in
                        try await pipeline.userStats.find(names[i * 7919 % users])
                    }
                    for user in found {
                        guard let user = try user.get() else { return -1 }
                        sum += user.firstSeen + user.username.utf8.count
                    }
                }
                return Int64(sum)
            }),
        Workload(
            name: "W2   insert, one by one", operations: roundTrips,
            raw: { raw_server_inserts(raw, Int32(roundTrips)) },
            ours: {
                try await db.transaction { tx in
                    try await tx.recentChat.all.delete()
                    for draft in drafts.prefix(roundTrips) { try await tx.recentChat.insert(draft) }
                }
                return Int64(roundTrips)
            }),
        Workload(
            name: "W2   insert(contentsOf:)", operations: roundTrips,
            raw: { raw_server_inserts(raw, Int32(roundTrips)) },
            ours: {
                try await db.transaction { tx in
                    try await tx.recentChat.all.delete()
                    try await tx.recentChat.insert(contentsOf: drafts.prefix(roundTrips))
                }
                return Int64(roundTrips)
            }),
        Workload(
            name: "W3   fetch all into an array", operations: roundTrips,
            raw: { raw_server_fetch_all(raw) },
            ours: {
                let chat = try await db.recentChat.fetchAll()
                return Int64(chat.reduce(chat.count) { $0 + $1.timestamp })
            }),
        Workload(
            name: "W5   update by key", operations: roundTrips,
            raw: { raw_server_updates(raw, Int32(roundTrips)) },
            ours: {
                var sum = 0
                for i in 0..<roundTrips {
                    let name = names[i * 7919 % users]
                    if try await db.userStats.update(name, { $0.totalChatLines += 1 }) { sum += 1 }
                }
                return Int64(sum)
            }),
    ]
}
