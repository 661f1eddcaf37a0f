/// What the command line says.
struct Options {
    var isQuick = false
    var hasPeers = true
    var measuresMemory = false
    var measuresRebuild = false
    /// Whether commits wait for the disk, which one workload is about and the others are not.
    var isDurable = false
    var databases: Set<String> = []
    var workloads: [String] = []
    /// For one contestant to be looked at from outside: its name, and how many times to do the workload.
    var only: (contestant: String, count: Int)?

    static let usage = """
        Benchmarks/run [sqlite | postgresql] [W1 …] [--quick] [--no-peers]
        Benchmarks/run --counts | --memory | --rebuild
        """

    init?(_ arguments: [String]) {
        var arguments = arguments[...]
        while let argument = arguments.popFirst() {
            switch argument {
            case "--quick": isQuick = true
            case "--no-peers": hasPeers = false
            case "--memory": measuresMemory = true
            case "--rebuild": measuresRebuild = true
            case "--only":
                guard let contestant = arguments.popFirst(), let count = arguments.popFirst().flatMap({ Int($0) })
                else { return nil }
                only = (contestant, count)
            case "sqlite", "postgresql": databases.insert(argument)
            case let name where name.hasPrefix("W"): workloads.append(name)
            default: return nil
            }
        }
    }

    func includes(database: String) -> Bool { databases.isEmpty || databases.contains(database) }

    func includes(_ trial: Trial) -> Bool {
        isDurable == (trial.workload == .durableUpdates) && includes(name: trial.name)
    }

    /// `W2` means `W2 many` and `W2 100k` as well, and `W1` not `W1b`.
    func includes(name: String) -> Bool {
        workloads.isEmpty || workloads.contains { name == $0 || name.hasPrefix($0 + " ") }
    }
}
