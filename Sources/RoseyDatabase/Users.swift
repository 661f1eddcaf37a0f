public import RoseyModels
import RoseyRuntime

/// A user and how much that user has written.
public struct Chatter: Sendable, Hashable {
    public let username: String
    public let lines: Int

    public init(username: String, lines: Int) {
        self.username = username
        self.lines = lines
    }
}

extension RoseyDatabase {
    /// A user has come: a session begins. One that was open begins anew, and its time so far is dropped.
    ///
    /// - Throws: ``RoseyDatabaseError/emptyUsername``; `DatabaseError`, for one if the name is too long.
    public func userJoined(_ username: String) async throws {
        try requireName(username)
        if try await beginSession(username) { return }
        let now = now
        try await unlessItExists {
            try await $0.userStats.insert(
                .init(username: username, firstSeen: now, lastSeen: now, currentSessionStart: now))
        }
        // Another bot may have been first, whose session this is then as well.
    }

    private func beginSession(_ username: String) async throws -> Bool {
        let now = now
        return try await database.userStats.update(username) {
            $0.lastSeen = now
            $0.currentSessionStart = now
        }
    }

    /// A user has gone: the session ends, and its time counts. Without an open session nothing happens.
    ///
    /// - Throws: ``RoseyDatabaseError/emptyUsername``; `DatabaseError`
    public func userLeft(_ username: String) async throws {
        try requireName(username)
        try await endSessions { $0.userStats.where { $0.username == username } }
    }

    func endSessions() async throws {
        try await endSessions { $0.userStats.all }
    }

    private func endSessions(of users: @escaping @Sendable (Pipeline) -> Query<UserStats>) async throws {
        let now = now
        _ = try await database.batch(
            {
                // A clock that was set back takes no time away.
                try await users($0).where { $0.currentSessionStart <= now }.update {
                    $0.totalTimeConnected += now
                    $0.totalTimeConnected -= $0.currentSessionStart
                    $0.lastSeen = now
                    $0.currentSessionStart = nil
                }
            },
            {
                try await users($0).where { $0.currentSessionStart != nil }.update {
                    $0.lastSeen = now
                    $0.currentSessionStart = nil
                }
            })
    }

    /// A user has written something: the line is counted if the user is known, and kept for a while unless it is empty or
    /// the server's.
    ///
    /// - Throws: ``RoseyDatabaseError/emptyUsername``; `DatabaseError`
    public func userChatMessage(_ username: String, message: String? = nil) async throws {
        try requireName(username)
        let now = now
        // By code points: `ſerver` is somebody else.
        let isServer = Array(username.lowercased().utf8) == Array("server".utf8)
        @Sendable func count(_ access: some DatabaseAccess) async throws {
            try await access.userStats.update(username) {
                $0.totalChatLines += 1
                $0.lastSeen = now
            }
        }
        guard let message, !message.utf8.isEmpty, !isServer else { return try await count(database) }
        let oldest = now.minusSaturating(Self.chatRetention)
        _ = try await database.batch(
            { try await count($0) },
            { try await $0.recentChat.insert(.init(timestamp: now, username: username, message: message)) },
            { try await $0.recentChat.where { $0.timestamp < oldest }.delete() })
    }

    /// How long chat is kept, in seconds.
    private static let chatRetention = 150 * 3600

    /// Notes what a user did.
    ///
    /// - Parameter actionType: the kind of action, such as `pm_command`.
    /// - Throws: ``RoseyDatabaseError/emptyUsername``; `DatabaseError`
    public func logUserAction(_ username: String, _ actionType: String, details: String? = nil) async throws {
        try requireName(username)
        try await database.userActions.insert(
            .init(timestamp: now, username: username, actionType: actionType, details: details))
    }

    /// What is known of a user.
    ///
    /// - Throws: `DatabaseError`
    public func userStats(_ username: String) async throws -> UserStats? {
        try await database.userStats.find(username)
    }

    /// Those who have written most, if anything; of equals the first by name.
    ///
    /// - Parameter limit: how many at most; none for 0 and less.
    /// - Throws: `DatabaseError`
    public func topChatters(limit: Int = 10) async throws -> [Chatter] {
        guard limit > 0 else { return [] }
        return try await database.userStats
            .where { $0.totalChatLines > 0 }
            .order { [$0.totalChatLines.descending, $0.username.ascending] }
            .limit(limit)
            .select { ($0.username, $0.totalChatLines) }
            .fetchAll()
            .map { Chatter(username: $0.0, lines: $0.1) }
    }

    /// How many users have ever been seen.
    ///
    /// - Throws: `DatabaseError`
    public func totalUsersSeen() async throws -> Int {
        try await database.userStats.count()
    }

    private func requireName(_ username: String) throws {
        if username.utf8.isEmpty { throw RoseyDatabaseError.emptyUsername }
    }
}
