public import RoseyModels
import RoseyRuntime

extension RoseyDatabase {
    /// Queues a message to be sent to the channel, and returns its id.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public func enqueueOutboundMessage(_ message: String) async throws -> Int {
        try await database.outboundMessages.insert(.init(timestamp: now, message: message)).id
    }

    /// The messages that are to be sent now, the oldest first: those never tried, and those that failed and have waited long
    /// enough since they were queued, for 2, 4, 8 … minutes.
    ///
    /// Nobody else is kept from them: for one bot that sends.
    ///
    /// - Parameters:
    ///   - limit: how many at most; none for 0 and less.
    ///   - maxRetries: those that failed so often are left alone.
    /// - Throws: `DatabaseError`
    public func unsentOutboundMessages(limit: Int = 50, maxRetries: Int = 3) async throws -> [OutboundMessage] {
        guard limit > 0, maxRetries > 0 else { return [] }
        let now = now
        // More than 57 failures put it off beyond all time.
        let retries = 1..<min(max(maxRetries, 1), 58)
        return try await database.outboundMessages
            .where { message in
                let isDue = retries.reduce(message.retryCount == 0) { due, count in
                    due || (message.retryCount == count && message.timestamp <= now.minusSaturating((1 << count) * 60))
                }
                return message.sent == false && isDue
            }
            .order { [$0.timestamp.ascending, $0.id.ascending] }
            .limit(limit)
            .fetchAll()
    }

    /// A message was sent.
    ///
    /// - Returns: whether there is one of that id.
    /// - Throws: `DatabaseError`
    @discardableResult
    public func markOutboundSent(_ id: Int) async throws -> Bool {
        let now = now
        return try await database.outboundMessages.update(id) {
            $0.sent = true
            $0.sentTimestamp = now
        }
    }

    /// A message could not be sent.
    ///
    /// - Parameter isPermanent: it is not to be tried again.
    /// - Returns: whether there is one of that id.
    /// - Throws: `DatabaseError`
    @discardableResult
    public func markOutboundFailed(_ id: Int, error: String, isPermanent: Bool = false) async throws -> Bool {
        let now = now
        return try await database.outboundMessages.update(id) {
            $0.retryCount += 1
            $0.errorMessage = error
            if isPermanent {
                $0.sent = true
                $0.sentTimestamp = now
            }
        }
    }
}
