import RoseyModels
import RoseyRuntime
import Synchronization
import TestSupport

/// Where a database under test lives. What both must do is tested on both.
enum Storage: String, CaseIterable {
    case memory, file
}

extension DatabaseConfiguration {
    /// For tests that are not about waiting: beside other tests and builds, a machine can be slow.
    static let patient = DatabaseConfiguration(lockTimeout: .seconds(120))
}

/// Runs `body` with a new database that has all tables.
func withDatabase<Result>(
    _ storage: Storage = .memory, configuration: DatabaseConfiguration = .patient,
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
