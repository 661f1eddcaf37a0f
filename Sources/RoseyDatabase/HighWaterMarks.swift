import RoseyModels
import RoseyRuntime

/// The most there ever was of something.
public struct HighWaterMark: Sendable, Hashable {
    public let value: Int
    /// When it was reached, in Unix seconds; `nil` where it never was.
    public let timestamp: Int?

    public init(value: Int, timestamp: Int?) {
        self.value = value
        self.timestamp = timestamp
    }
}

extension RoseyDatabase {
    /// Raises the marks that are exceeded. The database compares, so of two bots the higher one wins.
    ///
    /// - Parameters:
    ///   - users: how many users are in chat.
    ///   - connected: how many connections there are, if that is known.
    /// - Throws: `DatabaseError`
    public func updateHighWaterMark(users: Int, connected: Int? = nil) async throws {
        let now = now
        _ = try await database.batch(
            {
                try await $0.channelStats.where { $0.maxUsers < users }.update {
                    $0.maxUsers = users
                    $0.maxUsersTimestamp = now
                    $0.lastUpdated = now
                }
            },
            {
                guard let connected else { return }
                try await $0.channelStats.where { $0.maxConnected < connected }.update {
                    $0.maxConnected = connected
                    $0.maxConnectedTimestamp = now
                    $0.lastUpdated = now
                }
            })
    }

    /// The most users that were in chat at once.
    ///
    /// - Throws: `DatabaseError`
    public func highWaterMark() async throws -> HighWaterMark {
        let stats = try await database.channelStats.get()
        return HighWaterMark(value: stats?.maxUsers ?? 0, timestamp: stats?.maxUsersTimestamp)
    }

    /// The most connections that there were at once.
    ///
    /// - Throws: `DatabaseError`
    public func highWaterMarkConnected() async throws -> HighWaterMark {
        let stats = try await database.channelStats.get()
        return HighWaterMark(value: stats?.maxConnected ?? 0, timestamp: stats?.maxConnectedTimestamp)
    }
}
