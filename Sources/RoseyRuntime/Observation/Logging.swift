public import Logging

extension DatabaseConfiguration {
    /// What a database tells of its work, and to whom.
    ///
    /// Every statement is told at `trace`, one that fails at `debug` and one that takes long at `warning`, each with its SQL
    /// and never with a value. Connections are told of at `debug`, and at `info` where the server is out of reach;
    /// migrations at `info`. What the logger's level is when the database is opened decides for as long as it is open.
    public struct Logging: Sendable {
        /// Whom to tell. By default nobody; `Logger(label: "rosey")` is the one that the program has set up.
        public var logger: Logger
        /// From when on a statement takes long; `nil` where that does not matter.
        public var slowStatement: Duration?

        public init(
            logger: Logger = Logger(label: "rosey", factory: { _ in SwiftLogNoOpLogHandler() }),
            slowStatement: Duration? = .seconds(1)
        ) {
            self.logger = logger
            self.slowStatement = slowStatement
        }
    }
}

extension Duration {
    var nanoseconds: Int64 { Int64(min(max(self, .zero), .seconds(1 << 32)) / .nanoseconds(1)) }

    /// In milliseconds, as logs want it.
    var milliseconds: String {
        let microseconds = nanoseconds / 1000
        let rest = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
