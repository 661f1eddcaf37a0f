import RoseyRuntime

extension DatabaseConfiguration {
    /// For tests that are not about waiting: beside other tests and builds, a machine can be slow.
    public static let patient = DatabaseConfiguration(lockTimeout: .seconds(120))
}

extension Session {
    /// Runs SQL that the generated code has no function for.
    public func run(_ sql: String) async throws {
        try await execute(Statement(sql, .bulkWrite, table: "")) { _ in }
    }

    public func integers(_ sql: String) async throws -> [Int] {
        try await fetchAll(Statement(sql, .read, table: ""), { _ in }) { try $0.int(0) }
    }

    public func texts(_ sql: String) async throws -> [String] {
        try await fetchAll(Statement(sql, .read, table: ""), { _ in }) { try $0.text(0) }
    }
}

/// The error that `body` throws, if it is one of the database's.
public func databaseError(_ body: () async throws -> Void) async throws -> DatabaseError? {
    do {
        try await body()
        return nil
    } catch let error as DatabaseError {
        return error
    }
}
