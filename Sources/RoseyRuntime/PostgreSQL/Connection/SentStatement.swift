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
        sendNow(prepared, statement)
        return sent
    }

    private func sendNow(_ prepared: PreparedStatement, _ statement: Statement) {
        queuePrefix()
        queue(prepared, encoder)
        wire.sync()
        steps.append(.sync)
        wire.isCommit = statement.isWrite && transaction == .none
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
        // Put together only where somebody else goes on with it: most replies are read here.
        let (prefix, canRepeat) = (prefix, transaction != .open)
        var position = 0
        var rows: OpaquePointer?
        var failure: Failure?
        func leaveUnderWay() {
            underWay = SentStatement(
                prepared: prepared, prefix: prefix, canRepeat: canRepeat, position: position, rows: rows,
                failure: failure)
        }
        sendNow(prepared, statement)
        if prepared.isReceivedByRow {
            leaveUnderWay()
            return nil
        }
        while position < steps.count {
            guard let result = wire.nextAtHand() else {
                leaveUnderWay()
                return nil
            }
            let isAnswered = isAnswered(steps[position], PQresultStatus(result))
            if note(result, position, statement, &failure) { rows = result } else { PQclear(result) }
            if isAnswered { position += 1 }
        }
        if let failure {
            if failure.isForgotten || failure.isStalePlan || wire.isBroken {
                leaveUnderWay()
                return nil
            }
            steps.removeAll(keepingCapacity: true)
            PQclear(rows)
            throw failure.error
        }
        steps.removeAll(keepingCapacity: true)
        if let rows { prepared.note(size: PQresultMemorySize(rows)) }
        return rows
    }
}
#endif
