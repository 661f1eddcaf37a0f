/// A statement that is running, and the row it is on. Whoever has opened it closes it, once.
@usableFromInline
struct Cursor: @unchecked Sendable {
    // Unchecked: what it points to belongs to the connection that made it, and only the task that has the connection uses it.

    /// SQLite's statement, or the rows that PostgreSQL has sent.
    @usableFromInline var handle: OpaquePointer
    /// Which of PostgreSQL's rows the cursor is on; -1 before the first, and always on SQLite.
    @usableFromInline var rowNumber: Int32 = -1
    /// The number after that of PostgreSQL's last row.
    var end: Int32 = 0
    /// Who owns the rows, and so what has to be done to close the cursor.
    var owner: Owner
    /// Whether the cursor has just let other tasks have the thread.
    var hasYielded = false

    enum Owner {
        /// The connection keeps the statement prepared (SQLite).
        case statementCache
        /// The statement was prepared for this cursor alone, and has this number among those that stay open (SQLite).
        case ownStatement(UInt64)
        /// The result is the cursor's.
        case result
        /// Several cursors share a result, which each of them has retained.
        case sharedResult(Unmanaged<AnyObject>)
        /// The server has a cursor of this number. The result, which is this cursor's, is what was fetched from it last.
        case serverCursor(UInt64)
        /// The rows are yet to come, of a statement that this cursor has retained. The result is empty.
        case sentStatement(Unmanaged<AnyObject>)
        /// The rows are to be copied, by a command that has not been sent. The result is empty.
        case unsentCopy
    }

    init(handle: OpaquePointer, owner: Owner) {
        self.handle = handle
        self.owner = owner
    }

    @inlinable
    var row: Row { Row(handle: handle, number: rowNumber) }

    /// The number of a cursor that stays open while other statements run; `nil` for any other.
    var streamNumber: UInt64? {
        switch owner {
        case .ownStatement(let number), .serverCursor(let number): number
        case .statementCache, .result, .sharedResult, .sentStatement, .unsentCopy: nil
        }
    }

    /// Where the rows that the cursor has not come to are.
    @usableFromInline var supply: RowSupply {
        switch owner {
        case .result, .sharedResult: .buffered(count: rowsLeft)
        case .statementCache, .ownStatement, .serverCursor: .streamed
        case .sentStatement, .unsentCopy: .pending
        }
    }

    /// How many of PostgreSQL's rows are left in memory.
    var rowsLeft: Int { Int(end - rowNumber - 1) }
}

/// Where the rows of an open cursor are.
@usableFromInline
enum RowSupply: Sendable {
    /// All of them are in memory.
    case buffered(count: Int)
    /// They come as the cursor moves.
    case streamed
    /// They are many, and are sent or will be: to be received one at a time rather than held all at once.
    case pending
}

/// The state of a cursor after ``StatementConnection/advance(_:_:)``.
@usableFromInline
enum Advance: Sendable {
    /// The cursor is on a row.
    case row
    /// There are no more rows.
    case done
    /// The rows are not there yet; see ``StatementConnection/waitToAdvance(_:_:)``.
    case wait
    /// The remaining rows may take long. Move to another executor and advance further.
    case continueElsewhere
    /// The statement takes long and was stopped. Forget its rows, move to another executor and advance: it starts anew.
    case restartElsewhere
}

/// How long a cursor goes on before it says ``Advance/continueElsewhere``.
@usableFromInline
enum TimeSlice: Sendable {
    /// On its caller's thread and actor: less than a millisecond.
    case short
    /// On a thread of the cooperative pool that others can do without for a while: some 50 ms.
    case long
    /// On ``StatementConnection/longRunningExecutor``.
    case unlimited
}
