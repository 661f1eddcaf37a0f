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
    /// Nobody else is kept from them: for one bot that sends. For several there is
    /// ``sendOutboundMessages(limit:maxRetries:_:)``.
    ///
    /// - Parameters:
    ///   - limit: how many at most; none for 0 and less.
    ///   - maxRetries: those that failed so often are left alone.
    /// - Throws: `DatabaseError`
    public func unsentOutboundMessages(limit: Int = 50, maxRetries: Int = 3) async throws -> [OutboundMessage] {
        guard limit > 0, maxRetries > 0 else { return [] }
        return try await database.outboundMessages.due(at: now, maxRetries: maxRetries).limit(limit).fetchAll()
    }

    /// Sends the messages that are to be sent now, the oldest first, each by one of however many bots do so at once.
    ///
    /// A message is claimed, sent and marked in a transaction of its own. If `send` throws, or the bot dies, the claim ends and
    /// the message waits as before; one that was sent before the bot died is sent again by the next. On PostgreSQL other
    /// bots go on with other messages meanwhile. On SQLite whoever sends is the only one who writes, so `send` has to be
    /// quick there.
    ///
    /// - Parameters:
    ///   - limit: how many at most; none for 0 and less.
    ///   - maxRetries: those that failed so often are left alone.
    ///   - send: sends a message and says what became of it. It must not use this database.
    /// - Returns: the messages that were tried, as they were before.
    /// - Throws: what `send` throws; `DatabaseError`. What was sent before stays marked.
    @discardableResult
    public func sendOutboundMessages(
        limit: Int = 50, maxRetries: Int = 3, _ send: @Sendable (OutboundMessage) async throws -> SendOutcome
    ) async throws -> [OutboundMessage] {
        guard limit > 0, maxRetries > 0 else { return [] }
        var tried: [OutboundMessage] = []
        while tried.count < limit {
            let (now, last) = (now, tried.last)
            // Mostly there is nothing, which a look tells without keeping anybody from writing.
            if try await database.outboundMessages.due(at: now, maxRetries: maxRetries).isEmpty() { break }
            let next = try await database.transaction { transaction -> OutboundMessage? in
                // What has just failed may be due again at once; that is for the next time.
                let due = transaction.outboundMessages.due(at: now, maxRetries: maxRetries).where { message in
                    guard let last else { return message.sent == false }
                    return message.timestamp > last.timestamp
                        || (message.timestamp == last.timestamp && message.id > last.id)
                }
                guard let message = try await due.forUpdate(skippingLocked: true).first() else { return nil }
                let outcome = try await send(message)
                try await transaction.outboundMessages.update(message.id) { outcome.note(in: &$0, at: now) }
                return message
            }
            guard let next else { break }
            tried.append(next)
        }
        return tried
    }

    /// A message was sent.
    ///
    /// - Returns: whether there is one of that id.
    /// - Throws: `DatabaseError`
    @discardableResult
    public func markOutboundSent(_ id: Int) async throws -> Bool {
        let now = now
        return try await database.outboundMessages.update(id) { SendOutcome.sent.note(in: &$0, at: now) }
    }

    /// A message could not be sent.
    ///
    /// - Parameter isPermanent: it is not to be tried again.
    /// - Returns: whether there is one of that id.
    /// - Throws: `DatabaseError`
    @discardableResult
    public func markOutboundFailed(_ id: Int, error: String, isPermanent: Bool = false) async throws -> Bool {
        let now = now
        let outcome = SendOutcome.failed(error, isPermanent: isPermanent)
        return try await database.outboundMessages.update(id) { outcome.note(in: &$0, at: now) }
    }
}

/// What became of an attempt to send a message.
public enum SendOutcome: Sendable, Hashable {
    case sent
    /// It could not be sent, and why. A permanent failure is not tried again.
    case failed(String, isPermanent: Bool = false)

    fileprivate func note(in message: inout OutboundMessage.Changes, at now: Int) {
        if case .failed(let error, let isPermanent) = self {
            message.retryCount += 1
            message.errorMessage = error
            guard isPermanent else { return }
        }
        message.sent = true
        message.sentTimestamp = now
    }
}

extension Repository<OutboundMessage> {
    /// The messages that are to be sent: those never tried, and those that failed and have waited long enough.
    fileprivate func due(at now: Int, maxRetries: Int) -> Query<OutboundMessage> {
        // More than 57 failures put it off beyond all time.
        let retries = 1..<min(max(maxRetries, 1), 58)
        return self.where { message in
            let isDue = retries.reduce(message.retryCount == 0) { due, count in
                due || (message.retryCount == count && message.timestamp <= now.minusSaturating((1 << count) * 60))
            }
            return message.sent == false && isDue
        }
        .order { [$0.timestamp.ascending, $0.id.ascending] }
    }
}
