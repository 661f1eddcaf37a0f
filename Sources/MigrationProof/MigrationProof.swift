public import RoseyRuntime
import SchemaInspection
import SchemaKit
public import SchemaMigration
import SchemaSQL

/// Tries a revision: up, down and up again, in an empty database with rows made up for the purpose, and looks each time
/// whether the database is what the schema says and the rows are still what they were.
public struct MigrationProof: Sendable {
    /// What the proof has seen.
    public struct Result: Sendable {
        /// Tables into which no row could be put: nothing satisfied their checks.
        public var emptyTables: [String] = []
        /// Why it was done without rows, if it was: those made up are in the way of the change.
        public var withoutRows: String?
        /// Why the way back was gone without rows, if it was.
        public var backWithoutRows: String?
    }

    /// The revision does not do what it should.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let difference: SchemaDifference
    private let revision: Revision
    private let dialect: any SQLDialect
    private let database: Database
    private static let rowCount = 7

    /// - Parameters:
    ///   - difference: what the revision is for.
    ///   - database: an empty one.
    public init(_ revision: Revision, _ difference: SchemaDifference, in database: Database) {
        self.revision = revision
        self.difference = difference
        self.database = database
        dialect = database.dialect.sql
    }

    /// - Throws: ``Failure``; ``DatabaseError`` where a script fails.
    public func run() async throws -> Result {
        var result = Result()
        let base = Revision(
            id: "before", parents: [], message: "the schema before",
            scripts: PerDialect { Revision.Script(up: script(of: $0.sql), down: "") })
        let step = Revision(
            id: revision.id, parents: ["before"], message: revision.message, irreversible: nil,
            scripts: revision.scripts)
        let migrator = try Migrator(proving: [base, step], in: database)
        try await migrator.upgrade(to: "before")
        result.emptyTables = try await SampleRows(difference.old, dialect).insert(Self.rowCount, into: database)
        var before = try await rows(isOld: true)
        do {
            try await migrator.upgrade()
        } catch let error as DatabaseError where error.isAboutRows {
            result.withoutRows = error.message
            try await clear(difference.old)
            before = try await rows(isOld: true)
            try await migrator.upgrade()
        }
        try await compare(with: difference.new, "after the upgrade")
        if try await unchangedRows(isOld: false) != before.unchanged {
            throw Failure(description: "the upgrade changed rows")
        }
        do {
            try await migrator.downgrade(to: "-1")
        } catch let error as DatabaseError where error.isAboutRows {
            result.backWithoutRows = error.message
            try await clear(difference.new)
            try await migrator.downgrade(to: "-1")
        }
        try await compare(with: difference.old, "after the downgrade")
        if result.backWithoutRows == nil, try await rows(isOld: true) != before {
            throw Failure(description: "the downgrade did not bring the rows back")
        }
        // Up again, with rows in what the way back has made anew.
        try await clear(difference.old)
        _ = try await SampleRows(difference.old, dialect).insert(result.withoutRows == nil ? 1 : 0, into: database)
        do {
            try await migrator.upgrade()
        } catch let error as DatabaseError where error.isAboutRows {
            try await clear(difference.old)
            try await migrator.upgrade()
        }
        try await compare(with: difference.new, "after the second upgrade")
        try await clear(difference.new)
        let mistakes = try await ViewCheck.mistakes(in: difference.new, database)
        if !mistakes.isEmpty { throw Failure(description: mistakes.map(\.description).joined(separator: "\n")) }
        return result
    }

    private func script(of dialect: any SQLDialect) -> String {
        dialect.script(dialect.createStatements(difference.old))
    }

    private func compare(with schema: Schema, _ when: String) async throws {
        let found = try await Catalog(of: database.session)
        let expected = try await Catalog(of: schema, like: database)
        let differences = found.differences(from: expected)
        if differences.isEmpty { return }
        throw Failure(
            description: "\(when) on \(dialect.system.rawValue), the database is not what the schema says:\n"
                + differences.map { "  \($0)" }.joined(separator: "\n"))
    }

    private func clear(_ schema: Schema) async throws {
        // Rows refer to one another in any direction.
        for _ in schema.tables {
            for table in schema.tables {
                _ = try? await database.session.execute(
                    Statement("DELETE FROM \(dialect.quote(table.name))", .bulkWrite, table: "")
                ) { _ in }
            }
        }
    }

    // MARK: - Rows

    private struct Rows: Hashable {
        var unchanged: [StoredRows] = []
        var all: [StoredRows] = []
    }

    private func rows(isOld: Bool) async throws -> Rows {
        var rows = Rows(unchanged: try await unchangedRows(isOld: isOld))
        for table in difference.survivingTables {
            rows.all.append(
                try await StoredRows(
                    table.columns.map { isOld ? $0.old : $0.new }, of: isOld ? table.oldName : table.newName,
                    in: database,
                    dialect))
        }
        return rows
    }

    /// Of the columns whose values are stored as they were.
    private func unchangedRows(isOld: Bool) async throws -> [StoredRows] {
        var rows: [StoredRows] = []
        for table in difference.survivingTables {
            let columns = table.columns.filter(\.isUnchanged).map { isOld ? $0.old : $0.new }
            rows.append(
                try await StoredRows(columns, of: isOld ? table.oldName : table.newName, in: database, dialect))
        }
        return rows
    }
}

extension DatabaseError {
    /// Whether rows were in the way: most are found before anything is written, some only when they are, as by a cast, or by a
    /// check that a column's default does not satisfy. All is undone then.
    fileprivate var isAboutRows: Bool { [.migration, .typeMismatch, .foreignKey, .check, .unique].contains(code) }
}
