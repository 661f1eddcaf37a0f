#if ServiceLifecycle
public import ServiceLifecycle

extension RoseyDatabase: Service {
    /// Waits until the program is told to end, ends the sessions that are open, and closes the database, as ``close()``
    /// does. In a `ServiceGroup` it comes before the services that use it: they are ended first.
    ///
    /// - Throws: `DatabaseError` where the sessions cannot be ended. The database is closed all the same.
    public func run() async throws {
        try? await gracefulShutdown()
        // Sessions are ended even where this task was cancelled.
        try await Task.detached { try await close() }.value
    }
}
#endif
