import Foundation
import RoseyRuntime

/// A schema of a test's own in the server that the test script has started.
public enum TestSchema {
    /// The server's address.
    public static var server: String {
        get throws {
            guard let url = ProcessInfo.processInfo.environment["ROSEY_TEST_POSTGRESQL"] else {
                throw DatabaseError(.misuse, "no PostgreSQL server to test with: run the tests by Scripts/test")
            }
            return url
        }
    }

    public static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
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
