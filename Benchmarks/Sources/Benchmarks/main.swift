import Foundation
import Logging
import RawC
import RoseyModels
import RoseyRuntime

// Lets each contestant do the same work on the same database, one after another, and prints the times as tables.

guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
    print(Options.usage)
    exit(64)
}

// A core that has gone to sleep takes longer to wake up than a short query takes. Linux keeps them awake while this is
// open; only root may.
let latency = open("/dev/cpu_dma_latency", O_WRONLY)
var microsecondsToWakeUp: Int32 = 0
if latency < 0 || write(latency, &microsecondsToWakeUp, 4) != 4 {
    print("The cores may sleep between two queries, which a server's times then show.\n")
}

// glibc gives memory back to the system where more is free at the end of its heap than twice the largest block that was ever
// freed, and so by what others have done before. Each page that is asked for again is a fault, of several microseconds on
// a virtual machine, and one contestant of W3 has 3,500 of them or none. Here all keep what they have.
if !options.measuresMemory { keep_freed_memory() }

/// As in production: statements are told of only where they take long, which none of these does.
let quietLogger = Logger(label: "rosey") { _ in
    var handler = StreamLogHandler.standardError(label: "rosey")
    handler.logLevel = .warning
    return handler
}

@Sendable
func openDatabase(_ url: String, isExclusive: Bool = false, isLogged: Bool = false) async throws -> Database {
    let sqlite = DatabaseConfiguration.SQLite(synchronous: .normal, isExclusive: isExclusive)
    let db = try await Database.open(
        url: url,
        configuration: DatabaseConfiguration(
            sqlite: sqlite, logging: isLogged ? .init(logger: quietLogger) : .init()))
    try await db.migrate(RoseyModels.migrations)
    return db
}

do {
    try await Task.detached {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-benchmark-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = ProcessInfo.processInfo.environment
        let hasPython = options.hasPeers && options.only == nil && environment["ROSEY_BENCHMARK_PYTHON"] != nil
        if options.hasPeers, options.only == nil, !hasPython {
            print("Python's libraries are not here, and so not in the tables.\n")
        }

        if options.measuresRebuild {
            return try await Rebuild.measure(in: folder, rounds: options.isQuick ? 3 : 7)
        }
        if options.measuresMemory {
            var addresses = ["sqlite:///\(folder.appendingPathComponent("memory.db").path)"]
            addresses += environment["ROSEY_TEST_POSTGRESQL"].map { [$0] } ?? []
            for address in addresses {
                print("## \(address.prefix { $0 != ":" })")
                let db = try await openDatabase(address)
                try await Memory.measure(db)
                await db.close()
            }
            return
        }

        func run(_ arena: Arena, _ options: Options) async throws {
            if let only = options.only { try await arena.run(only, options) } else { try await arena.measure(options) }
            await arena.close()
        }

        if options.includes(database: "sqlite") {
            let path = folder.appendingPathComponent("shared.db").path
            let rosey = RoseyContestant(name: "Rosey", db: try await openDatabase("sqlite:///\(path)"))
            var contestants: [any Contestant] = [RawSQLite(path), rosey]
            contestants.append(
                RoseyContestant(
                    name: "Rosey, with a logger", db: try await openDatabase("sqlite:///\(path)", isLogged: true)))
            contestants.append(RoseyContestant(name: "Rosey, 100 in a pipeline", db: rosey.db, isPipelined: true))
            if options.hasPeers {
                let pool = try GRDBContestant.open(path)
                contestants += [false, true].map { GRDBContestant(pool: pool, isAsync: $0) }
                contestants += [false, true].map { GRDBCodableContestant(pool: pool, isAsync: $0) }
            }
            if hasPython {
                contestants.append(
                    try PythonContestant(
                        "Python sqlite3", kind: "sqlite3", address: path, slowness: 1, without: [.durableUpdates]))
                contestants.append(
                    try PythonContestant(
                        "SQLAlchemy + aiosqlite", kind: "sqlalchemy-sqlite", address: path, slowness: 50,
                        without: [.durableUpdates]))
            }
            try await run(
                Arena("SQLite, a file in WAL mode, synchronous NORMAL", isServer: false, rosey, contestants), options)
            let own = folder.appendingPathComponent("exclusive.db").path
            if options.only == nil {
                let rosey = RoseyContestant(
                    name: "Rosey, the file is its own",
                    db: try await openDatabase("sqlite:///\(own)", isExclusive: true))
                try await run(Arena("SQLite, a file of the process's own", isServer: false, rosey, [rosey]), options)
            }
        }
        if options.includes(database: "postgresql"), let address = environment["ROSEY_TEST_POSTGRESQL"] {
            let relaxed = address + "&options=-c%20synchronous_commit%3Doff"
            for (address, isDurable) in [(relaxed, false), (address, true)] {
                var options = options
                options.isDurable = isDurable
                if isDurable, options.only != nil || !options.includes(Trial(workload: .durableUpdates)) { continue }
                let rosey = RoseyContestant(name: "Rosey", db: try await openDatabase(address))
                var contestants: [any Contestant] = [
                    RawPostgreSQL(address, isPipelined: false), RawPostgreSQL(address, isPipelined: true), rosey,
                    RoseyContestant(
                        name: "Rosey, with a logger", db: try await openDatabase(address, isLogged: true)),
                    RoseyContestant(name: "Rosey, pipelined", db: rosey.db, isPipelined: true),
                ]
                if hasPython {
                    contestants.append(
                        try PythonContestant(
                            "asyncpg", kind: "asyncpg", address: address, slowness: 1, without: []))
                    contestants.append(
                        try PythonContestant(
                            "SQLAlchemy + asyncpg", kind: "sqlalchemy-postgresql", address: address, slowness: 20,
                            without: []))
                }
                let title = "PostgreSQL over a Unix socket, synchronous_commit \(isDurable ? "on" : "off")"
                try await run(Arena(title, isServer: true, rosey, contestants), options)
            }
        }
    }.value
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
