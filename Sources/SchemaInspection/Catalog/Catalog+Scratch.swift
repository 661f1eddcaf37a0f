public import RoseyRuntime
public import SchemaKit
import SchemaSQL

extension Catalog {
    /// The catalog of a database made from a schema: made in a scratch place and read there, so that it has been rewritten
    /// by the same server in the same way.
    ///
    /// - Parameter database: says which system, and lends its server: temporary tables in a transaction that is undone.
    /// - Throws: ``DatabaseError``
    public init(of schema: Schema, like database: Database) async throws {
        try await self.init(ofStatements: database.dialect.sql.createStatements(schema), like: database)
    }

    /// The catalog of an empty database in which these statements were run.
    ///
    /// - Throws: ``DatabaseError``
    public init(ofStatements statements: [String], like database: Database) async throws {
        self = try await ScratchDatabase(like: database).with(statements: statements) {
            try await Catalog(of: $0.session)
        }
    }
}
