import Logging
import RoseyModels
import RoseyRuntime

/// What a maintenance has tidied up.
public struct MaintenanceReport: Sendable, Hashable {
    public let historyDeleted: Int
    public let messagesDeleted: Int
    public let tokensDeleted: Int

    public init(historyDeleted: Int, messagesDeleted: Int, tokensDeleted: Int) {
        self.historyDeleted = historyDeleted
        self.messagesDeleted = messagesDeleted
        self.tokensDeleted = tokensDeleted
    }
}

extension RoseyDatabase {
    /// Deletes what has grown old: user counts after 30 days, messages 7 days after they were sent or given up, revoked
    /// tokens 90 days after they were made. Then the database tidies itself up. Each is told to the database's logger.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public func performMaintenance() async throws -> MaintenanceReport {
        let now = now
        let history = try await cleanUpOldHistory()
        let messages = try await database.outboundMessages
            .where { $0.sent == true && $0.sentTimestamp < now.minusSaturating(7 * 86400) }.delete()
        let tokens = try await database.apiTokens
            .where { $0.isActive == false && $0.createdAt < now.minusSaturating(90 * 86400) }.delete()
        try await database.compact()
        let logger = database.logger
        logger.info("old user counts deleted", metadata: ["rows": "\(history)"])
        logger.info("old sent messages deleted", metadata: ["rows": "\(messages)"])
        logger.info("old revoked tokens deleted", metadata: ["rows": "\(tokens)"])
        logger.info("database compacted")
        return MaintenanceReport(historyDeleted: history, messagesDeleted: messages, tokensDeleted: tokens)
    }
}
