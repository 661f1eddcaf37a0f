import Foundation
import RoseyModels
import RoseyRuntime
import Synchronization

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
    func url(_ name: String) -> String { "sqlite:///" + file(name) }
}

/// Where a database under test lives. What both must do is tested on both.
enum Storage: String, CaseIterable {
    case memory, file
}

/// Runs `body` with a new database that has all tables.
func withDatabase<Result>(
    _ storage: Storage = .memory, configuration: DatabaseConfiguration = DatabaseConfiguration(),
    _ body: (Database) async throws -> Result
) async throws -> Result {
    let folder = try TemporaryFolder()
    let url = storage == .memory ? "sqlite:///:memory:" : folder.url("test.db")
    let db = try await Database.open(url: url, configuration: configuration)
    try await db.migrate(RoseyModels.migrations)
    let result = try await body(db)
    await db.close()
    return result
}

/// A reproducible generator; a failing test prints its seed, and `ROSEY_TEST_SEED` runs it again.
struct SeededGenerator: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init() {
        let given = ProcessInfo.processInfo.environment["ROSEY_TEST_SEED"].flatMap(UInt64.init)
        seed = given ?? UInt64.random(in: 0...UInt64.max)
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension Session {
    /// Runs SQL that the generated code has no function for.
    func run(_ sql: String) async throws {
        try await execute(Statement(sql, .bulkWrite, table: "")) { _ in }
    }

    func integers(_ sql: String) async throws -> [Int] {
        try await fetchAll(Statement(sql, .read, table: ""), { _ in }) { try $0.int(0) }
    }

    func texts(_ sql: String) async throws -> [String] {
        try await fetchAll(Statement(sql, .read, table: ""), { _ in }) { try $0.text(0) }
    }
}

/// Takes long, and yields its one row only at its end.
let slowQuery = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT sum(i) FROM n
    """

/// Never ends.
let endlessQuery = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

/// The error that `body` throws, if it is one of the database's.
func databaseError(_ body: () async throws -> Void) async throws -> DatabaseError? {
    do {
        try await body()
        return nil
    } catch let error as DatabaseError {
        return error
    }
}

/// Something that tasks of a test share.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }

    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        mutex.withLock { body(&$0) }
    }
}
