public import RoseyRuntime
public import SchemaKit
import SchemaSQL

extension Catalog {
    /// The catalog of a database made from a schema: made in a scratch place and read there, so that it has been rewritten
    /// by the same server in the same way.
    ///
    /// - Parameter database: says which system, and lends its server: a schema of its own, in a transaction that is undone.
    /// - Throws: ``DatabaseError``
    public init(of schema: Schema, like database: Database) async throws {
        let dialect: SchemaSQL.Dialect = database.dialect == .sqlite ? .sqlite : .postgresql
        try await self.init(ofStatements: dialect.createStatements(schema), like: database)
    }

    /// The catalog of an empty database in which these statements were run.
    ///
    /// - Throws: ``DatabaseError``
    public init(ofStatements statements: [String], like database: Database) async throws {
        switch database.dialect {
        case .sqlite:
            let scratch = try await Database.open(url: "sqlite:///:memory:")
            let result: Result<Catalog, any Error>
            do {
                // Foreign keys are off: scripts take tables down.
                try await scratch.session.execute(Statement("PRAGMA foreign_keys = OFF", .write, table: "")) { _ in }
                for statement in statements {
                    try await scratch.session.execute(Statement(statement, .bulkWrite, table: "")) { _ in }
                }
                result = .success(try await Catalog(of: scratch.session))
            } catch {
                result = .failure(error)
            }
            await scratch.close()
            self = try result.get()
        case .postgresql:
            let name = "rosey_scratch_" + String(UInt64.random(in: .min ... .max), radix: 36)
            do {
                try await database.transaction { transaction in
                    func run(_ sql: String) async throws {
                        try await transaction.session.execute(Statement(sql, .write, table: "")) { _ in }
                    }
                    try await run("CREATE SCHEMA \(name)")
                    try await run(
                        "SELECT set_config('search_path', '\(name), ' || current_setting('search_path'), true)")
                    for statement in statements { try await run(statement) }
                    throw Undo(catalog: try await Catalog(of: transaction.session))
                }
                self.init()
            } catch let undo as Undo {
                self = undo.catalog
            }
        }
    }

    /// Ends a transaction of which nothing is to stay.
    private struct Undo: Error {
        let catalog: Catalog
    }
}
