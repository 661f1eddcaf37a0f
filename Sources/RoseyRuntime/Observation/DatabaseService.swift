#if ServiceLifecycle
public import ServiceLifecycle

extension Database: Service {
    /// Waits until the program is told to end, and closes the database. In a `ServiceGroup` it comes before the services
    /// that use it: they are ended first.
    public func run() async throws {
        // Cancelled, it is closed as well.
        try? await gracefulShutdown()
        await close()
    }
}
#endif
