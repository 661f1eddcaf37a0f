/// How far a statement has come that was started without waiting for anything.
@usableFromInline
enum Start<Result> {
    /// What there was to wait for has come already.
    case finished(Result)
    /// The statement is on its way, and its reply has to be waited for. Whoever gets it goes on with it, once.
    case sent(any SentStatement)
    /// Nothing has been done, because it might take waiting.
    case notSent

    /// The same of what is made of the result.
    @inline(__always)
    func map<Other>(_ make: (Result) -> Other) -> Start<Other> {
        switch self {
        case .finished(let result): .finished(make(result))
        case .sent(let sent): .sent(sent)
        case .notSent: .notSent
        }
    }
}

/// A statement that has been sent, and whose reply has not been read to its end. It belongs to the connection that sent it,
/// which runs nothing else before one of these has returned.
@usableFromInline
protocol SentStatement: AnyObject, Sendable {
    /// Waits for the rows, as ``StatementConnection/open(_:keepsOpen:_:)`` does.
    func rows() async throws -> Cursor

    /// Waits for the end of a statement that returns no rows, as ``StatementConnection/run(_:_:)`` does.
    func outcome() async throws -> Outcome
}

/// The first row of a statement that was started without waiting for anything.
@usableFromInline
enum FirstRow {
    /// The cursor is on it, and is to be ended.
    case found(Cursor)
    /// There is none, and the cursor has been closed.
    case none
    /// It takes longer to get it, for the reason that ``Advance`` says.
    case later(Cursor, Advance)
}
