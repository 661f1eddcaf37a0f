import RoseyDatabase
import RoseyRuntime
import Synchronization
import TestDatabases
import Testing

/// A clock that stands where a test puts it.
final class TestClock: Sendable {
    private let time: Mutex<Int>

    init(_ now: Int = 1_000_000) {
        time = Mutex(now)
    }

    var now: Int {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    var clock: UnixClock { UnixClock { self.now } }
}

/// Runs `body` with the bot's database, empty but for its singletons.
func withRosey(
    _ storage: Storage, _ clock: TestClock = TestClock(), _ body: (RoseyDatabase, TestClock) async throws -> Void
) async throws {
    try await storage.withURL { url in
        let rosey = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
        do { try await body(rosey, clock) } catch {
            await rosey.database.close()
            throw error
        }
        try await rosey.close()
    }
}
