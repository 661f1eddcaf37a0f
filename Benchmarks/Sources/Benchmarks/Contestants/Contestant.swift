/// One way to do the workloads.
protocol Contestant: Sendable {
    var name: String { get }
    /// By what the number of operations is divided, for those that take long.
    var slowness: Int { get }

    /// Does a workload, and returns a checksum of what it read or wrote, which is the same for all; `nil` where this one
    /// does not take part.
    ///
    /// - Parameter start: by how much the first chat message's timestamp is later than the first of all.
    func run(_ workload: Workload, count: Int, start: Int) async throws -> Int?

    /// W8: eight readers and a writer; `nil` where this one does not take part.
    func runConcurrently(seconds: Double) async throws -> Concurrency?
}

extension Contestant {
    var slowness: Int { 1 }
}

/// What eight readers and a writer have done, times in microseconds.
struct Concurrency: Sendable {
    var readsPerSecond: Double
    var p50: Double
    var p99: Double
    var writesPerSecond: Double
}

/// Runs eight tasks that read and one that writes.
func concurrently(
    seconds: Double, read: @escaping @Sendable (Int) async throws -> Void,
    write: @escaping @Sendable (Int) async throws -> Void
) async throws -> Concurrency {
    let end = ContinuousClock.now + .seconds(seconds)
    return try await withThrowingTaskGroup(of: (times: [Double], writes: Int).self) { group in
        for reader in 1...8 {
            group.addTask {
                var times: [Double] = []
                var i = reader
                var begin = ContinuousClock.now
                while begin < end {
                    try await read(i)
                    let now = ContinuousClock.now
                    times.append(begin.duration(to: now) / .microseconds(1))
                    begin = now
                    i += 1
                }
                return (times, 0)
            }
        }
        group.addTask {
            var i = 0
            while ContinuousClock.now < end {
                try await write(i)
                i += 1
            }
            return ([], i)
        }
        var times: [Double] = []
        var writes = 0
        for try await result in group {
            times += result.times
            writes += result.writes
        }
        times.sort()
        return Concurrency(
            readsPerSecond: Double(times.count) / seconds, p50: times[times.count / 2],
            p99: times[times.count * 99 / 100], writesPerSecond: Double(writes) / seconds)
    }
}
