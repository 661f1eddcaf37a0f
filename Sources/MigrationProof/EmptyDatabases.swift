public import RoseyRuntime

/// Where empty databases are to be had, each for as long as it is needed.
public protocol EmptyDatabases: Sendable {
    /// Runs `body` with a database that is made for it and does not outlive it.
    ///
    /// - Throws: ``DatabaseError`` where it cannot be made; what `body` throws.
    func with<Result: Sendable>(_ body: (Database) async throws -> Result) async throws -> Result
}

/// Databases of SQLite, in memory.
public struct MemoryDatabases: EmptyDatabases {
    public init() {}

    public func with<Result: Sendable>(_ body: (Database) async throws -> Result) async throws -> Result {
        let memory = try await Database.open(url: "sqlite:///:memory:")
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(memory)) } catch { outcome = .failure(error) }
        await memory.close()
        return try outcome.get()
    }
}
