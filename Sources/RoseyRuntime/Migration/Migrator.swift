#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Brings a database from one revision to another, one revision a transaction: each takes effect as a whole, with the
/// record of it, or not at all.
///
/// Any number of processes may do this at once. Each step is decided inside its own transaction, so one process applies
/// it and the others find it done.
public struct Migrator: Sendable {
    private let database: Database
    private let history: RevisionHistory

    /// - Throws: ``DatabaseError/Code/migration`` where the revisions are not one line from a first to a last.
    public init(_ database: Database, _ revisions: [Revision]) throws {
        self.database = database
        history = try RevisionHistory(revisions)
    }

    /// The revisions in the order in which they are applied.
    ///
    /// - Throws: ``DatabaseError/Code/migration`` where the revisions are not one line from a first to a last.
    public static func inOrder(_ revisions: [Revision]) throws -> [Revision] {
        try RevisionHistory(revisions).revisions
    }

    /// All revisions, from the first to the head.
    public var revisions: [Revision] { history.revisions }

    /// The revisions that the database has, in the order in which they were applied.
    ///
    /// - Throws: ``DatabaseError``
    public func applied() async throws -> [AppliedRevision] {
        try await database.session.appliedRevisions()
    }

    /// The revisions that the database does not have yet, in the order in which they will be applied.
    ///
    /// - Throws: ``DatabaseError/Code/migration`` where the database's record contradicts the revisions.
    public func pending() async throws -> [Revision] {
        let applied = try await applied()
        return Array(history.revisions.dropFirst(try check(applied)))
    }

    /// Applies all revisions up to `target`, or all there are.
    ///
    /// - Parameter progress: called after each revision.
    /// - Returns: the revisions that this call applied, in order.
    /// - Throws: ``DatabaseError/Code/migration`` where the database's record contradicts the revisions, and whatever a
    ///   script fails with. The revisions before the one that failed stay applied.
    @discardableResult
    public func upgrade(
        to target: String? = nil, progress: @Sendable (Revision) -> Void = { _ in }
    ) async throws -> [Revision] {
        let end = try target.map { try position(of: $0) + 1 } ?? history.revisions.count
        var done: [Revision] = []
        while let revision = try await applyNext(before: end) {
            done.append(revision)
            progress(revision)
        }
        return done
    }

    /// Takes back all revisions after `target`, or all there are.
    ///
    /// - Parameter progress: called after each revision.
    /// - Returns: the revisions that this call took back, in order.
    /// - Throws: ``DatabaseError``
    @discardableResult
    public func downgrade(
        to target: String?, progress: @Sendable (AppliedRevision) -> Void = { _ in }
    ) async throws -> [AppliedRevision] {
        if let target { try requireApplied(target, await applied()) }
        var done: [AppliedRevision] = []
        while let revision = try await takeBackLast(downTo: target) {
            done.append(revision)
            progress(revision)
        }
        return done
    }

    private func requireApplied(_ target: String, _ applied: [AppliedRevision]) throws {
        if applied.contains(where: { $0.id == target }) { return }
        throw DatabaseError(.migration, "the database does not have revision \(target), so it cannot go back to it")
    }

    private func applyNext(before end: Int) async throws -> Revision? {
        // Without a lock first: a database that is up to date is only read.
        if try await check(applied()) >= end { return nil }
        return try await database.migrationTransaction { transaction in
            let applied = try await transaction.session.appliedRevisions()
            let position = try check(applied)
            guard position < end else { return nil }
            if applied.isEmpty { try await refuseForeignTables(transaction) }
            let revision = history.revisions[position]
            let script = revision.script(database.dialect)
            let start = ContinuousClock.now
            try await run(script.up, of: revision.id, in: transaction)
            let duration = start.duration(to: .now)
            try await transaction.session.execute(RevisionTable.create) { _ in }
            try await transaction.session.execute(RevisionTable.insert) { parameters in
                parameters.bind(position + 1, at: 1)
                parameters.bind(revision.id, at: 2)
                parameters.bind(revision.message, at: 3)
                parameters.bind(script.checksum, at: 4)
                parameters.bind(script.up, at: 5)
                parameters.bind(script.down, at: 6)
                parameters.bind(time(nil), at: 7)
                parameters.bind(Int(duration / .microseconds(1)), at: 8)
            }
            return revision
        }
    }

    private func takeBackLast(downTo target: String?) async throws -> AppliedRevision? {
        try await database.migrationTransaction { transaction in
            let applied = try await transaction.session.appliedRevisions()
            if let target { try requireApplied(target, applied) }
            guard let last = applied.last, last.id != target else { return nil }
            try await run(last.down, of: last.id, in: transaction)
            try await transaction.session.execute(RevisionTable.delete) { $0.bind(last.id, at: 1) }
            return last
        }
    }

    private func run(_ script: String, of revision: String, in transaction: Transaction) async throws {
        do {
            try await transaction.runScript(script)
        } catch var error as DatabaseError {
            error.message = "revision \(revision) failed and was undone: \(error.message)"
            throw error
        }
    }

    /// Compares the record with the revisions, and returns how many of them are applied.
    private func check(_ applied: [AppliedRevision]) throws -> Int {
        for (number, record) in applied.enumerated() {
            guard number < history.revisions.count, history.revisions[number].id == record.id else {
                let isKnown = history.revisions.contains { $0.id == record.id }
                throw DatabaseError(
                    .migration,
                    isKnown
                        ? "the database has applied revision \(record.id) in another place of the history"
                        : "the database has revision \(record.id) (\(record.message)), which is not known here; "
                            + "is this an older version of the program?")
            }
            let revision = history.revisions[number]
            if revision.script(database.dialect).checksum != record.checksum {
                throw DatabaseError(
                    .migration,
                    "revision \(record.id) (\(record.message)) was edited after it had been applied to this database; "
                        + "restore it, and put the change into a new revision")
            }
        }
        return applied.count
    }

    /// A database with tables but no record was not made by these revisions, and they would not fit.
    private func refuseForeignTables(_ transaction: Transaction) async throws {
        let tables = try await transaction.session.tableNames().filter { $0 != RevisionTable.name }
        if tables.isEmpty { return }
        throw DatabaseError(
            .migration,
            "the database has tables already (\(tables.joined(separator: ", "))) but no record of revisions, "
                + "so it was made by something else; nothing was changed")
    }

    private func position(of id: String) throws -> Int {
        guard let position = history.revisions.firstIndex(where: { $0.id == id }) else {
            throw DatabaseError(.migration, "there is no revision \(id)")
        }
        return position
    }
}

extension Database {
    /// Applies all revisions that this database does not have yet: `try await db.migrate(RoseyModels.migrations)`.
    ///
    /// Safe to call at every start, from any number of processes at once (see ``Migrator``).
    ///
    /// - Returns: the revisions that this call applied.
    /// - Throws: ``DatabaseError``
    @discardableResult
    public func migrate(_ revisions: [Revision]) async throws -> [Revision] {
        try await Migrator(self, revisions).upgrade()
    }
}
