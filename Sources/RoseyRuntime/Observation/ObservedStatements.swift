import Synchronization

/// What runs statements, with an observer that is told how each of them went.
///
/// The time of a statement is that from its being handed to the driver to its end, without the wait for a connection. On
/// PostgreSQL it ends when its rows are there, on SQLite when the last one has been read. Of a stream only the time counts in
/// which rows are fetched, and not what is done with them in between.
class ObservedStatements<Base: StatementConnection>: StatementConnection, @unchecked Sendable {
    // Unchecked: as with any connection, whoever has the turn uses it alone. `closeEventually` touches the streams only.

    let base: Base
    let observer: StatementObserver
    /// The statement whose rows are being read, where they come one at a time.
    @exclusivity(unchecked) private var current: ObservedStatement?
    @exclusivity(unchecked) private var rows = 0
    /// Those whose cursors stay open, by the names that the driver has given to them.
    private let streams = Mutex<[UInt64: ObservedStream]>([:])

    init(_ base: Base, _ observer: StatementObserver) {
        self.base = base
        self.observer = observer
    }

    func observing<Result>(
        _ statement: Statement, _ work: () async throws -> Result, rows: (Result) -> Int? = { _ in nil }
    ) async throws -> Result {
        let observed = observer.begin(statement)
        do {
            let result = try await work()
            observer.end(observed, rows: rows(result))
            return result
        } catch {
            observer.end(observed, rows: nil, error)
            throw error
        }
    }

    // MARK: Statements with rows

    final func tryOpen(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Cursor? {
        let observed = observer.begin(statement)
        do {
            guard let cursor = try base.tryOpen(statement, bind) else { return nil }
            opened(observed, cursor)
            return cursor
        } catch {
            observer.end(observed, rows: nil, error)
            throw error
        }
    }

    final func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        let observed = observer.begin(statement)
        do {
            let cursor = try await base.open(statement, keepsOpen: keepsOpen, bind)
            opened(observed, cursor)
            return cursor
        } catch {
            observer.end(observed, rows: nil, error)
            throw error
        }
    }

    private func opened(_ observed: ObservedStatement, _ cursor: Cursor) {
        if let rows = base.rowCount(of: cursor) { return observer.end(observed, rows: rows) }
        if cursor.privateToken == 0 {
            current = observed
            rows = 0
        } else {
            let stream = ObservedStream(observed: observed, duration: observed.start.duration(to: .now))
            streams.withLock { $0[cursor.privateToken] = stream }
        }
    }

    final func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        if cursor.privateToken != 0 { return try advanceStream(&cursor, statement) }
        do {
            let next = try base.advance(&cursor, statement)
            switch next {
            case .row: rows &+= 1
            case .restartElsewhere: rows = 0
            default: break
            }
            return next
        } catch {
            endCurrent(error)
            throw error
        }
    }

    private func advanceStream(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        let token = cursor.privateToken
        let start = ContinuousClock.now
        do {
            let next = try base.advance(&cursor, statement)
            let isRow = if case .row = next { true } else { false }
            spend(start, rows: isRow ? 1 : 0, token)
            return next
        } catch {
            spend(start, rows: 0, token)
            endStream(token, error)
            throw error
        }
    }

    final func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        let token = cursor.privateToken
        let start = ContinuousClock.now
        do {
            try await base.waitToAdvance(&cursor, statement)
            if token != 0 { spend(start, rows: 0, token) }
        } catch {
            if token != 0 { endStream(token, error) } else { endCurrent(error) }
            throw error
        }
    }

    final func allowLongRunning(_ cursor: inout Cursor) { base.allowLongRunning(&cursor) }

    final func close(_ cursor: Cursor) {
        base.close(cursor)
        if cursor.privateToken != 0 { endStream(cursor.privateToken, nil) } else { endCurrent(nil) }
    }

    final func closeEventually(_ cursor: Cursor) {
        base.closeEventually(cursor)
        endStream(cursor.privateToken, nil)
    }

    final func rowCount(of cursor: Cursor) -> Int? { base.rowCount(of: cursor) }

    private func endCurrent(_ error: (any Error)?) {
        guard let observed = current else { return }
        current = nil
        observer.end(observed, rows: rows, error)
    }

    private func spend(_ start: ContinuousClock.Instant, rows: Int, _ token: UInt64) {
        let duration = start.duration(to: .now)
        streams.withLock { streams in
            streams[token]?.duration += duration
            streams[token]?.rows += rows
        }
    }

    private func endStream(_ token: UInt64, _ error: (any Error)?) {
        guard let stream = streams.withLock({ $0.removeValue(forKey: token) }) else { return }
        observer.end(stream.observed, duration: stream.duration, rows: stream.rows, error)
    }

    // MARK: Statements without rows

    final func tryRun(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Outcome? {
        let observed = observer.begin(statement)
        do {
            guard let outcome = try base.tryRun(statement, bind) else { return nil }
            observer.end(observed, rows: outcome.affectedRows)
            return outcome
        } catch {
            observer.end(observed, rows: nil, error)
            throw error
        }
    }

    final func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await observing(statement, { try await base.run(statement, bind) }, rows: { $0.affectedRows })
    }

    final func runRepeatedly(
        _ statement: Statement, copy: String?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        var rows = 0
        try await observing(
            statement,
            {
                try await base.runRepeatedly(statement, copy: copy, count: count, isAlone: isAlone) { parameters in
                    let hasNext = try bindNext(&parameters)
                    if hasNext { rows += 1 }
                    return hasNext
                }
            }, rows: { rows })
    }

    final var longRunningExecutor: any TaskExecutor { base.longRunningExecutor }
    final func interrupt() { base.interrupt() }
    final func giveBack() { base.giveBack() }
}

/// A stream of rows, and the time that was spent on fetching them.
private struct ObservedStream: Sendable {
    let observed: ObservedStatement
    var duration: Duration
    var rows = 0
}
