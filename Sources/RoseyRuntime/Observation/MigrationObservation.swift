import Logging

extension Database {
    /// An observer of migrations that logs what happens and passes it on.
    func logging(
        _ observer: @escaping @Sendable (MigrationEvent) -> Void
    ) -> @Sendable (MigrationEvent) -> Void {
        { [self] event in
            log(event)
            observer(event)
        }
    }

    private func log(_ event: MigrationEvent) {
        switch event {
        case .begins(let id, let message, let action):
            logger.info(
                "migration begins", metadata: ["revision": "\(id)", "action": "\(action)", "message": "\(message)"])
        case .adopts(let baseline, let lacking, let leftovers):
            logger.info(
                "database taken over",
                metadata: [
                    "baseline": "\(baseline.id)", "made_by": "\(baseline.message)",
                    "lacking": "\(lacking.joined(separator: " "))", "set_aside": "\(leftovers.joined(separator: " "))",
                ])
        case .reports(let lines):
            for line in lines {
                logger.info(
                    "rows of a migration",
                    metadata: ["subject": "\(line.subject)", "outcome": "\(line.outcome)", "rows": "\(line.rows)"])
            }
        case .backedUp(let path): logger.info("database copied", metadata: ["path": "\(path)"])
        case .counts(let what, let rows): logger.info("rows counted", metadata: ["what": "\(what)", "rows": "\(rows)"])
        case .runs(let title): logger.debug("migration step", metadata: ["step": "\(title)"])
        case .progressed: break
        case .ran(let rows, let duration):
            logger.debug(
                "migration step ended", metadata: ["rows": "\(rows)", "duration_ms": "\(duration.milliseconds)"])
        case .waits(let why): logger.info("migration waits", metadata: ["reason": "\(why)"])
        case .ended(let id, _, let action, let duration):
            #if Metrics
            observer?.metrics?.recordMigration(action, duration)
            #endif
            logger.info(
                "migration ended",
                metadata: ["revision": "\(id)", "action": "\(action)", "duration_ms": "\(duration.milliseconds)"])
        }
    }

    /// Runs what applies a revision, or takes it back, and logs it where that fails.
    func observing(
        _ revision: String, _ action: MigrationAction, _ body: () async throws -> Bool
    ) async throws -> Bool {
        do {
            #if Tracing
            if let spans = observer?.spans { return try await spans.migrating(revision, action, body) }
            #endif
            return try await body()
        } catch {
            // Its message may show rows that are in the way.
            let code = (error as? DatabaseError)?.code.rawValue ?? "\(type(of: error))"
            logger.error(
                "migration failed", metadata: ["revision": "\(revision)", "action": "\(action)", "error": "\(code)"])
            throw error
        }
    }
}
