import Foundation
import RawSQLite
import RoseyModels
import RoseyRuntime

// Runs each workload in C and through the generated API, in turn, and prints the time for one operation and the ratio of
// each pair. Both work on the same file, and must come to the same checksum.

let path = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-benchmark-\(getpid()).db").path
defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }

let db = try await Database.open(
    url: "sqlite:///\(path)", configuration: DatabaseConfiguration(sqlite: .init(synchronous: .normal)))
try await db.migrate(RoseyModels.migrations)
try await db.userStats.insert(
    contentsOf: (0..<users).map {
        UserStats.Draft(username: "user\($0)", firstSeen: $0, lastSeen: 1_790_000_000 + $0, totalChatLines: $0)
    })
guard let raw = raw_open(path, Int32(users), Int32(rows)) else {
    fatalError("the database that was just made does not open")
}

func microseconds(_ operations: Int, _ work: () async throws -> Int64) async throws -> (Double, Int64) {
    let start = ContinuousClock.now
    let result = try await work()
    return (start.duration(to: .now) / .microseconds(1) / Double(operations), result)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let rounds = 9
print("workload                              raw C µs   ours µs   ratio (median of \(rounds) rounds)")
for workload in workloads(db, raw) {
    var rawTimes: [Double] = []
    var ourTimes: [Double] = []
    for round in 0...rounds {
        let (rawTime, rawResult) = try await microseconds(workload.operations) { workload.raw() }
        let (ourTime, ourResult) = try await microseconds(workload.operations) { try await workload.ours() }
        guard rawResult == ourResult, rawResult >= 0 else {
            fatalError("\(workload.name): the results differ: \(rawResult), \(ourResult)")
        }
        // The first round warms up.
        if round > 0 {
            rawTimes.append(rawTime)
            ourTimes.append(ourTime)
        }
    }
    let ratio = median(zip(ourTimes, rawTimes).map { $0 / $1 })
    let name = workload.name.padding(toLength: 36, withPad: " ", startingAt: 0)
    print(name, String(format: "%9.3f %9.3f %7.2f×", median(rawTimes), median(ourTimes), ratio))
}
raw_close(raw)
await db.close()
