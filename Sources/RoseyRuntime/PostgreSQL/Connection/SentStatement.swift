#if PostgreSQL
import CLibPQ

/// A statement that has been sent, in a flight with what had to go before it, and what of the reply has been read.
struct SentStatement {
    let prepared: PreparedStatement
    /// What went before it.
    let prefix: [String]
    /// Whether nothing of its transaction had been done before, so that all can be done anew.
    let canRepeat: Bool
    /// How many steps of the flight have been answered.
    var position = 0
    var rows: OpaquePointer?
    var failure: PostgreSQLConnection.Failure?
}

extension PostgreSQLConnection {
    /// Sends a statement with the encoder's values, and what has to go before it.
    func send(_ prepared: PreparedStatement, _ statement: Statement) -> SentStatement {
        // A transaction of which nothing has been done yet can begin anew.
        let sent = SentStatement(prepared: prepared, prefix: prefix, canRepeat: transaction != .open)
        queuePrefix()
        queue(prepared, encoder)
        wire.sync()
        steps.append(.sync)
        wire.isCommit = statement.isWrite && transaction == .none
        return sent
    }

    /// Sends a statement that the server knows, and looks for the reply for as long as it can be expected any moment: most
    /// statements take no call that might suspend.
    ///
    /// - Returns: its rows; `nil` where it has not been sent, or is ``underWay``, which ``perform(_:)`` goes on with.
    func tryPerform(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) throws -> OpaquePointer? {
        guard wire.looksForReplies, statements.evicted.isEmpty, !Task.isCancelled,
            // Of these the answer is waited for first; see `queuePrefix`.
            !prefix.contains(where: { $0.hasPrefix("SAVEPOINT") })
        else { return nil }
        try fill(statement, bind)
        let prepared = statements.find(statement, encoder)
        guard prepared.isReady else { return nil }
        var sent = send(prepared, statement)
        if prepared.isReceivedByRow {
            underWay = sent
            return nil
        }
        while sent.position < steps.count {
            guard let result = wire.nextAtHand() else {
                underWay = sent
                return nil
            }
            let isAnswered = isAnswered(steps[sent.position], PQresultStatus(result))
            if note(result, sent.position, statement, &sent.failure) { sent.rows = result } else { PQclear(result) }
            if isAnswered { sent.position += 1 }
        }
        if let failure = sent.failure {
            if failure.isForgotten || failure.isStalePlan || wire.isBroken {
                underWay = sent
                return nil
            }
            steps.removeAll(keepingCapacity: true)
            PQclear(sent.rows)
            throw failure.error
        }
        steps.removeAll(keepingCapacity: true)
        if let rows = sent.rows { prepared.note(size: PQresultMemorySize(rows)) }
        return sent.rows
    }
}
#endif
