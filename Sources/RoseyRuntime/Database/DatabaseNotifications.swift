/// A message that somebody sent through the database; see ``Database/notifications(on:)``.
public struct DatabaseNotification: Sendable, Hashable {
    public let channel: String
    /// What the sender said, perhaps nothing.
    public let payload: String
    /// The sender's process on the server.
    public let processID: Int32
    /// Whether the connection was lost before this one, so that others may have been sent that nobody heard.
    public let isAfterGap: Bool
}

/// DatabaseNotifications as they come, without end. The connection that hears them is the sequence's own, is made anew when it
/// breaks, and ends with the iteration: when its task is cancelled, or the iterator is let go.
public struct DatabaseNotifications: AsyncSequence, Sendable {
    public typealias Element = DatabaseNotification

    let makeIterator: @Sendable () -> AsyncIterator

    public func makeAsyncIterator() -> AsyncIterator { makeIterator() }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let nextNotification: () async throws -> DatabaseNotification?

        /// - Throws: ``DatabaseError`` where the server refuses to let anybody listen.
        public mutating func next() async throws -> DatabaseNotification? { try await nextNotification() }
    }
}

extension Database {
    /// What others send to these channels from now on, by ``DatabaseAccess/notify(_:_:)`` or SQL's `NOTIFY`.
    ///
    /// Subscribed when this returns. After the connection was lost it is made and subscribed again, and the first
    /// notification after that is marked (``DatabaseNotification/isAfterGap``): look then at what you were to be told about.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/misuse`` on SQLite, which has nothing of the kind, and for what is no name
    ///   of a channel.
    public func notifications(on channels: String...) async throws -> DatabaseNotifications {
        for channel in channels { try DatabaseNotifications.requireName(channel) }
        return try await driver.notifications(on: channels)
    }
}

extension DatabaseAccess {
    /// Sends a notification to all who listen to a channel, in a transaction when that is committed.
    ///
    /// - Parameter payload: at most 7,999 bytes.
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/misuse`` on SQLite, which has nothing of the kind.
    public func notify(_ channel: String, _ payload: String = "") async throws {
        switch session.dialect {
        case .sqlite: throw DatabaseNotifications.unavailable
        case .postgresql: break
        }
        try DatabaseNotifications.requireName(channel)
        try await session.execute(Statement("SELECT pg_notify(?, ?)", .write, table: "")) { parameters in
            parameters.bind(channel, at: 1)
            parameters.bind(payload, at: 2)
        }
    }
}

extension DatabaseNotifications {
    static let unavailable = DatabaseError(.misuse, "SQLite has no notifications; they need PostgreSQL")

    /// The server would cut a longer name, and listen to another channel than others send to.
    static func requireName(_ channel: String) throws {
        let reason: String
        switch channel.utf8.count {
        case 0: reason = "is empty"
        case 64...: reason = "has \(channel.utf8.count) bytes, and 63 is the most"
        case _ where channel.utf8.contains(0): reason = "has a NUL"
        default: return
        }
        throw DatabaseError(.misuse, "the name of a channel \(reason)")
    }
}
