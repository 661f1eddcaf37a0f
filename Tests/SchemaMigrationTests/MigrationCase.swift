import Foundation
import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// One schema that becomes another, in a database with rows.
struct MigrationCase {
    let old: Schema
    let new: Schema
    let difference: SchemaDifference
    let revision: Revision

    /// - Parameters:
    ///   - old: the tables of the schema before, as YAML in its flow style: `{ t: { columns: { … } } }`.
    init(_ old: String, _ new: String, renames: [String] = []) throws {
        try self.init(from: Self.schema(old), to: Self.schema(new), renames: renames)
    }

    /// - Parameter revision: instead of the one that is made from the difference.
    init(_ other: MigrationCase, _ revision: Revision) {
        (old, new, difference) = (other.old, other.new, other.difference)
        self.revision = revision
    }

    init(from old: Schema, to new: Schema, renames: [String] = []) throws {
        self.old = old
        self.new = new
        let renames = try Renames(from: old, to: new, decisions: renames.compactMap { RenameDecision($0) })
        difference = SchemaDifference(from: old, to: new, renames: renames)
        let back = SchemaDifference(from: new, to: old, renames: renames.reversed)
        let plans = (up: MigrationPlan(difference, .postgresql), down: MigrationPlan(back, .postgresql))
        let isOwn = !plans.up.isAtomic || !plans.down.isAtomic
        revision = Revision(
            id: "step", parents: ["before"], message: "a step",
            sqlite: Revision.Script(
                up: MigrationPlan(difference, .sqlite).script(hasOwnTransactions: false),
                down: MigrationPlan(back, .sqlite).script(hasOwnTransactions: false)),
            postgresql: Revision.Script(
                up: plans.up.script(hasOwnTransactions: isOwn), down: plans.down.script(hasOwnTransactions: isOwn),
                hasOwnTransactions: isOwn))
    }

    static func schema(_ tables: String) throws -> Schema {
        let text = tables.hasPrefix("tables:") ? tables : "tables: " + tables
        let loaded = SchemaLoader.load(SourceFile(path: "case.yaml", bytes: Array(text.utf8)))
        return try #require(loaded.schema, "\(loaded.diagnostics)")
    }

    /// What changes, in words.
    var changes: [String] { difference.changes.map(\.description) }

    func statements(_ dialect: Dialect) -> [String] {
        MigrationPlan(difference, dialect).statements.filter { $0.kind == .change }.map(\.sql)
    }

    private var base: Revision {
        func script(_ dialect: Dialect) -> Revision.Script {
            Revision.Script(
                up: dialect.sql.script(dialect.sql.createStatements(old)),
                down: dialect.sql.script(dialect.sql.dropStatements(old)))
        }
        return Revision(
            id: "before", parents: [], message: "before", sqlite: script(.sqlite), postgresql: script(.postgresql))
    }

    func migrator(_ db: Database) throws -> Migrator { try Migrator(db, [base, revision]) }

    /// Makes a database of the old schema, puts rows into it, and hands it over before anything is migrated.
    func with(
        _ storage: Storage, rows: [String] = [], _ body: @Sendable (Database, Migrator) async throws -> Void
    ) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            let migrator = try migrator(db)
            try await migrator.upgrade(to: "before")
            for row in rows { try await db.session.run(row) }
            do { try await body(db, migrator) } catch {
                await db.close()
                throw error
            }
            await db.close()
        }
    }

    /// Up, a look at the rows, down, and up again; each time the database is what the schema says.
    func run(
        _ storage: Storage, rows: [String] = [], _ look: @Sendable (Database) async throws -> Void = { _ in }
    ) async throws {
        try await with(storage, rows: rows) { db, migrator in
            for direction in ["up", "down", "up"] {
                if direction == "down" { try await migrator.downgrade(to: "-1") } else { try await migrator.upgrade() }
                let expected = try await Catalog(of: direction == "down" ? old : new, like: db)
                let found = try await Catalog(of: db.session)
                #expect(found.differences(from: expected) == [], "\(direction)")
                if direction == "up" { try await look(db) }
            }
        }
    }

    /// That the rows are in the way, and nothing is written.
    func isRefused(_ storage: Storage, rows: [String], _ reason: String) async throws {
        try await with(storage, rows: rows) { db, migrator in
            let before = try await Catalog(of: db.session)
            let error = try await databaseError { try await migrator.upgrade() }
            #expect(
                error?.code == .migration && error?.message.contains(reason) == true, "\(String(describing: error))")
            #expect(try await Catalog(of: db.session) == before)
            #expect(try await migrator.applied().map(\.id) == ["before"])
        }
    }
}

extension Session {
    /// That the first column of a query has these values.
    func expect(_ sql: String, _ values: [Int], at location: SourceLocation = #_sourceLocation) async throws {
        let found = try await integers(sql)
        #expect(found == values, sourceLocation: location)
    }

    func expect(_ sql: String, _ values: [String], at location: SourceLocation = #_sourceLocation) async throws {
        let found = try await texts(sql)
        #expect(found == values, sourceLocation: location)
    }
}
