/// How long to leave a server alone after connecting to it failed: longer after each failure in a row, and never exactly
/// as long as the others do that failed at the same moment.
struct Backoff: Hashable, Sendable {
    /// The pauses after one failure.
    struct Delays {
        /// While nobody waits for a connection.
        let unawaited: Duration
        /// While somebody does, who is not to wait long after the server is back.
        let awaited: Duration
    }

    private let initial: Duration
    private let maximum: Duration
    private let awaitedMaximum: Duration
    /// The longest that the next delay may be.
    private var next: Duration

    init(
        initial: Duration = .milliseconds(100), maximum: Duration = .seconds(10),
        awaitedMaximum: Duration = .seconds(1)
    ) {
        self.awaitedMaximum = awaitedMaximum.clamped
        self.maximum = max(maximum.clamped, self.awaitedMaximum)
        self.initial = min(initial.clamped, self.awaitedMaximum)
        next = self.initial
    }

    /// The delays after one more failure: between the half and the whole of what they may be.
    mutating func delays(using generator: inout some RandomNumberGenerator) -> Delays {
        defer { next = min(next * 2, maximum) }
        let part = Double.random(in: 0.5...1, using: &generator)
        return Delays(unawaited: next * part, awaited: min(next, awaitedMaximum) * part)
    }

    mutating func reset() {
        next = initial
    }
}
