import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaSQL

/// Tries a whole schema on SQLite: the SQL that it states itself, and where that is understood, whether the columns of its
/// views are what it says.
enum SchemaTrial {
    static func diagnostics(for schema: Schema) async throws -> [Diagnostic] {
        let diagnostics = try await SQLiteTrial.diagnostics(for: schema)
        if !diagnostics.isEmpty || schema.views.isEmpty { return diagnostics }
        return try await MemoryDatabases().with { database in
            try await database.create(GeneratedSchema(PerDialect { $0.sql.script($0.sql.createStatements(schema)) }))
            return try await ViewCheck.mistakes(in: schema, database).compactMap { mistake in
                mistake.column.origin.span.map { Diagnostic(message: "\(mistake)", span: $0) }
            }
        }
    }
}
