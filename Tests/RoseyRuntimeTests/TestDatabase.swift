import Foundation
import RoseyModels
import RoseyRuntime
import Synchronization
import TestSupport

/// Where a database under test lives. What both must do is tested on both.
enum Storage: String, CaseIterable {
    case memory, file, postgresql

    static let sqlite: [Storage] = [.memory, .file]
    /// Those where several connections see one database.
    static let shared: [Storage] = [.file, .postgresql]

    /// Runs `body` with the address of a new, empty database.
    func withURL<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        switch self {
        case .memory: return try await body("sqlite:///:memory:")
        case .file:
            let folder = try TemporaryFolder()
            return try await body(folder.url("test.db"))
        case .postgresql: return try await TestSchema.with(body)
        }
    }
}

/// A schema of a test's own in the server that the test script has started.
enum TestSchema {
    /// The server's address.
    static var server: String {
        get throws {
            guard let url = ProcessInfo.processInfo.environment["ROSEY_TEST_POSTGRESQL"] else {
                throw DatabaseError(.misuse, "no PostgreSQL server to test with: run the tests by Scripts/test")
            }
            return url
        }
    }

    static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let name = "test_" + String(UInt64.random(in: .min ... .max), radix: 36)
        try await administer("CREATE SCHEMA \(name)")
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body("\(try server)&options=-csearch_path%3D\(name)"))
        } catch {
            result = .failure(error)
        }
        try await administer("DROP SCHEMA \(name) CASCADE")
        return try result.get()
    }

    private static func administer(_ sql: String) async throws {
        let db = try await Database.open(url: try server, configuration: .patient)
        try await db.session.run(sql)
        await db.close()
    }
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
    try await storage.withURL { url in
        let db = try await Database.open(url: url, configuration: configuration)
        try await db.migrate(RoseyModels.migrations)
        let result = try await body(db)
        await db.close()
        return result
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
