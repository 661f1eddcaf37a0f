import InMemoryLogging
import Logging
import RoseyModels
import RoseyRuntime
import TestDatabases

/// What a database has logged.
struct RecordedLog: Sendable {
    private let handler: InMemoryLogHandler
    let logger: Logger

    init(_ level: Logger.Level) {
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "rosey") { _ in handler }
        logger.logLevel = level
        (self.handler, self.logger) = (handler, logger)
    }

    var lines: [Line] { handler.entries.map(Line.init) }

    func lines(_ message: String) -> [Line] { lines.filter { $0.message == message } }

    /// The SQL of all statements that were told of, in their order.
    var statements: [String] { lines("statement").compactMap { $0["sql"] } }

    /// All that was written.
    var text: String {
        lines.map { "\($0.level) \($0.message) \($0.metadata)" }.joined(separator: "\n")
    }

    struct Line {
        let level: Logger.Level
        let message: String
        let metadata: [String: String]

        init(_ entry: InMemoryLogHandler.Entry) {
            level = entry.level
            message = entry.message.description
            metadata = entry.metadata.mapValues(\.description)
        }

        subscript(key: String) -> String? { metadata[key] }
    }
}

/// Runs `body` with a new database that has all tables, and what it logs.
func withObservedDatabase<Result>(
    _ storage: Storage, _ level: Logger.Level, slowStatement: Duration? = nil, busyWait: Duration? = nil,
    _ body: (Database, RecordedLog) async throws -> Result
) async throws -> Result {
    try await storage.withURL { url in
        let log = RecordedLog(level)
        var configuration = DatabaseConfiguration.patient
        configuration.logging = .init(logger: log.logger, slowStatement: slowStatement)
        if let busyWait { configuration.postgresql.busyWait = busyWait }
        let db = try await Database.open(url: url, configuration: configuration)
        try await db.migrate(RoseyModels.migrations)
        let result = try await body(db, log)
        await db.close()
        return result
    }
}

/// Takes long, but not for ever.
let slowQuery = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT sum(i) FROM n"
