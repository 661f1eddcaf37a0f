extension Database {
    /// Runs `body` for a limited time: whatever it asks of a database, the waits for connections among it, is stopped at the end
    /// of that.
    ///
    /// ```swift
    /// let user = try await db.withTimeout(.seconds(3)) { try await db.userStats.find("alice") }
    /// ```
    ///
    /// `body` runs in a child task, which is cancelled when its time is over, as with the contexts of Go. A call of the database
    /// then returns as soon as the server has stopped, or after ``DatabaseConfiguration/PostgreSQL/cancelTimeout``.
    /// What else `body` does ends when it heeds the cancellation.
    ///
    /// - Throws: what `body` throws; ``DatabaseError/Code/timeout`` instead of
    ///   ``DatabaseError/Code/cancelled`` and `CancellationError` when the time was over. Whether a change that was being made
    ///   permanent then has taken effect may be unknown: ``DatabaseError/Code/commitUnknown``.
    public func withTimeout<Result: Sendable>(
        _ limit: Duration, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let (result, isOver) = await withoutActuallyEscaping(body) { body in
            await withTaskGroup(of: Swift.Result<Result, any Error>?.self) { group in
                group.addTask {
                    do { return .success(try await body()) } catch { return .failure(error) }
                }
                group.addTask {
                    try? await Task.sleep(for: limit)
                    return nil
                }
                var isOver = false
                var result: Swift.Result<Result, any Error>?
                for await ended in group {
                    if let ended { result = ended } else if result == nil { isOver = true }
                    group.cancelAll()
                }
                return (result, isOver)
            }
        }
        let error = DatabaseError(.timeout, "the call took longer than the \(limit) that it may")
        switch result {
        case .success(let value): return value
        case .failure(let failure as DatabaseError) where failure.code != .cancelled: throw failure
        case .failure(let failure as DatabaseError):
            guard isOver, !Task.isCancelled else { throw failure }
            var timeout = failure
            (timeout.code, timeout.message) = (error.code, error.message)
            throw timeout
        case .failure(let failure):
            throw isOver && !Task.isCancelled && failure is CancellationError ? error : failure
        case nil: throw error
        }
    }
}
