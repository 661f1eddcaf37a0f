import RawC

/// C over sqlite3.
final class RawSQLite: Contestant, @unchecked Sendable {
    // Unchecked: contestants run one after another.
    let name = "C"
    private let path: String
    private let raw: OpaquePointer

    init(_ path: String) {
        self.path = path
        raw = raw_sqlite_open(path, 0)
    }

    deinit { raw_sqlite_close(raw) }

    func run(_ workload: Workload, count: Int, start: Int) -> Int? {
        Int(raw_sqlite_run(raw, workload.rawValue, Int32(count), Int64(start)))
    }

    /// Moves all of the write-ahead log into the file.
    func checkpoint() -> Bool { raw_sqlite_checkpoint(raw) != 0 }

    func runConcurrently(seconds: Double) -> Concurrency? {
        Concurrency(raw_sqlite_concurrent(path, seconds))
    }
}

/// C over libpq, statement by statement or with many under way.
final class RawPostgreSQL: Contestant, @unchecked Sendable {
    // Unchecked: contestants run one after another.
    let name: String
    private let address: String
    private let isPipelined: Bool
    private let raw: OpaquePointer

    init(_ address: String, isPipelined: Bool) {
        self.address = address
        self.isPipelined = isPipelined
        name = isPipelined ? "C, pipelined / COPY" : "C"
        raw = raw_postgresql_open(address)
    }

    deinit { raw_postgresql_close(raw) }

    func run(_ workload: Workload, count: Int, start: Int) -> Int? {
        let (count, start) = (Int32(count), Int64(start))
        guard isPipelined else { return Int(raw_postgresql_run(raw, workload.rawValue, count, start)) }
        guard [.selects, .manyInserts, .manyUpserts, .messages].contains(workload) else { return nil }
        return Int(raw_postgresql_run_pipelined(raw, workload.rawValue, count, start))
    }

    func compact() -> Bool { raw_postgresql_compact(raw) != 0 }

    func runConcurrently(seconds: Double) -> Concurrency? {
        isPipelined ? nil : Concurrency(raw_postgresql_concurrent(address, seconds))
    }
}

extension Concurrency {
    fileprivate init(_ raw: concurrency) {
        self.init(
            readsPerSecond: raw.reads_per_second, p50: raw.p50, p99: raw.p99, writesPerSecond: raw.writes_per_second)
    }
}
