import Foundation

/// One operation, done many times in C and through the generated API. Both return the same checksum.
struct Workload {
    let name: String
    let operations: Int
    let raw: () -> Int64
    let ours: () async throws -> Int64
}

private func microseconds(_ operations: Int, _ work: () async throws -> Int64) async throws -> (Double, Int64) {
    let start = ContinuousClock.now
    let result = try await work()
    return (start.duration(to: .now) / .microseconds(1) / Double(operations), result)
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Runs the workloads in turn with their counterparts in C, and prints a line for each.
func measure(_ title: String, _ workloads: [Workload]) async throws {
    let rounds = 9
    print(title)
    print("workload                              raw C µs   ours µs   ratio (median of \(rounds) rounds)")
    // All, or those that the command line names by their beginnings.
    let chosen = CommandLine.arguments.dropFirst()
    for workload in workloads where chosen.isEmpty || chosen.contains(where: workload.name.hasPrefix) {
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
    print()
}
