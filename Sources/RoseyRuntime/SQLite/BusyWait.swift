/// How long a statement has waited for a lock, and how long to sleep before it is tried again.
struct BusyWait {
    private var start: Moment?
    private var attempts = 0
    private static let delays: [Duration] = [1, 2, 5, 10, 20].map { .milliseconds($0) }

    /// Begins anew. Called for each statement, few of which have waited.
    mutating func reset() {
        if attempts != 0 { self = BusyWait() }
    }

    /// The time to sleep, or `nil` when the wait is over.
    mutating func nextDelay(upTo limit: Duration) -> Duration? {
        defer { attempts += 1 }
        let now = Moment.now
        let start = self.start ?? now
        self.start = start
        let remaining = limit - start.duration(to: now)
        guard remaining > .zero else { return nil }
        return min(Self.delays[min(attempts, Self.delays.count - 1)], remaining)
    }
}
