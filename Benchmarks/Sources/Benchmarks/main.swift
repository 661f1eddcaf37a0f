import Foundation
import RawPostgreSQL
import RawSQLite
import RoseyModels
import RoseyRuntime

// Runs each workload in C and through the generated API, in turn, and prints the time for one operation and the ratio of
// each pair. Both work on the same database, and must come to the same checksum.

// A core that has gone to sleep takes longer to wake up than a short query takes. Linux keeps them awake while this is
// open; only root may.
let latency = open("/dev/cpu_dma_latency", O_WRONLY)
var microsecondsToWakeUp: Int32 = 0
if latency < 0 || write(latency, &microsecondsToWakeUp, 4) != 4 {
    print("The cores may sleep between two queries, which a server's times then show.\n")
}

/// The users that all workloads find.
func prepare(_ url: String) async throws -> Database {
    let db = try await Database.open(
        url: url, configuration: DatabaseConfiguration(sqlite: .init(synchronous: .normal)))
    try await db.migrate(RoseyModels.migrations)
    try await db.userStats.insert(
        contentsOf: (0..<users).map {
            UserStats.Draft(username: "user\($0)", firstSeen: $0, lastSeen: 1_790_000_000 + $0)
        })
    return db
}

let path = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-benchmark-\(getpid()).db").path
defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
let file = try await prepare("sqlite:///\(path)")
guard let raw = raw_open(path, Int32(users), Int32(rows)) else {
    fatalError("the database that was just made does not open")
}
try await measure("SQLite, a file in WAL mode, synchronous NORMAL", sqliteWorkloads(file, raw))
raw_close(raw)
await file.close()

if let address = ProcessInfo.processInfo.environment["ROSEY_TEST_POSTGRESQL"] {
    let server = try await prepare(address)
    guard let raw = raw_server_open(address, Int32(users), Int32(rows)) else { fatalError("the server is away") }
    try await measure("PostgreSQL, over a Unix socket", postgresqlWorkloads(server, raw))
    raw_server_close(raw)
    await server.close()
}
