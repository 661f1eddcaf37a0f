import Logging

/// Tells whoever wants to know how statements went. Who does is decided once, when the database is opened; where nobody does
/// there is no observer, and nothing of this is run.
final class StatementObserver: Sendable {
    private let logger: Logger
    private let dialect: Dialect
    private let logsAll: Bool
    private let logsFailures: Bool
    /// From how many nanoseconds on a statement is told of as a slow one.
    private let slow: Int64
    private let clock: StatementClock
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
        let threshold = logger.logLevel <= .warning ? configuration.slowStatement : nil
        slow = threshold.map(\.nanoseconds) ?? .max
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
        let isCoarse = threshold.map { $0 >= StatementClock.coarseness * 10 } ?? true
        clock = StatementClock(isPrecise: isThorough || !isCoarse)
        if !isThorough, !logsFailures, threshold == nil { return nil }
    }

    /// A statement begins.
    @inline(__always)
    func begin() -> StatementStart {
        #if Tracing
        StatementStart(time: clock.now, moment: spans?.moment())
        #else
        StatementStart(time: clock.now)
        #endif
    }

    /// How many nanoseconds have passed.
    @inline(__always)
    func duration(since start: StatementStart) -> Int64 { clock.now - start.time }

    /// A statement has ended.
    ///
    /// - Parameters:
    ///   - duration: how many nanoseconds it took, where that is not the time since it began.
    ///   - rows: how many it returned or changed, where that is known.
    ///   - error: why it failed, if it did.
    @inline(__always)
    func end(
        _ statement: Statement, _ start: StatementStart, duration: Int64? = nil, rows: Int?, _ error: (any Error)? = nil
    ) {
        let duration = duration ?? self.duration(since: start)
        if wants(duration, error) { tell(statement, start, duration, rows, error) }
    }

    /// Whether anybody wants to know of a statement.
    @inline(__always)
    func wants(_ duration: Int64, _ error: (any Error)?) -> Bool { isThorough || duration >= slow || error != nil }

    /// Runs a statement and reports it.
    ///
    /// - Parameter start: when it began, where that was before.
    func observing<Result>(
        _ statement: Statement, since start: StatementStart? = nil, _ work: () async throws -> Result,
        rows: (Result) -> Int? = { _ in nil }
    ) async throws -> Result {
        let start = start ?? begin()
        do {
            let result = try await work()
            end(statement, start, rows: rows(result))
            return result
        } catch {
            end(statement, start, rows: nil, error)
            throw error
        }
    }

    @inline(never)
    func tell(
        _ statement: Statement, _ start: StatementStart, _ nanoseconds: Int64, _ rows: Int?, _ error: (any Error)?
    ) {
        let duration = Duration.nanoseconds(nanoseconds)
        let failure = error.map { $0 as? DatabaseError ?? DatabaseError(.other, "") }
        log(statement, duration, isSlow: nanoseconds >= slow, rows, failure)
        #if Metrics
        metrics?.record(statement, duration, failure)
        #endif
        #if Tracing
        spans?.record(statement, start, rows, failure)
        #endif
    }

    private func log(
        _ statement: Statement, _ duration: Duration, isSlow: Bool, _ rows: Int?, _ failure: DatabaseError?
    ) {
        guard isSlow || logsAll || (logsFailures && failure != nil) else { return }
        var metadata: Logger.Metadata = [
            "sql": "\(statement.sql(dialect))", "duration_ms": "\(duration.milliseconds)",
        ]
        if let rows, statement.countsRows(dialect) { metadata["rows"] = "\(rows)" }
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

/// When a statement began, by its observer's clock.
struct StatementStart: Sendable {
    fileprivate let time: Int64
    #if Tracing
    let moment: DatabaseSpans.Moment?
    #endif
}
