#if PostgreSQL
import CLibPQ

/// A statement that has been sent, in a pipeline round with what had to go before it, and what of the reply has been read.
final class StatementInFlight: SentStatement, @unchecked Sendable {
    // Unchecked: whoever goes on with it has its connection, which one task at a time uses.

    let connection: PostgreSQLConnection
    let statement: Statement
    let prepared: PreparedStatement
    /// The commands that went before it.
    let prefix: [String]
    /// Whether nothing of its transaction had been done before, so that all can be done anew.
    let canRepeat: Bool
    /// How many steps of the round have been answered.
    fileprivate(set) var position = 0
    fileprivate(set) var failure: PostgreSQLConnection.Failure?
    private var rows: OpaquePointer?

    init(
        _ connection: PostgreSQLConnection, _ statement: Statement, _ prepared: PreparedStatement, prefix: [String],
        canRepeat: Bool, position: Int = 0, rows: OpaquePointer? = nil
    ) {
        self.connection = connection
        self.statement = statement
        self.prepared = prepared
        self.prefix = prefix
        self.canRepeat = canRepeat
        self.position = position
        self.rows = rows
    }

    deinit { PQclear(rows) }

    /// Takes over the rows that have been received.
    fileprivate func keep(_ result: OpaquePointer) {
        PQclear(rows)
        rows = result
    }

    /// The rows that have been received; the caller frees them.
    func takeRows() -> OpaquePointer? {
        defer { rows = nil }
        return rows
    }

    func rows() async throws -> Cursor { try await connection.open(self) }

    func outcome() async throws -> Outcome {
        let result = try await connection.finish(self)
        defer { PQclear(result) }
        return Outcome(result)
    }
}

extension PostgreSQLConnection {
    /// Sends a statement with the encoder's values, and what has to go before it.
    func send(_ statement: Statement) async throws -> StatementInFlight {
        try requireSound(statement)
        await forgetEvicted()
        try requireSound(statement)
        let prepared = statements.find(statement, encoder)
        // A transaction of which nothing has been done yet can begin anew.
        let sent = StatementInFlight(self, statement, prepared, prefix: prefix, canRepeat: transaction != .open)
        let isNamed = mayName(canRepeat: sent.canRepeat)
        queuePrefix()
        queue(prepared, encoder, isNamed: isNamed)
        queueSync()
        wire.replyWait.isCommit = commits(statement)
        return sent
    }

    /// Whether the server commits what the statement does before it answers.
    private func commits(_ statement: Statement) -> Bool { statement.isWrite && transaction == .none }

    /// Sends a statement that the server knows, and waits on this thread as long as its reply can be expected any moment: most
    /// statements make no call that might suspend.
    ///
    /// What most do not need is in functions of its own: on a core that the server has just had, each page of code counts. So
    /// the steps of the round, the statement and its sync, are noted only where somebody else goes on with it.
    func start(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) throws -> Start<OpaquePointer> {
        guard wire.mayWaitOnThread, statements.evicted.isEmpty, !Task.isCancelled,
            // Of these the answer is waited for first; see `queuePrefix`.
            !prefix.contains(where: { $0.hasPrefix("SAVEPOINT") })
        else { return .notSent }
        try fill(statement, bind)
        let prepared = statements.find(statement, encoder)
        guard prepared.isReady, !prepared.isCopied, !sharesSessions || transaction != .open else { return .notSent }
        let (prefix, canRepeat) = (prefix, transaction != .open)
        queuePrefix()
        let prefixCount = steps.count
        wire.sendPrepared(prepared.name, encoder)
        wire.sync()
        wire.replyWait.isCommit = commits(statement)
        var position = 0
        var rows: OpaquePointer?
        var unexpected: OpaquePointer?
        while !prepared.isReceivedByRow, let result = wire.nextOnCaller() {
            let status = PQresultStatus(result)
            if position == prefixCount, Self.isSuccess(status) {
                rows = result
            } else if position < prefixCount, status == PGRES_COMMAND_OK {
                PQclear(result)
                // The reply to the statement is yet to come, where this one was sent before it.
                if protectedSteps > 0 { wire.replyWait.expectReply() }
            } else if let rows, status == PGRES_PIPELINE_SYNC {
                PQclear(result)
                if prefixCount > 0 {
                    steps.removeAll(keepingCapacity: true)
                    protectedSteps = 0
                }
                prepared.note(size: PQresultMemorySize(rows))
                return .finished(rows)
            } else {
                unexpected = result
                break
            }
            position += 1
        }
        let sent = StatementInFlight(
            self, statement, prepared, prefix: prefix, canRepeat: canRepeat, position: position, rows: rows)
        return .sent(try goOn(sent, after: unexpected))
    }

    /// Goes on with a statement, after a result that says why it has failed, if there is one.
    ///
    /// - Throws: the failure, where all has been answered and it is no reason to try again.
    @inline(never)
    private func goOn(_ sent: StatementInFlight, after result: OpaquePointer?) throws -> StatementInFlight {
        steps.append(.statement)
        steps.append(.sync)
        var next = result
        while let result = next {
            let isAnswered = isAnswered(steps[sent.position], PQresultStatus(result))
            if note(result, sent.position, sent.statement, &sent.failure) { sent.keep(result) } else { PQclear(result) }
            if isAnswered { sent.position += 1 }
            next = sent.position < steps.count ? wire.nextOnCaller() : nil
        }
        if sent.position == steps.count, !wire.isBroken, let failure = sent.failure, failure.loss == nil {
            steps.removeAll(keepingCapacity: true)
            protectedSteps = 0
            throw failure.error
        }
        return sent
    }

    /// Sends a statement with the encoder's values, and returns its rows.
    func perform(_ statement: Statement) async throws -> OpaquePointer {
        try await finish(try await send(statement))
    }

    /// Waits for the rows of a statement, or leaves them to the cursor where they are to be received one at a time.
    func open(_ sent: StatementInFlight) async throws -> Cursor {
        if sent.prepared.isReceivedByRow, let none = PQmakeEmptyPGresult(wire.handle, PGRES_TUPLES_OK) {
            return Cursor(rows: none, .sentStatement(.passRetained(sent)))
        }
        return Cursor(rows: try await finish(sent))
    }

    /// Waits for the rows of a statement. Sends it again where only the way in which it had been prepared was wrong.
    ///
    /// - Parameters:
    ///   - rowByRow: the rows come one at a time, and none is left in the end, as long as libpq does its part.
    ///   - receive: is given each of these as it comes.
    func finish(
        _ sent: StatementInFlight, rowByRow: Bool = false, _ receive: (borrowing Row) -> Void = { _ in }
    ) async throws -> OpaquePointer {
        var sent = sent
        let statement = sent.statement
        for isLastAttempt in [false, true] {
            var rows = sent.takeRows()
            var size = 0
            var isHandedOver = false
            let failure = await receiveRound(
                statement, rowByRow: rowByRow, after: sent.position, failed: sent.failure,
                { rows = $0 },
                row: {
                    if size <= PreparedStatement.mostHeld { size += $0.postgresSize }
                    isHandedOver = true
                    receive($0)
                })
            guard var failure else {
                guard let rows else { throw connectionError(statement, isUnknown: false) }
                sent.prepared.note(size: size + PQresultMemorySize(rows))
                return rows
            }
            PQclear(rows)
            let isCured = cure(&failure, [sent.prepared])
            // Rows that have been handed over would come twice.
            if !isUsable, sent.canRepeat, !isHandedOver { hasBrokenAtStart = true }
            guard isCured, !isLastAttempt, sent.canRepeat, !isHandedOver, !wire.isBroken else { throw failure.error }
            if transaction == .open {
                await sendRollback()
                transaction = .pending
            }
            prefix = sent.prefix
            sent = try await send(statement)
        }
        throw connectionError(statement, isUnknown: false)
    }
}
#endif
