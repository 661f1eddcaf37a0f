#if PostgreSQL
import CLibPQ

/// A pipeline round: commands that are sent together, up to a sync, and whose results are read in the order of their sending.
extension PostgreSQLConnection {
    enum Step {
        case control
        case prepare(PreparedStatement)
        case statement
        case sync
    }

    /// What stands for control commands in errors.
    static let control = Statement("", .read, table: "")

    func queuePrefix() {
        if hasAbandoned.load(ordering: .relaxed) { clearAbandoned() }
        let isBeginning = transaction == .pending
        if isBeginning { transaction = .open }
        if prefix.isEmpty { return }
        for command in prefix { queue(command, as: .control) }
        // A savepoint that is cancelled takes the whole transaction with it. So it is answered at once, and only what comes
        // after its answer can be cancelled. So is the beginning of a transaction on a replica: however long its statement may
        // take, a server that does not even answer this keeps silent, and others can be asked.
        if isBeginning && isToReplica || prefix.contains(where: { $0.hasPrefix("SAVEPOINT") }) {
            wire.requestAnswers()
            protectedSteps = steps.count
        }
        // To keep its memory would copy it, as what has been sent is known by the round's statement.
        prefix = []
    }

    /// Sends it by itself, where a statement goes outside the pipeline.
    func sendPrefix(_ statement: Statement) async throws {
        if prefix.isEmpty { return }
        queuePrefix()
        queueSync()
        if let failure = await receiveRound(statement, { PQclear($0) }) { throw failure.error }
    }

    /// Queues a command as a step of the round.
    func queue(_ sql: String, _ encoder: ParameterEncoder? = nil, as step: Step) {
        wire.send(sql, encoder)
        steps.append(step)
    }

    /// Ends what belongs together: after a failure the server skips everything up to here.
    func queueSync() {
        wire.sync()
        steps.append(.sync)
    }

    func queue(_ prepared: PreparedStatement, _ encoder: ParameterEncoder, isNamed: Bool) {
        guard isNamed else {
            return queue(prepared.sql, encoder, as: .statement)
        }
        if !prepared.isReady {
            wire.sendPrepare(prepared.name, prepared.sql, encoder)
            steps.append(.prepare(prepared))
            // So that it is not sent again in the same round; the result corrects this.
            prepared.isReady = true
        }
        wire.sendPrepared(prepared.name, encoder)
        steps.append(.statement)
    }

    /// Why a round failed.
    struct Failure: Error {
        var error: DatabaseError
        /// The number of the step that failed.
        var step = 0
        /// What is wrong with the prepared statement, if that is why.
        var loss: PreparedLoss?
        /// Whether it is another statement's, because of which this one was left out.
        var isOfAnother = false

        /// How much it says of the round: what the server has said of one statement is certain, even where nobody knows what
        /// has become of the others.
        var certainty: Int { isOfConnection ? 0 : isOfAnother ? 1 : 2 }

        /// Whether nobody has said what became of the statement: a pooler in between, that has lost the server, says 08P01.
        var isOfConnection: Bool { error.nativeCode?.hasPrefix("08") ?? true }

        mutating func becomeCancelled() {
            error.code = .cancelled
            error.message = "the statement was stopped because its task was cancelled"
        }
    }

    /// Reads the results of the round that has been queued, hands each statement's rows to `receive`, which frees them,
    /// and returns the first failure.
    ///
    /// - Parameters:
    ///   - isCancellable: `false` for what has to be done whatever becomes of the task.
    ///   - rowByRow: hands over the rows of the statement to `row`, one at a time as they come, and at the end none.
    ///   - position: how many steps have been answered already, and how the first of them failed, if one did.
    func receiveRound(
        _ statement: Statement, isCancellable: Bool = true, rowByRow: Bool = false, commits: Bool = false,
        after position: Int = 0, failed failure: Failure? = nil, _ receive: (OpaquePointer) -> Void,
        row: (borrowing Row) -> Void = { _ in }
    ) async -> Failure? {
        var failure = failure
        await read(
            isCancellable: isCancellable, rowByRow: rowByRow, after: position,
            { number, result in
                if note(result, number, statement, &failure) { receive(result) } else { PQclear(result) }
            }, row: row)
        let isAutomatic = statement.isWrite && transaction == .none
        return await settled(failure, statement, commits: commits || isAutomatic, isCancellable: isCancellable)
    }

    /// Notes the failure of a step, if it is the first; returns whether the result is a statement's rows.
    func note(_ result: OpaquePointer, _ number: Int, _ statement: Statement, _ failure: inout Failure?) -> Bool {
        let status = PQresultStatus(result)
        if failure == nil, Self.isFailure(status) {
            failure = self.failure(status, result, statement)
            failure?.step = number
        }
        if case .statement = steps[number] { return Self.isSuccess(status) }
        return false
    }

    /// Whether the result ends its step.
    func isAnswered(_ step: Step, _ status: ExecStatusType) -> Bool {
        if case .prepare(let prepared) = step { prepared.isReady = status == PGRES_COMMAND_OK }
        // An error at the very end, as that of a deferred constraint, comes before the sync's own result.
        if case .sync = step { return status == PGRES_PIPELINE_SYNC }
        return true
    }

    /// Reads the results of the round, and hands each over with the number of its step, to be freed.
    nonisolated(nonsending) func read(
        isCancellable: Bool, rowByRow: Bool = false, after position: Int = 0, _ receive: (Int, OpaquePointer) -> Void,
        row: (borrowing Row) -> Void = { _ in }
    ) async {
        let protected = protectedSteps
        protectedSteps = 0
        if isCancellable, position >= protected {
            wire.arm()
        } else {
            wire.watch(limit: isUnattended || protected > 0 && isToReplica ? wire.cancelTimeout : nil)
        }
        var number = position
        wire.outstanding = statementsBeforeSync(from: number)
        while number < steps.count {
            if isCancellable, number == protected, number > position { wire.arm() }
            if rowByRow, case .statement = steps[number] { PQsetSingleRowMode(wire.handle) }
            var next = await wire.next(isCancellable: isCancellable && number >= protected)
            if let first = next, PQresultStatus(first) == PGRES_SINGLE_TUPLE { next = await readRows(first, row) }
            guard let result = next else { break }
            let isAnswered = isAnswered(steps[number], PQresultStatus(result))
            receive(number, result)
            if isAnswered {
                if case .sync = steps[number] { wire.outstanding = statementsBeforeSync(from: number + 1) }
                number += 1
            }
        }
        wire.outstanding = 1
        steps.removeAll(keepingCapacity: true)
        if !isCancellable { wire.unwatch() }
    }

    /// How many statements the server may run before it answers any: it answers where a sync makes it.
    private func statementsBeforeSync(from number: Int) -> Int {
        guard wire.replyTimeout != nil else { return 1 }
        return steps[number...].prefix { if case .sync = $0 { false } else { true } }
            .count { if case .statement = $0 { true } else { false } }
    }

    /// Reads the rows of a statement one at a time, on a thread that may block, and returns the result that ends them. While
    /// some are read the server makes others, and the memory of one serves for the next.
    private nonisolated(nonsending) func readRows(
        _ first: OpaquePointer, _ receive: (borrowing Row) -> Void
    ) async -> OpaquePointer? {
        await withTaskCancellationHandler {
            await withTaskExecutorPreference(wire.executor) {
                var next: OpaquePointer? = first
                while let result = next, PQresultStatus(result) == PGRES_SINGLE_TUPLE {
                    receive(Row(handle: result, number: 0))
                    PQclear(result)
                    next = wire.nextOnThisThread()
                }
                return next
            }
        } onCancel: {
            wire.cancel()
        }
    }

    /// Sends what is queued of a long round.
    func flush() async {
        wire.watch()
        wire.outstanding = steps.count
        await wire.flush()
        wire.unwatch()
    }

    static func isSuccess(_ status: ExecStatusType) -> Bool {
        status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
    }

    static func isFailure(_ status: ExecStatusType) -> Bool {
        status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_EMPTY_QUERY
            || status == Wire.unreplicated
    }

    func failure(_ status: ExecStatusType, _ result: OpaquePointer, _ statement: Statement) -> Failure? {
        if status == PGRES_EMPTY_QUERY {
            return Failure(error: DatabaseError(.syntax, "the statement is empty", sql: statement.postgresql))
        }
        if status == Wire.unreplicated { return Failure(error: .unreplicated(statement)) }
        return Self.isFailure(status) ? failure(result, statement) : nil
    }

    /// A failure with what else is to be said of it, once nothing is in flight any more.
    func settled(
        _ failure: Failure?, _ statement: Statement, commits: Bool, isCancellable: Bool = true
    ) async -> Failure? {
        var failure = failure
        if wire.isBroken, failure?.isOfConnection ?? true {
            failure = Failure(error: connectionError(statement, isUnknown: commits))
        }
        if isCancellable, await wire.disarm(), failure?.error.nativeCode == "57014" { failure?.becomeCancelled() }
        return failure
    }

    private func failure(_ result: OpaquePointer, _ statement: Statement) -> Failure {
        let report = PostgreSQLReport(result, wire.handle)
        // After a fail-over a server that takes no writes is the wrong one; the next connection looks for the right one.
        if report.endsConnection || (report.state == "25006" && !isReadOnly) { mustBeReplaced = true }
        return Failure(error: .postgres(report, statement), loss: report.preparedLoss)
    }

    func connectionError(_ statement: Statement, isUnknown: Bool) -> DatabaseError {
        let (code, reason): (DatabaseError.Code, String) =
            switch wire.givenUp {
            case .cancelled:
                (.cancelled, "the task was cancelled, and the connection given up since the server did not answer")
            case .silent:
                (
                    .timeout,
                    "the server kept silent for longer than it may (see replyTimeout and cancelTimeout), so the connection "
                        + "was given up"
                )
            case nil:
                (
                    .connection,
                    "the connection to the server broke (\(PostgreSQLReport.trimmed(PQerrorMessage(wire.handle))))"
                )
            }
        return DatabaseError(
            isUnknown ? .commitUnknown : code,
            isUnknown ? "\(reason); whether the change has taken effect is not known" : reason,
            table: statement.table.isEmpty ? nil : statement.table, sql: statement.postgresql)
    }

    func refusal(_ statement: Statement) -> DatabaseError? {
        guard Task.isCancelled else { return nil }
        return DatabaseError(
            .cancelled, "the task was cancelled before the statement was sent", sql: statement.postgresql)
    }

    /// Of what is not sent at all it is known that it has no effect.
    func requireSound(_ statement: Statement) throws {
        if let refusal = refusal(statement) { throw refusal }
        if wire.isBroken { throw connectionError(statement, isUnknown: false) }
    }

    /// Tells the server which prepared statements it need not keep. In a round of its own and outside transactions,
    /// since one that it has forgotten by itself is an error.
    nonisolated(nonsending) func forgetEvicted() async {
        guard transaction != .open, !statements.evicted.isEmpty, !wire.isBroken else { return }
        for name in statements.takeEvicted() {
            queue("DEALLOCATE \(name)", as: .control)
            queueSync()
        }
        _ = await receiveRound(Self.control, isCancellable: false) { PQclear($0) }
    }
}
#endif
