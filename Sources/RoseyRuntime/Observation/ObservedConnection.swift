import Synchronization

/// A connection with an observer that is told how each statement went.
///
/// The time of a statement is that from its being handed to the driver to its end, without the wait for a connection. It ends
/// when its rows are there, and where they come one at a time (on SQLite, and of many on PostgreSQL) when the last one has been
/// read. Of a stream only the time counts in which rows are fetched, and not what is done with them in between.
class ObservedConnection: DriverConnection, @unchecked Sendable {
    // Unchecked: as with any connection, whoever has the turn uses it alone. `closeEventually` touches the streams only.

    let base: any DriverConnection
    let observer: StatementObserver
    /// The statement whose rows are being read, where they come one at a time: since when, or `nil` if there is none.
    @exclusivity(unchecked) private var start: StatementStart?
    @exclusivity(unchecked) private var statement = Statement("", .read, table: "")
    @exclusivity(unchecked) private var rows = 0
    /// Those whose cursors stay open.
    private let streams = Mutex<[ObservedStream]>([])

    init(_ base: any DriverConnection, _ observer: StatementObserver) {
        self.base = base
        self.observer = observer
    }

    // MARK: Statements with rows

    func startRows(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Cursor> {
        let start = observer.begin()
        do {
            switch try base.startRows(statement, bind) {
            case .finished(let cursor):
                opened(statement, start, cursor)
                return .finished(cursor)
            case .sent(let sent): return .sent(ObservedSentStatement(sent, statement, start, self))
            case .notSent: return .notSent
            }
        } catch {
            observer.end(statement, start, rows: nil, error)
            throw error
        }
    }

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try await opening(statement, observer.begin()) {
            try await base.open(statement, keepsOpen: keepsOpen, bind)
        }
    }

    fileprivate func opening(
        _ statement: Statement, _ start: StatementStart, _ open: () async throws -> Cursor
    ) async throws -> Cursor {
        do {
            let cursor = try await open()
            opened(statement, start, cursor)
            return cursor
        } catch {
            observer.end(statement, start, rows: nil, error)
            throw error
        }
    }

    @inline(__always)
    private func opened(_ statement: Statement, _ start: StatementStart, _ cursor: Cursor) {
        if case .buffered(let rows) = cursor.supply { return observer.end(statement, start, rows: rows) }
        guard let number = cursor.streamNumber else {
            self.start = start
            self.statement = statement
            return rows = 0
        }
        let stream = ObservedStream(
            number: number, statement: statement, start: start, duration: observer.duration(since: start))
        streams.withLock { $0.append(stream) }
    }

    func advance(_ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        if let number = cursor.streamNumber { return try advanceStream(number, &cursor, statement) }
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

    private func advanceStream(_ number: UInt64, _ cursor: inout Cursor, _ statement: Statement) throws -> Advance {
        let start = observer.begin()
        do {
            let next = try base.advance(&cursor, statement)
            let isRow = if case .row = next { true } else { false }
            spend(start, rows: isRow ? 1 : 0, number)
            return next
        } catch {
            spend(start, rows: 0, number)
            endStream(number, error)
            throw error
        }
    }

    func waitToAdvance(_ cursor: inout Cursor, _ statement: Statement) async throws {
        let number = cursor.streamNumber
        let start = observer.begin()
        do {
            try await base.waitToAdvance(&cursor, statement)
            if let number { spend(start, rows: 0, number) }
        } catch {
            if let number { endStream(number, error) } else { endCurrent(error) }
            throw error
        }
    }

    func allow(_ slice: TimeSlice, _ cursor: inout Cursor) { base.allow(slice, &cursor) }

    func close(_ cursor: Cursor) {
        base.close(cursor)
        if let number = cursor.streamNumber { endStream(number, nil) } else { endCurrent(nil) }
    }

    func closeEventually(_ cursor: Cursor) {
        base.closeEventually(cursor)
        if let number = cursor.streamNumber { endStream(number, nil) }
    }

    func receive(
        _ cursor: inout Cursor, _ statement: Statement, _ receive: (borrowing Row) throws -> Void
    ) async throws {
        var isRefused = false
        do {
            try await base.receive(&cursor, statement) { row in
                rows &+= 1
                do {
                    try receive(row)
                } catch {
                    isRefused = true
                    throw error
                }
            }
        } catch {
            // A row that the program refuses is no failure of the statement, which ends when it is closed.
            if !isRefused { endCurrent(error) }
            throw error
        }
    }

    @inline(__always)
    private func endCurrent(_ error: (any Error)?) {
        guard let start else { return }
        self.start = nil
        let duration = observer.duration(since: start)
        // Asked here, since the statement is copied to be handed on.
        if observer.wants(duration, error) { observer.tell(statement, start, duration, rows, error) }
    }

    private func spend(_ start: StatementStart, rows: Int, _ number: UInt64) {
        let duration = observer.duration(since: start)
        streams.withLock { streams in
            guard let index = streams.firstIndex(where: { $0.number == number }) else { return }
            streams[index].duration += duration
            streams[index].rows += rows
        }
    }

    private func endStream(_ number: UInt64, _ error: (any Error)?) {
        let stream = streams.withLock { streams in
            streams.firstIndex { $0.number == number }.map { streams.remove(at: $0) }
        }
        guard let stream else { return }
        observer.end(stream.statement, stream.start, duration: stream.duration, rows: stream.rows, error)
    }

    // MARK: Statements without rows

    func startCommand(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws -> Start<Outcome> {
        let start = observer.begin()
        do {
            switch try base.startCommand(statement, bind) {
            case .finished(let outcome):
                observer.end(statement, start, rows: outcome.affectedRows)
                return .finished(outcome)
            case .sent(let sent): return .sent(ObservedSentStatement(sent, statement, start, self))
            case .notSent: return .notSent
            }
        } catch {
            observer.end(statement, start, rows: nil, error)
            throw error
        }
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try await observer.observing(statement, { try await base.run(statement, bind) }, rows: { $0.affectedRows })
    }

    func runRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        var rows = 0
        try await observer.observing(
            statement,
            {
                try await base.runRepeatedly(statement, together, count: count, isAlone: isAlone) { parameters in
                    let hasNext = try bindNext(&parameters)
                    if hasNext { rows += 1 }
                    return hasNext
                }
            }, rows: { rows })
    }

    var longRunningExecutor: any TaskExecutor { base.longRunningExecutor }
    func interrupt() { base.interrupt() }
    func giveBack() { base.giveBack() }
}

/// A statement that has been sent, and when that began.
private final class ObservedSentStatement: SentStatement {
    private let base: any SentStatement
    private let statement: Statement
    private let start: StatementStart
    private let connection: ObservedConnection

    init(
        _ base: any SentStatement, _ statement: Statement, _ start: StatementStart, _ connection: ObservedConnection
    ) {
        self.base = base
        self.statement = statement
        self.start = start
        self.connection = connection
    }

    func rows() async throws -> Cursor {
        try await connection.opening(statement, start) { try await base.rows() }
    }

    func outcome() async throws -> Outcome {
        try await connection.observer.observing(
            statement, since: start, { try await base.outcome() }, rows: { $0.affectedRows })
    }
}

/// A stream of rows, and the time that was spent on fetching them.
private struct ObservedStream: Sendable {
    /// That of its cursor; see ``Cursor/streamNumber``.
    let number: UInt64
    let statement: Statement
    let start: StatementStart
    /// In nanoseconds.
    var duration: Int64
    var rows = 0
}
