import Synchronization

/// The rows of a query, fetched as they are asked for, so that any number of them takes constant memory.
///
/// ```swift
/// for try await message in db.recentChat.where({ $0.timestamp > start }).stream() { … }
/// ```
///
/// Outside a transaction a stream holds a connection, and with it the state of the database when it began, until its
/// last row has been read or its iterator is gone. Inside, other statements may run between two rows; whether the
/// stream sees the rows that they change is not defined.
public struct RowStream<Element: Sendable>: AsyncSequence, Sendable {
    let session: Session
    let statement: Statement
    let bind: @Sendable (inout Parameters) throws -> Void
    let decode: @Sendable (borrowing Row) throws -> Element

    @usableFromInline
    init(
        session: Session, statement: Statement, bind: @escaping @Sendable (inout Parameters) throws -> Void,
        decode: @escaping @Sendable (borrowing Row) throws -> Element
    ) {
        self.session = session
        self.statement = statement
        self.bind = bind
        self.decode = decode
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(stream: self)
    }

    public struct Iterator: AsyncIteratorProtocol {
        private let stream: RowStream
        private var source: OpenCursor?
        private var buffer: [Element] = []
        private var position = 0
        private var isAtEnd = false

        init(stream: RowStream) {
            self.stream = stream
        }

        /// - Throws: ``DatabaseError``
        public mutating func next() async throws -> Element? { try await next(isolation: nil) }

        /// The same without leaving the caller's actor, as a loop calls it.
        ///
        /// - Throws: ``DatabaseError``
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> Element? {
            if position == buffer.count {
                if isAtEnd { return nil }
                try await refill()
                if buffer.isEmpty { return nil }
            }
            defer { position += 1 }
            return buffer[position]
        }

        private nonisolated(nonsending) mutating func refill() async throws {
            buffer.removeAll(keepingCapacity: true)
            position = 0
            do {
                var source = self.source
                if source == nil { source = try await OpenCursor(stream.session, stream.statement, stream.bind) }
                self.source = source
                isAtEnd = try await source?.read(into: &buffer, stream.decode) ?? true
            } catch {
                isAtEnd = true
                source = nil
                throw error
            }
            if isAtEnd { source = nil }
        }
    }
}

/// A cursor together with what it holds, which is freed when this goes.
private final class OpenCursor: @unchecked Sendable {
    // Unchecked: the cursor is used by the iterator that owns this, one call at a time, in the connection's turn.
    private let session: Session
    private let statement: Statement
    private let connection: any StatementConnection
    private var cursor: Cursor

    /// How many rows are decoded at a time. More would only make a consumer wait longer for its first row.
    private static let batch = 128

    init(
        _ session: Session, _ statement: Statement, _ bind: @Sendable (inout Parameters) throws -> Void
    ) async throws {
        if session.source.isPipelineItem { throw DatabaseError.noPipelineItem("a stream of rows") }
        self.session = session
        self.statement = statement
        connection = try await session.source.enter(statement.access)
        do {
            cursor = try await connection.open(statement, keepsOpen: true, bind)
        } catch {
            session.source.leave(connection)
            throw session.source.failed(error, statement)
        }
        // Inside a transaction others take turns with the stream; outside, it keeps the connection.
        if session.source.transaction != nil { session.source.leave(connection) }
    }

    deinit {
        if session.source.transaction != nil {
            connection.closeEventually(cursor)
        } else {
            connection.close(cursor)
            session.source.leave(connection)
        }
    }

    /// Reads some rows; returns whether they were the last.
    func read<Element>(into rows: inout [Element], _ decode: (borrowing Row) throws -> Element) async throws -> Bool {
        if let transaction = session.source.transaction { _ = try await transaction.take(.read) }
        defer { if session.source.transaction != nil { session.source.leave(connection) } }
        do {
            var cursor = self.cursor
            defer { self.cursor = cursor }
            while true {
                // How long a batch takes is not known, so it never runs on the cooperative pool.
                let next = try await session.elsewhere(connection, &cursor) { cursor in
                    while rows.count < Self.batch {
                        let next = try connection.advance(&cursor, statement)
                        guard case .row = next else { return next }
                        rows.append(try decode(cursor.row))
                    }
                    return Advance.row
                }
                switch next {
                case .row: return false
                case .done: return true
                case .wait: try await connection.waitToAdvance(&cursor, statement)
                case .continueElsewhere, .restartElsewhere: continue
                }
            }
        } catch {
            throw session.source.failed(error, statement)
        }
    }
}
