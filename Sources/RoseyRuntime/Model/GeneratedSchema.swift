/// The statements that make all tables of a schema, for each dialect. Generated code provides it as `schema`.
public struct GeneratedSchema: Sendable {
    /// The statements, as a text for each database.
    public let scripts: PerDialect<String>

    public init(sqlite: String, postgresql: String) {
        self.init(PerDialect(sqlite: sqlite, postgresql: postgresql))
    }

    public init(_ scripts: PerDialect<String>) {
        self.scripts = scripts
    }
}

extension Database {
    /// Makes all tables of a schema in a database that has none of them, without any record of revisions: right for
    /// tests and for databases in memory. A database that lives on is made with ``migrate(_:)``.
    ///
    /// - Throws: ``DatabaseError``, for one if a table exists; nothing is made then.
    public func create(_ schema: GeneratedSchema) async throws {
        try await transaction { try await $0.runScript(schema.scripts[self.dialect]) }
    }
}

extension Transaction {
    /// Runs a text of any number of statements.
    func runScript(_ sql: String) async throws {
        for command in try session.dialect.commands(of: sql) { try await runCommand(command.text) }
    }

    /// Runs one command of a script, and tells how many rows it changed.
    @discardableResult
    package func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)? = nil) async throws -> Int {
        try await withConnection { try await $0.runCommand(sql, progress: progress) }
    }

    /// Runs what is not a statement on the transaction's connection, and fails the transaction with it.
    func withConnection<Result>(_ body: (any DriverConnection) async throws -> Result) async throws -> Result {
        let connection = try await take(.write)
        defer { leave(connection) }
        do {
            return try await body(connection)
        } catch {
            fail(error)
            throw error
        }
    }
}
