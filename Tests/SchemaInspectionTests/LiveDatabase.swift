import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaSQL
import TestDatabases

/// A database made of statements, for the time of a test.
enum LiveDatabase {
    static func with<Result>(
        _ statements: [String], on storage: Storage = .memory, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            do {
                for statement in statements { try await db.session.run(statement) }
                let result = try await body(db)
                await db.close()
                return result
            } catch {
                await db.close()
                throw error
            }
        }
    }

    /// What is read of a database made of statements.
    static func inspect(_ statements: [String], on storage: Storage = .memory) async throws -> LiveSchema {
        try await with(statements, on: storage) { try await Inspector.inspect($0) }
    }
}

extension Storage {
    var rendering: Dialect { self == .postgresql ? .postgresql : .sqlite }
}

extension LiveSchema {
    /// The remarks in words.
    var notes: [String] { remarks.map(\.description) }
}
