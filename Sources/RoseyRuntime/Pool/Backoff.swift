/// How long to leave a server alone after connecting to it failed: longer after each failure in a row, and never exactly
/// as long as the others do that failed at the same moment.
struct Backoff: Hashable, Sendable {
    private let initial: Duration
    private let maximum: Duration
    /// The longest that the next delay may be.
    private var next: Duration

    init(initial: Duration = .milliseconds(100), maximum: Duration = .seconds(10)) {
        self.maximum = maximum.clamped
        self.initial = min(initial.clamped, self.maximum)
        next = self.initial
    }

    /// The delay after one more failure: between the half and the whole of what it may be.
    mutating func delay(using generator: inout some RandomNumberGenerator) -> Duration {
        defer { next = min(next * 2, maximum) }
        return next * Double.random(in: 0.5...1, using: &generator)
    }

    mutating func reset() {
        next = initial
    }
}
