/// How much of what other transactions do at the same time a transaction can see.
///
/// SQLite's transactions are serializable, whatever is asked for. PostgreSQL's are `readCommitted` unless the server is
/// configured otherwise; ``Database/read(isolation:isDeferrable:_:)`` asks for `repeatableRead`.
public enum IsolationLevel: String, Sendable, Hashable, CaseIterable {
    /// Each statement sees what was committed before it began.
    case readCommitted
    /// All statements see what was committed before the first one. A change of a row that somebody else has changed
    /// since fails with ``DatabaseError/Code/serialization``.
    case repeatableRead
    /// As if the transactions ran one after another. One that cannot be fitted in fails with
    /// ``DatabaseError/Code/serialization``.
    case serializable
}

/// When a transaction is run again after others got in its way.
///
/// Only ``DatabaseError/Code/serialization`` is a reason: the database asked for it, and nothing of the transaction has
/// taken effect (SQLSTATE 40001 and 40P01 of PostgreSQL, SQLITE_BUSY_SNAPSHOT of SQLite).
public struct RetryPolicy: Sendable, Hashable {
    /// How often the transaction is run at most, the first time included.
    public var attempts: Int
    /// The pause before the second attempt. It doubles from one to the next, and a random half of it is left out, so that
    /// those who got in each other's way do not meet again.
    public var initialDelay: Duration
    public var maximumDelay: Duration

    public init(
        attempts: Int = 10, initialDelay: Duration = .milliseconds(5), maximumDelay: Duration = .seconds(1)
    ) {
        self.attempts = max(1, attempts)
        self.initialDelay = initialDelay
        self.maximumDelay = maximumDelay
    }

    public static let never = RetryPolicy(attempts: 1)

    /// The pause after so many attempts, from 1.
    func delay(after attempt: Int) -> Duration {
        let (initial, maximum) = (initialDelay.clamped, maximumDelay.clamped)
        let factor = 1 << min(max(attempt - 1, 0), 30)
        let longest = initial > maximum / factor ? maximum : initial * factor
        return longest * Double.random(in: 0.5...1)
    }
}

/// What a driver is to begin a transaction with.
struct TransactionOptions: Sendable, Hashable {
    var isolation: IsolationLevel?
    /// A serializable transaction that only reads waits until it can neither fail nor make others fail.
    var isDeferrable = false
}
