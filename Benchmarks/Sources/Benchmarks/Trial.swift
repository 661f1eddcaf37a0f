/// A workload as the tables have it: some of them with two numbers of rows.
struct Trial: Hashable {
    let workload: Workload
    /// Whether it is about ten times as many rows.
    var isLarge = false

    static let all = Workload.allCases.flatMap { workload in
        switch workload {
        case .inserts, .manyInserts: [Trial(workload: workload), Trial(workload: workload, isLarge: true)]
        default: [Trial(workload: workload)]
        }
    }

    var name: String { workload.rawValue + (isLarge ? " 100k" : "") }
    var title: String { workload.title + (isLarge ? ", 100,000 of them" : "") }

    /// How many times in one turn.
    func operations(isServer: Bool) -> Int { isLarge ? Samples.rows : workload.operations(isServer: isServer) }

    /// In how many turns.
    func rounds(isQuick: Bool) -> Int { isQuick ? 3 : isLarge ? 5 : 9 }
}
