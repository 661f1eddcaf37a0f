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
        steps.append(.sync)
        sync(after: statement)
        return sent
    }

    /// Ends the flight, after its statement.
    private func sync(after statement: Statement) {
        wire.sync()
        wire.isCommit = statement.isWrite && transaction == .none
    }

    /// Sends a statement that the server knows, and looks for the reply for as long as it can be expected any moment: most
    /// statements take no call that might suspend.
    ///
    /// What most do not need is in a function of its own: on a core that the server has just had, each page of code counts. So
    /// the steps of the flight, the statement and its sync, are put down only where somebody else goes on with it.
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
        guard prepared.isReady, !prepared.isCopied else { return nil }
        let (prefix, canRepeat) = (prefix, transaction != .open)
        queuePrefix()
        let prefixCount = steps.count
        wire.sendPrepared(prepared.name, encoder)
        sync(after: statement)
        var position = 0
        var rows: OpaquePointer?
        var unexpected: OpaquePointer?
        while !prepared.isReceivedByRow, let result = wire.nextAtHand() {
            let status = PQresultStatus(result)
            if position == prefixCount, Self.isSuccess(status) {
                rows = result
            } else if position < prefixCount, status == PGRES_COMMAND_OK {
                PQclear(result)
                // The reply to the statement is yet to come, where this one was sent before it.
                if protectedSteps > 0 { wire.hasRead = false }
            } else if position > prefixCount, status == PGRES_PIPELINE_SYNC {
                PQclear(result)
                if prefixCount > 0 {
                    steps.removeAll(keepingCapacity: true)
                    protectedSteps = 0
                }
                if let rows { prepared.note(size: PQresultMemorySize(rows)) }
                return rows
            } else {
                unexpected = result
                break
            }
            position += 1
        }
        try goOn(
            SentStatement(prepared: prepared, prefix: prefix, canRepeat: canRepeat, position: position, rows: rows),
            statement, after: unexpected)
        return nil
    }

    /// Leaves a statement ``underWay``, after a result that says why it has failed, if there is one.
    ///
    /// - Throws: the failure, where all has been answered and it is no reason to try again.
    @inline(never)
    private func goOn(_ sent: SentStatement, _ statement: Statement, after result: OpaquePointer?) throws {
        steps.append(.statement)
        steps.append(.sync)
        var (sent, next) = (sent, result)
        while let result = next {
            let isAnswered = isAnswered(steps[sent.position], PQresultStatus(result))
            if note(result, sent.position, statement, &sent.failure) { sent.rows = result } else { PQclear(result) }
            if isAnswered { sent.position += 1 }
            next = sent.position < steps.count ? wire.nextAtHand() : nil
        }
        if sent.position == steps.count, !wire.isBroken, let failure = sent.failure, !failure.isForgotten,
            !failure.isStalePlan
        {
            steps.removeAll(keepingCapacity: true)
            protectedSteps = 0
            PQclear(sent.rows)
            throw failure.error
        }
        underWay = sent
    }
}
#endif
