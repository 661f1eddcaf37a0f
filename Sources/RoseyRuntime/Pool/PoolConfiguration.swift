/// How many connections a pool keeps, and for how long. Numbers that make no sense are brought to the nearest that do.
struct PoolConfiguration: Hashable, Sendable {
    /// How many connections are kept open when there is nothing to do.
    let minimum: Int
    /// How many connections there are at most, with those that are being made or closed.
    let maximum: Int
    /// How long a waiter waits, or `nil` for as long as it takes.
    let waitTimeout: Duration?
    /// How old a connection gets. Each gets up to a tenth less of it, so that they do not all end together.
    let maximumLifetime: Duration?
    /// How long a connection beyond the minimum stays open without work.
    let idleTimeout: Duration?
    /// A connection that had no work for longer than this is checked before it is lent.
    let keepAliveAfter: Duration
    /// The pauses after failures to connect.
    let backoff: Backoff

    init(
        minimum: Int = 0, maximum: Int, waitTimeout: Duration? = nil, maximumLifetime: Duration? = nil,
        idleTimeout: Duration? = nil, keepAliveAfter: Duration = .seconds(30), backoff: Backoff = Backoff()
    ) {
        self.maximum = max(maximum, 1)
        self.minimum = min(max(minimum, 0), self.maximum)
        self.waitTimeout = waitTimeout?.clamped
        // A connection without a lifetime would end before it is lent.
        self.maximumLifetime = maximumLifetime.map { max($0.clamped, .milliseconds(1)) }
        self.idleTimeout = idleTimeout?.clamped
        self.keepAliveAfter = keepAliveAfter.clamped
        self.backoff = backoff
    }
}

extension Duration {
    /// Not negative, and short enough to be added to an instant: a duration longer than that is as good as for ever.
    var clamped: Duration { min(max(self, .zero), .seconds(1 << 40)) }
}
