import Foundation

extension Arena {
    /// Lets one contestant do a workload so many times, to be looked at from outside.
    func run(_ only: (contestant: String, count: Int), _ options: Options) async throws {
        for contestant in contestants where contestant.name == only.contestant {
            for workload in Workload.allCases where options.workloads.contains(workload.rawValue) {
                try await prepare(workload)
                // All rows are fetched each time.
                for _ in 0..<(workload == .fetchAll ? only.count : 1) {
                    _ = try await contestant.run(workload, count: only.count, start: 0)
                }
            }
        }
    }
}
