import Logging

/// Tells whoever wants to know how statements went. Who does is decided once, when the database is opened; where nobody does
/// there is no observer, and nothing of this is run.
final class StatementObserver: Sendable {
    private let logger: Logger
    private let dialect: Dialect
    private let logsAll: Bool
    private let logsFailures: Bool
    /// From when on a statement is told of as a slow one.
    private let slow: Duration?
    /// Whether every statement is told of, and not only those that took long or failed.
    private let isThorough: Bool
    #if Metrics
    let metrics: DatabaseMetrics?
    #endif
    #if Tracing
    let spans: DatabaseSpans?
    #endif

    init?(_ configuration: DatabaseConfiguration.Logging, _ driver: any Driver) {
        logger = configuration.logger
        dialect = driver.dialect
        logsAll = logger.logLevel <= .trace
        logsFailures = logger.logLevel <= .debug
        slow = logger.logLevel <= .warning ? configuration.slowStatement : nil
        var isThorough = logsAll
        #if Metrics
        metrics = DatabaseMetrics(driver.dialect, driver.namespace)
        isThorough = isThorough || metrics != nil
        #endif
        #if Tracing
        spans = DatabaseSpans(driver.dialect, driver.namespace)
        isThorough = isThorough || spans != nil
        #endif
        self.isThorough = isThorough
        if !isThorough, !logsFailures, slow == nil { return nil }
    }

    /// A statement begins.
    func begin(_ statement: Statement) -> ObservedStatement {
        #if Tracing
        ObservedStatement(statement: statement, start: .now, moment: spans?.moment())
        #else
        ObservedStatement(statement: statement, start: .now)
        #endif
    }

    /// It has ended.
    ///
    /// - Parameters:
    ///   - duration: how long it took, where that is not the time since it began.
    ///   - rows: how many it returned or changed, where that is known.
    ///   - error: why it failed, if it did.
    func end(
        _ observed: ObservedStatement, duration: Duration? = nil, rows: Int?, _ error: (any Error)? = nil
    ) {
        let duration = duration ?? observed.start.duration(to: .now)
        if isThorough || error != nil || slow.map({ duration >= $0 }) ?? false { tell(observed, duration, rows, error) }
    }

    private func tell(_ observed: ObservedStatement, _ duration: Duration, _ rows: Int?, _ error: (any Error)?) {
        let failure = error.map { $0 as? DatabaseError ?? DatabaseError(.other, "") }
        log(observed.statement, duration, rows, failure)
        #if Metrics
        metrics?.record(observed.statement, duration, failure)
        #endif
        #if Tracing
        spans?.record(observed, rows, failure)
        #endif
    }

    private func log(_ statement: Statement, _ duration: Duration, _ rows: Int?, _ failure: DatabaseError?) {
        let isSlow = slow.map { duration >= $0 } ?? false
        guard isSlow || logsAll || (logsFailures && failure != nil) else { return }
        var metadata: Logger.Metadata = [
            "sql": "\(statement.sql(dialect))", "duration_ms": "\(duration.milliseconds)",
        ]
        if let rows { metadata["rows"] = "\(rows)" }
        // Not its message, which a database has written, or a type of the program's.
        if let failure {
            metadata["error"] = "\(failure.code.rawValue)"
            if let code = failure.nativeCode { metadata["code"] = "\(code)" }
            if let constraint = failure.constraint { metadata["constraint"] = "\(constraint)" }
        }
        if isSlow {
            logger.warning("slow statement", metadata: metadata)
        } else if failure != nil {
            logger.debug("statement failed", metadata: metadata)
        } else {
            logger.trace("statement", metadata: metadata)
        }
    }
}

/// A statement that is running.
struct ObservedStatement: Sendable {
    let statement: Statement
    let start: ContinuousClock.Instant
    #if Tracing
    let moment: DatabaseSpans.Moment?
    #endif
}
