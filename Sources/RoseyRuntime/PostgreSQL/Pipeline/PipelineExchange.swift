#if PostgreSQL
import CLibPQ

/// Rounds of many statements, in which each has a result of its own.
extension PostgreSQLConnection {
    /// Up to how many statements a round is short enough to spin for its replies.
    private static var mostSpunFor: Int { 4 }

    func pipeline(items: Int) -> (any PipelineRun)? { PostgreSQLPipeline(self, items: items) }
    func batch(items: Int, _ observer: StatementObserver?) -> (any PipelineRun)? {
        PostgreSQLBatch(self, items: items, observer)
    }

    /// Sends all statements in one round, and returns the rows, or the failure, of each. Outside a transaction each is
    /// one of its own, and what fails does not concern the others; inside, those after a failure are not run.
    ///
    /// - Parameter blocks: replies to many are waited for in a blocking call at first, if they usually come soon.
    func exchange(_ requests: [PipelineRequest], blocks: Bool = false) async -> [Result<ReceivedRows, DatabaseError>] {
        await forgetEvicted()
        if Task.isCancelled || wire.isBroken {
            return requests.map { .failure(refusal($0.statement) ?? connectionError($0.statement, isUnknown: false)) }
        }
        let isOutsideTransaction = transaction == .none
        var parts = requests.indices.map { BatchedLookups($0, of: requests) }
        if isOutsideTransaction { parts = BatchedLookups.group(requests, pool.encoders) }
        let lent = parts.filter(\.areSeveral)
        defer { for part in lent { pool.encoders.giveBack(part.request.encoder) } }
        var results = [Result<ReceivedRows, DatabaseError>?](repeating: nil, count: requests.count)
        // Then each by itself, and then those whose prepared statement has turned out to be forgotten.
        for grouping in [RoundAnswers.Grouping.lookups, .each, .each] {
            var again: [Int] = []
            let received = await exchangeOnce(
                parts.map(\.request), grouping, requests.count <= Self.mostSpunFor ? .spin : blocks ? .block : .suspend)
            for (number, part) in parts.enumerated() {
                if let rows = received.rows[number] {
                    for (member, rows) in zip(part.members, part.split(rows)) { results[member] = .success(rows) }
                } else if let failure = received.failures[number] {
                    if maySendAgain(part, of: requests, failure) { again += part.members }
                    for member in part.members {
                        var error = failure.error
                        if part.areSeveral { error.sql = requests[member].statement.postgresql }
                        results[member] = .failure(error)
                    }
                }
            }
            if again.isEmpty || !isOutsideTransaction || wire.isBroken { break }
            await forgetEvicted()
            parts = again.sorted().map { BatchedLookups($0, of: requests) }
        }
        return zip(requests, results).map { request, result in
            result ?? .failure(connectionError(request.statement, isUnknown: request.statement.isWrite))
        }
    }

    /// Whether it would be another's failure, or one that does not happen again.
    private func maySendAgain(_ part: BatchedLookups, of requests: [PipelineRequest], _ failure: Failure) -> Bool {
        var failure = failure
        if failure.loss != nil {
            let lost = part.areSeveral ? [part.request, requests[part.members[0]]] : [part.request]
            return cure(&failure, lost.map { statements.find($0.statement, $0.encoder) })
        }
        // Nobody knows which of several it is about.
        return failure.isOfAnother || part.areSeveral && failure.error.code != .cancelled
    }

    /// Sends all statements in one round, which is a transaction, and returns the rows of each.
    ///
    /// - Throws: why nothing has taken effect, or that this is not known, with the number of the statement in `step`.
    nonisolated(nonsending) func exchangeAsTransaction(_ requests: [PipelineRequest]) async throws(Failure)
        -> [ReceivedRows?]
    {
        guard let first = requests.first else { return [] }
        for isLastAttempt in [false, true] {
            await forgetEvicted()
            if let refusal = refusal(first.statement) { throw Failure(error: refusal) }
            if wire.isBroken { break }
            let answers = await exchangeOnce(requests, .all, requests.count <= Self.mostSpunFor ? .spin : .suspend)
            // Of those that say as much it is the first.
            let most = answers.failures.max { ($0.value.certainty, $1.key) < ($1.value.certainty, $0.key) }
            guard let (step, reason) = most else { return answers.rows }
            var failure = reason
            failure.step = step
            for rows in answers.rows { rows?.free() }
            // What the server does not get to after a stale plan may be as stale.
            let isCured =
                failure.loss != nil && cure(&failure, requests.map { statements.find($0.statement, $0.encoder) })
            if isLastAttempt || !isCured { throw failure }
        }
        throw Failure(error: connectionError(first.statement, isUnknown: false))
    }

    private nonisolated(nonsending) func exchangeOnce(
        _ requests: [PipelineRequest], _ grouping: RoundAnswers.Grouping, _ policy: ReplyWait.Policy
    ) async -> RoundAnswers {
        let isNamed = mayName(canRepeat: transaction == .none)
        queuePrefix()
        let prepared = requests.map { statements.find($0.statement, $0.encoder) }
        var answers = RoundAnswers(requests, prepared, grouping, isOutsideTransaction: transaction == .none)
        for number in requests.indices {
            queue(prepared[number], requests[number].encoder, isNamed: isNamed)
            if answers.isFollowedBySync(number) {
                queueSync()
            }
            if number % 64 == 63 { await flush() }
        }
        wire.replyWait.isCommit = answers.commits
        wire.replyWait.policy = policy
        defer { wire.replyWait.policy = .spin }
        // Those that can be expected any moment, mostly all.
        var number = 0
        while wire.mayWaitOnThread, protectedSteps == 0, number < steps.count, let result = wire.nextOnCaller() {
            let isAnswered = isAnswered(steps[number], PQresultStatus(result))
            answers.receive(result, steps[number], self)
            if isAnswered { number += 1 }
        }
        var wasCancelled = false
        if number < steps.count {
            await read(isCancellable: true, after: number) { answers.receive($1, steps[$0], self) }
            wasCancelled = await wire.disarm()
        }
        steps.removeAll(keepingCapacity: true)
        answers.end(wasCancelled, self)
        return answers
    }
}
#endif
