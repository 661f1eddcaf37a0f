public import RoseyModels
import RoseyRuntime

extension RoseyDatabase {
    /// The newest messages, the oldest of them first.
    ///
    /// - Parameter limit: how many at most; none for 0 and less.
    /// - Throws: `DatabaseError`
    public func recentChat(limit: Int = 20) async throws -> [RecentChat] {
        guard limit > 0 else { return [] }
        return try await database.recentChat
            .order { [$0.timestamp.descending, $0.id.descending] }
            .limit(limit)
            .fetchAll()
            .reversed()
    }

    /// The messages of the last minutes, the oldest first. A limit leaves out the newest.
    ///
    /// - Parameter limit: how many at most; none for 0 and less.
    /// - Throws: `DatabaseError`
    public func recentChat(sinceMinutes minutes: Int = 20, limit: Int = 1000) async throws -> [RecentChat] {
        guard limit > 0 else { return [] }
        let oldest = now.minusSaturating(minutes.timesSaturating(60))
        return try await database.recentChat
            .where { $0.timestamp >= oldest }
            .order { [$0.timestamp.ascending, $0.id.ascending] }
            .limit(limit)
            .fetchAll()
    }
}
