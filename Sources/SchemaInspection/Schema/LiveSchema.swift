public import RoseyRuntime
public import SchemaKit

/// A live database as a schema: the way in for people who have a database already.
public struct LiveSchema: Sendable, Hashable {
    public var schema: Schema
    /// What the language cannot say, or what was taken for something near.
    public var remarks: [Remark]

    public struct Remark: Sendable, Hashable, Codable, CustomStringConvertible {
        /// `users.age`
        public var subject: String
        public var text: String

        public var description: String { "\(subject): \(text)" }
    }

    /// Reads the current schema, without the runtime's own tables.
    ///
    /// - Throws: ``DatabaseError``
    public init(of database: Database) async throws {
        switch database.dialect {
        case .sqlite:
            var reader = SQLiteReader(database.session)
            self = try await reader.read()
        case .postgresql:
            var reader = PostgreSQLReader(database.session)
            self = try await reader.read()
        }
    }

    init(schema: Schema, remarks: [Remark]) {
        self.schema = schema
        self.remarks = remarks
    }
}
