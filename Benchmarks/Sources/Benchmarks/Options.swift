/// What the command line says.
struct Options {
    var isQuick = false
    var hasPeers = true
    var measuresMemory = false
    var databases: Set<String> = []
    var workloads: [String] = []
    /// For one contestant to be looked at from outside: its name, and how many times to do the workload.
    var only: (contestant: String, count: Int)?

    static let usage = """
        Benchmarks/run [sqlite | postgresql] [W1 …] [--quick] [--no-peers]
        Benchmarks/run --counts | --memory
        """

    init?(_ arguments: [String]) {
        var arguments = arguments[...]
        while let argument = arguments.popFirst() {
            switch argument {
            case "--quick": isQuick = true
            case "--no-peers": hasPeers = false
            case "--memory": measuresMemory = true
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

    /// Workloads are named by their beginnings; `W1` alone means only that.
    func includes(_ workload: String) -> Bool {
        workloads.isEmpty || workloads.contains { workload == $0 || workload.hasPrefix($0 + " ") }
    }
}
