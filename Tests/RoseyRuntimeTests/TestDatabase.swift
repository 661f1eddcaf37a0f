import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport

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

/// Takes long, and yields its one row only at its end.
let slowQuery = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT sum(i) FROM n
    """

/// Never ends.
let endlessQuery = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
