public import RoseyRuntime
public import SchemaKit
import SchemaSQL

/// Tells what a live database is, and what it would be had it been made from a schema.
///
/// Both are read by one route, so that whatever a database rewrites is rewritten in both: they are equal exactly when the
/// databases are the same, however their SQL was spelled.
public enum Inspector {
    /// Reads what the database has, without the runtime's own tables.
    ///
    /// - Throws: ``DatabaseError``
    public static func inspect(_ database: Database) async throws -> LiveSchema {
        switch database.dialect {
        case .sqlite: try await database.read { try await read($0, .sqlite) }
        // A transaction of the primary: a replica may not have yet what a migration has just made.
        case .postgresql: try await database.transaction { try await read($0, .postgresql) }
        }
    }

    /// What ``inspect(_:)`` would say of a database made from the schema.
    ///
    /// - Parameter database: says which system, and lends its server: temporary tables in a transaction that is undone.
    /// - Throws: ``DatabaseError``
    public static func expectation(of schema: Schema, on database: Database) async throws -> LiveSchema {
        let statements = database.dialect.sql.createStatements(schema)
        return try await ScratchDatabase(like: database).with(statements: statements) {
            try await read($0, database.dialect)
        }
    }

    /// What ``inspect(_:)`` would say of an empty database in which the scripts were run, one after the other.
    ///
    /// On PostgreSQL they run in one transaction: their own ones are left out, and an index is built as in any transaction
    /// though they say `CONCURRENTLY`.
    ///
    /// - Throws: ``DatabaseError``
    public static func expectation(ofScripts scripts: [String], on database: Database) async throws -> LiveSchema {
        try await ScratchDatabase(like: database).with(scripts: scripts) {
            try await read($0, database.dialect)
        }
    }

    private static func read(_ transaction: Transaction, _ dialect: Dialect) async throws -> LiveSchema {
        switch dialect {
        case .sqlite:
            var reader = SQLiteReader(transaction)
            return try await reader.read()
        case .postgresql:
            var reader = PostgreSQLReader(transaction.session)
            return try await reader.read()
        }
    }
}
