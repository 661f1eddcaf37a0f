public import RoseyModels
import RoseyRuntime

extension RoseyDatabase {
    /// Notes how many users there are now.
    ///
    /// - Throws: `DatabaseError`, for one for negative numbers.
    public func logUserCount(chatUsers: Int, connectedUsers: Int) async throws {
        try await database.userCountHistory.insert(
            .init(timestamp: now, chatUsers: chatUsers, connectedUsers: connectedUsers))
    }

    /// How many users there were in the last hours, the oldest first.
    ///
    /// - Throws: `DatabaseError`
    public func userCountHistory(hours: Int = 24) async throws -> [UserCountHistory] {
        let oldest = now.minusSaturating(hours.timesSaturating(3600))
        return try await database.userCountHistory
            .where { $0.timestamp >= oldest }
            .order { [$0.timestamp.ascending, $0.id.ascending] }
            .fetchAll()
    }

    /// Deletes what is older than so many days, and returns how much that was.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public func cleanUpOldHistory(days: Int = 30) async throws -> Int {
        let oldest = now.minusSaturating(days.timesSaturating(86400))
        return try await database.userCountHistory.where { $0.timestamp < oldest }.delete()
    }
}
