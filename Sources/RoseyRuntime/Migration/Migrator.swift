import ExactText

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Brings a database from one revision to another, one revision after the other: each takes effect as a whole, with the
/// record of it, or not at all, unless its script says itself what is a transaction.
///
/// Any number of processes may do this at once. Each step is decided inside its own transaction, so one process applies
/// it and the others find it done.
public struct Migrator: Sendable {
    let database: Database
    private let history: RevisionHistory

    /// - Throws: ``DatabaseError/Code/migration`` where the revisions are no history (see ``RevisionHistory``).
    public init(_ database: Database, _ revisions: [Revision]) throws {
        self.database = database
        history = try RevisionHistory(revisions)
    }

    /// All revisions, from the first to the head.
    public var revisions: [Revision] { history.revisions }

    // MARK: - What the database has

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
        try Self.pending(history, after: await applied(), database.dialect)
    }

    /// The revision that was stopped between two of its parts, if one was.
    ///
    /// - Throws: ``DatabaseError``
    public func unfinished() async throws -> UnfinishedRevision? {
        let unfinished = try await database.session.unfinishedRevision()
        return unfinished?.isUntouched == true ? nil : unfinished
    }

    /// Every attempt to apply or to take back a revision, from the first to the last.
    ///
    /// - Throws: ``DatabaseError``
    public func attempts() async throws -> [HistoryEntry] {
        try await database.session.migrationHistory()
    }

    // MARK: - Targets

    /// The revisions that an upgrade to `target` would apply, in order.
    ///
    /// - Parameter target: see ``upgrade(to:observer:)``.
    /// - Throws: ``DatabaseError/Code/migration``
    public func plan(to target: String) async throws -> [Revision] {
        let pending = try await halfTakenBack() + pending()
        return pending.filter(try wanted(target, pending))
    }

    /// The revision whose way back was stopped half-way, if there is one: it can be applied again from there.
    private func halfTakenBack() async throws -> [Revision] {
        guard let unfinished = try await unfinished(), unfinished.action == .downgrade else { return [] }
        return [history.revision(unfinished.id)].compactMap { $0 }
    }

    /// The revision that was applied in part, if there is one, as if all of it were: it can be taken back from there.
    private func halfApplied() async throws -> [AppliedRevision] {
        guard let unfinished = try await unfinished(), unfinished.action == .upgrade,
            let revision = history.revision(unfinished.id)
        else { return [] }
        let script = revision.scripts[database.dialect]
        return [
            AppliedRevision(
                id: revision.id, parents: revision.parents, message: revision.message, checksum: script.checksum,
                up: script.up, down: script.down, irreversible: revision.irreversible,
                hasOwnTransactions: script.hasOwnTransactions,
                appliedAt: 0, duration: .zero)
        ]
    }

    /// Which revisions belong to what `target` means.
    private func wanted(_ target: String, _ pending: [Revision]) throws -> (Revision) -> Bool {
        if target == "head" || target == "heads" { return { _ in true } }
        if target.hasPrefix("+") {
            guard let count = Int(target.dropFirst()), count > 0 else {
                throw DatabaseError(.migration, "'\(target)' is no number of revisions; write +1 for the next one")
            }
            guard count <= pending.count else {
                throw DatabaseError(
                    .migration, "only \(pending.count) of the revisions are not applied yet, not \(count)")
            }
            let next = Set(pending.prefix(count).map(\.id))
            return { next.contains($0.id) }
        }
        let ancestry = history.ancestry(of: try history.named(target).id)
        return { ancestry.contains($0.id) }
    }

    /// The revisions that a downgrade to `target` would take back, in order.
    ///
    /// - Parameter target: see ``downgrade(to:observer:)``.
    /// - Throws: ``DatabaseError/Code/migration``
    public func planBack(to target: String) async throws -> [AppliedRevision] {
        let applied = try await applied() + halfApplied()
        let kept = try Self.kept(target, applied)
        return applied.reversed().filter { !kept.contains($0.id) }
    }

    private static func kept(_ target: String, _ applied: [AppliedRevision]) throws -> Set<String> {
        if target == "base" { return [] }
        if target.hasPrefix("-") {
            guard let count = Int(target.dropFirst()), count > 0 else {
                throw DatabaseError(.migration, "'\(target)' is no number of revisions; write -1 for the last one")
            }
            guard count <= applied.count else {
                throw DatabaseError(
                    .migration, "the database has only \(applied.count) revisions, not \(count)")
            }
            return Set(applied.dropLast(count).map(\.id))
        }
        let id: String
        do throws(DatabaseError) {
            let (name, offset) = RevisionName.split(target)
            let found = name == "head" ? applied.last?.id : try RevisionName.find(name, in: applied.map(\.id))
            guard let position = applied.firstIndex(where: { $0.id == found }),
                applied.indices.contains(position + offset)
            else { throw DatabaseError(.migration, "there is no revision '\(target)'") }
            id = applied[position + offset].id
        } catch {
            throw DatabaseError(
                .migration, "\(error.message) among those that the database has, so it cannot go back to it")
        }
        return RevisionName.ancestry(of: id) { id in applied.first { $0.id == id }?.parents ?? [] }
    }

    // MARK: - What would be lost

    /// What an upgrade to `target` would lose of the tables, columns and rows that the database has now; nothing of what it
    /// takes over from a baseline.
    ///
    /// - Parameter target: see ``upgrade(to:observer:)``.
    /// - Throws: ``DatabaseError/Code/migration``
    public func losses(upgradingTo target: String = "head") async throws -> [DataLoss] {
        let plan = try await plan(to: target)
        if plan.isEmpty { return [] }
        return try await database.read { transaction in
            let session = transaction.session
            var own = plan[...]
            if let first = plan.first, try await Self.adoption(by: first, session) != nil { own.removeFirst() }
            return try await DataLoss.find(
                own.map { revision in
                    let script = revision.scripts[session.dialect]
                    return (revision.id, script.up, script.hasOwnTransactions)
                }, session)
        }
    }

    /// What a downgrade to `target` would lose of the tables, columns and rows that the database has now.
    ///
    /// - Parameter target: see ``downgrade(to:observer:)``.
    /// - Throws: ``DatabaseError/Code/migration``
    public func losses(downgradingTo target: String) async throws -> [DataLoss] {
        let plan = try await planBack(to: target)
        if plan.isEmpty { return [] }
        return try await database.read { transaction in
            try await DataLoss.find(plan.map { ($0.id, $0.down, $0.hasOwnTransactions) }, transaction.session)
        }
    }

    // MARK: - Up and down

    /// Applies all revisions up to `target`.
    ///
    /// - Parameters:
    ///   - target: `head`, `+2` for the next two, or the id of a revision or the beginning of it, perhaps with an
    ///     offset as in `head-1`.
    ///   - observer: is told what happens.
    /// - Returns: the revisions that this call applied, in order.
    /// - Throws: ``DatabaseError/Code/migration`` where the database's record contradicts the revisions, or rows are in the
    ///   way, and whatever a script fails with. The revisions before the one that failed stay applied.
    @discardableResult
    public func upgrade(
        to target: String = "head", observer: @escaping @Sendable (MigrationEvent) -> Void = { _ in }
    ) async throws -> [Revision] {
        try requireCompleteness(to: target)
        // Without a lock first: a database that is up to date is only read.
        if try Self.squash(history, await applied()) != nil { try await adoptSquash() }
        let plan = try await plan(to: target)
        if plan.isEmpty { return [] }
        try await database.session.refuseSchemaOfOthers()
        let observer = database.logging(observer)
        return try await database.migrating(observer) { lane in
            var done: [Revision] = []
            for revision in plan where try await apply(revision, lane, observer) { done.append(revision) }
            return done
        }
    }

    /// What the models have and no revision makes, an up to date database would lack, and each statement would fail for it.
    private func requireCompleteness(to target: String) throws {
        guard target == "head" || target == "heads", let last = revisions.last, !last.unrevised.isEmpty else { return }
        throw DatabaseError(
            .migration,
            "the models of this program were generated from a schema.yaml with changes that no revision makes "
                + "(\(last.unrevised.joined(separator: "; "))); nothing was changed; "
                + "write the revision with 'rosey revision --autogenerate', and build again")
    }

    /// Takes back all revisions after `target`, by the SQL that the database has of them: their files are not needed.
    ///
    /// - Parameters:
    ///   - target: `base` for none, `-1` for all but the last, or the id of a revision or the beginning of it.
    ///   - observer: is told what happens.
    /// - Returns: the revisions that this call took back, in order.
    /// - Throws: ``DatabaseError/Code/migration`` for one that cannot be taken back; ``DatabaseError``
    @discardableResult
    public func downgrade(
        to target: String, observer: @escaping @Sendable (MigrationEvent) -> Void = { _ in }
    ) async throws -> [AppliedRevision] {
        let plan = try await planBack(to: target)
        if plan.isEmpty { return [] }
        if let fixed = plan.first(where: { $0.irreversible != nil }) {
            throw DatabaseError(
                .migration,
                "revision \(fixed.id) (\(fixed.message.onOneLine)) cannot be taken back: \(fixed.irreversible ?? ""); "
                    + "nothing was changed")
        }
        let observer = database.logging(observer)
        return try await database.migrating(observer) { lane in
            var done: [AppliedRevision] = []
            for revision in plan where try await takeBack(revision, lane, observer) { done.append(revision) }
            return done
        }
    }

    private func apply(
        _ revision: Revision, _ lane: MigrationConnection, _ observer: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> Bool {
        var adoption: Adoption?
        if revision.parents.isEmpty {
            adoption = try await lane.transaction(observer) { try await Self.adoption(by: revision, $0.session) }
        }
        if let adoption { observer(adoption.event) }
        let script = adoption?.script ?? revision.scripts[database.dialect]
        let run = RevisionRun(
            id: revision.id, message: revision.message, action: .upgrade, script: script.up, otherScript: script.down,
            reverse: script.down, checksum: script.checksum, hasOwnTransactions: script.hasOwnTransactions,
            notesFailure: adoption?.isRecorded ?? true, lane: lane, observer: observer,
            isDue: { [history, adoption] transaction in
                let applied = try await transaction.session.appliedRevisions()
                let pending = try Self.pending(history, after: applied, transaction.session.dialect)
                let unfinished = try await transaction.session.unfinishedRevision()
                guard pending.contains(where: { $0.id == revision.id }) || unfinished?.id == revision.id else {
                    return false
                }
                try Self.require(
                    unfinished, toBe: revision.id, .upgrade, script.checksum,
                    canTurn: MigrationScript.beginsHalfWay(script.up, transaction.session.dialect))
                if unfinished == nil, try await Self.adoption(by: revision, transaction.session) != adoption {
                    throw DatabaseError(.migration, "somebody changed the tables meanwhile; try again")
                }
                return true
            },
            record: { [adoption] transaction, startedAt, duration in
                let session = transaction.session
                // It has one already where the way back was stopped.
                try await session.forget(revision.id)
                guard let adoption else { return try await session.record(revision, at: startedAt, duration) }
                if try await session.appliedRevisions().isEmpty {
                    try await session.record(adoption.baseline.asRevision, at: startedAt, .zero)
                }
                try await session.record(
                    revision, adopting: (adoption.baseline, adoption.script), at: startedAt, duration)
            })
        return try await database.observing(revision.id, .upgrade) { try await run.run() }
    }

    /// What the first revision finds instead of an empty database.
    private struct Adoption: Sendable, Equatable {
        let baseline: Baseline
        let script: Revision.Script
        let comparison: Baseline.Comparison
        /// Whether the database was taken over before, and taken back.
        let isRecorded: Bool

        var event: MigrationEvent {
            .adopts(baseline, lacking: comparison.lacking, leftovers: comparison.leftovers)
        }
    }

    /// - Returns: what the revision takes over; `nil` where it is not the first, or there is nothing.
    /// - Throws: ``DatabaseError/Code/migration`` where the database has tables that are no baseline of the revision.
    private static func adoption(by revision: Revision, _ session: Session) async throws -> Adoption? {
        guard revision.parents.isEmpty else { return nil }
        let applied = try await session.appliedRevisions()
        // One that was taken back to its baseline is that baseline, whatever its tables could be taken for.
        let recorded = revision.baselines.first { baseline in applied.contains { $0.id == baseline.id } }
        if recorded == nil {
            // Others may have applied it meanwhile, or a part of it.
            if !applied.isEmpty { return nil }
            if try await session.unfinishedRevision() != nil { return nil }
        }
        let tables = try await session.tableColumns()
        if tables.isEmpty, recorded == nil { return nil }
        var nearest: (Baseline, Baseline.Comparison)?
        for baseline in recorded.map({ [$0] }) ?? revision.baselines {
            guard let script = baseline.script(with: revision, session.dialect) else { continue }
            let comparison = baseline.compare(tables)
            if comparison.differences.isEmpty {
                return Adoption(
                    baseline: baseline, script: script, comparison: comparison, isRecorded: recorded != nil)
            }
            let fewest = nearest?.1.differences.count ?? .max
            if comparison.differences.count < fewest { nearest = (baseline, comparison) }
        }
        let names = tables.keys.sorted().joined(separator: ", ")
        var message =
            "the database has tables already (\(names)) but no record of revisions, so it was made by something else; "
            + "nothing was changed"
        if let (baseline, comparison) = nearest {
            let shown = comparison.differences.prefix(12)
            message += "; it is not a database of \(baseline.message) either: " + shown.joined(separator: ", ")
            if shown.count < comparison.differences.count { message += ", …" }
        }
        throw DatabaseError(.migration, message)
    }

    /// What made the database, if it is one that the first revision would take over.
    ///
    /// - Throws: ``DatabaseError/Code/migration`` where it has tables that the first revision does not know.
    public func adoptable() async throws -> Baseline? {
        guard let first = try await pending().first else { return nil }
        return try await Self.adoption(by: first, database.session)?.baseline
    }

    private func takeBack(
        _ revision: AppliedRevision, _ lane: MigrationConnection,
        _ observer: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> Bool {
        let run = RevisionRun(
            id: revision.id, message: revision.message, action: .downgrade, script: revision.down, otherScript: "",
            reverse: revision.up, checksum: revision.checksum, hasOwnTransactions: revision.hasOwnTransactions,
            lane: lane,
            observer: observer,
            isDue: { transaction in
                let applied = try await transaction.session.appliedRevisions()
                let unfinished = try await transaction.session.unfinishedRevision()
                guard applied.contains(where: { $0.id == revision.id }) || unfinished?.id == revision.id else {
                    return false
                }
                try Self.require(
                    unfinished, toBe: revision.id, .downgrade, revision.checksum,
                    canTurn: MigrationScript.beginsHalfWay(revision.down, transaction.session.dialect))
                return true
            },
            record: { transaction, _, _ in try await transaction.session.forget(revision.id) })
        return try await database.observing(revision.id, .downgrade) { try await run.run() }
    }

    /// One that was stopped half-way has to be finished before anything else can be done, or to be taken back.
    ///
    /// - Parameter canTurn: whether the script can begin where the one for the other direction has stopped.
    private static func require(
        _ unfinished: UnfinishedRevision?, toBe id: String, _ action: MigrationAction, _ checksum: String,
        canTurn: Bool
    ) throws {
        guard let unfinished, !unfinished.isUntouched else { return }
        guard unfinished.id == id, unfinished.action == action || canTurn else {
            throw DatabaseError(
                .migration,
                "the \(unfinished.action.rawValue) of revision \(unfinished.id) was stopped half-way; finish it first")
        }
        guard unfinished.checksum == checksum else {
            throw DatabaseError(
                .migration,
                "revision \(id) was edited after a part of it had been applied; restore it, and go on with it as it was"
            )
        }
    }

    // MARK: - Squashed revisions

    /// The first revision, if the database does not have it but all that it replaces.
    private static func squash(_ history: RevisionHistory, _ applied: [AppliedRevision]) throws -> Revision? {
        guard let first = history.revisions.first, !first.replaces.isEmpty else { return nil }
        let there = applied.map(\.id).filter(first.replaces.contains)
        if there.isEmpty { return nil }
        guard there.count == first.replaces.count else {
            throw DatabaseError(
                .migration,
                "the database has \(there.count) of the \(first.replaces.count) revisions that \(first.id) replaces; "
                    + "bring it to \(first.replaces.last ?? "") with a version of the program that still has them")
        }
        return first
    }

    /// Notes the revision instead of those that it replaces.
    private func adoptSquash() async throws {
        try await database.migrating { lane in
            try await lane.transaction({ _ in }) { transaction in
                let session = transaction.session
                let applied = try await session.appliedRevisions()
                guard let squash = try Self.squash(history, applied) else { return }
                for revision in applied { try await session.forget(revision.id) }
                try await session.record(squash, at: time(nil), .zero)
                for revision in applied where !squash.replaces.contains(revision.id) {
                    guard let known = history.revision(revision.id) else { continue }
                    try await session.record(known, at: revision.appliedAt, revision.duration)
                }
                try await session.append(stampEntry(squash, session.dialect), up: "", down: "")
            }
        }
    }

    private func stampEntry(_ revision: Revision?, _ dialect: Dialect) -> HistoryEntry {
        HistoryEntry(
            number: 0, action: .stamp, revision: revision?.id ?? "base", message: revision?.message ?? "",
            checksum: revision?.scripts[dialect].checksum ?? "", startedAt: time(nil), microseconds: 0, commands: [],
            version: MigrationRecord.version, error: nil)
    }

    // MARK: - The record

    /// Makes the record say that the database has `target` and all before it, and runs nothing: for a database that was
    /// brought there by other means.
    ///
    /// - Parameter target: `head`, `base`, or the id of a revision or the beginning of it.
    /// - Returns: what the record said before.
    /// - Throws: ``DatabaseError``
    @discardableResult
    public func stamp(_ target: String) async throws -> [AppliedRevision] {
        let wanted: [Revision]
        switch target {
        case "base": wanted = []
        case "head": wanted = history.revisions
        default:
            let ancestry = history.ancestry(of: try history.named(target).id)
            wanted = history.revisions.filter { ancestry.contains($0.id) }
        }
        return try await database.migrating { lane in
            try await lane.transaction({ _ in }) { transaction in
                let session = transaction.session
                let before = try await session.appliedRevisions()
                try await session.makeRecord()
                for revision in before { try await session.forget(revision.id) }
                try await session.note(nil)
                for revision in wanted { try await session.record(revision, at: time(nil), .zero) }
                let script = wanted.last?.scripts[session.dialect]
                try await session.append(
                    stampEntry(wanted.last, session.dialect), up: script?.up ?? "", down: script?.down ?? "")
                return before
            }
        }
    }

    /// Compares the record with the revisions, and returns those that it does not have.
    private static func pending(
        _ history: RevisionHistory, after applied: [AppliedRevision], _ dialect: Dialect
    ) throws -> [Revision] {
        let squash = try squash(history, applied)
        let replaced = Set(squash?.replaces ?? [])
        let baselines = Set(history.revisions.first?.baselines.map(\.id) ?? [])
        for record in applied where !replaced.contains(record.id) && !baselines.contains(record.id) {
            guard let revision = history.revision(record.id) else {
                throw DatabaseError(
                    .migration,
                    "the database has revision \(record.id) (\(record.message.onOneLine)), which is not known here; "
                        + "is this an older version of the program?")
            }
            if revision.scripts[dialect].checksum != record.checksum {
                throw DatabaseError(
                    .migration,
                    "revision \(record.id) (\(record.message.onOneLine)) was edited after it had been applied to this database; "
                        + "restore it, and put the change into a new revision")
            }
            let missing = revision.parents.first { parent in
                parent != squash?.id && !applied.contains { $0.id == parent }
            }
            if let missing {
                throw DatabaseError(
                    .migration,
                    "the database has revision \(record.id) without \(missing), which it comes after")
            }
        }
        let known = Set(applied.map(\.id) + [squash?.id].compactMap { $0 })
        return history.revisions.filter { !known.contains($0.id) }
    }
}

extension Database {
    /// Applies all revisions that this database does not have yet: `try await db.migrate(RoseyModels.migrations)`.
    ///
    /// Safe to call at every start, from any number of processes at once (see ``Migrator``).
    ///
    /// - Returns: the revisions that this call applied.
    /// - Throws: ``DatabaseError/Code/migration`` also where the models were generated from a schema that has what no revision
    ///   makes (``Revision/unrevised``): nothing is applied then. ``DatabaseError``
    @discardableResult
    public func migrate(_ revisions: [Revision]) async throws -> [Revision] {
        try await Migrator(self, revisions).upgrade()
    }
}
