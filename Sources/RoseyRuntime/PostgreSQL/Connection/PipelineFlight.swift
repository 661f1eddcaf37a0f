#if PostgreSQL
import CLibPQ

/// A statement that goes with others, and its values.
struct PipelineRequest {
    let statement: Statement
    let encoder: ParameterEncoder

    /// Whether both look something up in the same table.
    func isLookup(like next: PipelineRequest) -> Bool {
        statement.effect == .lookup && next.statement.effect == .lookup && statement.table == next.statement.table
    }
}

/// The flights of a pipeline, in which each statement has a result of its own.
extension PostgreSQLConnection {
    /// The replies to up to how many are looked for.
    private static var mostLookedFor: Int { 4 }

    /// Which statements of a flight outside a transaction are one of the server's.
    private enum Grouping {
        case each
        /// Lookups that follow one another, which saves the server half of the work. Only those of one table, so that no lock
        /// is held while another table's is waited for.
        case lookups
        case all
    }

    func pipeline(items: Int) -> (any PipelineRun)? { PostgreSQLPipeline(self, items: items) }
    func batch(_ items: [BatchItem], _ observer: StatementObserver?) -> (any BatchRun)? {
        PostgreSQLBatch(self, items, observer)
    }

    /// Sends all statements in one flight, and returns the rows, or the failure, of each. Outside a transaction each is
    /// one of its own, and what fails does not concern the others; inside, those after a failure are not run.
    func fly(_ requests: [PipelineRequest]) async -> [Result<ReceivedRows, DatabaseError>] {
        await forgetEvicted()
        if Task.isCancelled || wire.isBroken {
            return requests.map { .failure(refusal($0.statement) ?? connectionError($0.statement, isUnknown: false)) }
        }
        let isAlone = transaction == .none
        var parts = requests.indices.map { JoinedLookups($0, of: requests) }
        if isAlone { parts = JoinedLookups.join(requests, pool.encoders) }
        let lent = parts.filter(\.areSeveral).map(\.request.encoder)
        defer { pool.encoders.giveBack(lent) }
        var results = [Result<ReceivedRows, DatabaseError>?](repeating: nil, count: requests.count)
        // Then each alone, and then those that have turned out to be forgotten.
        for grouping in [Grouping.lookups, .each, .each] {
            var again: [Int] = []
            let received = await flyOnce(parts.map(\.request), grouping, looks: requests.count <= Self.mostLookedFor)
            for (part, result) in zip(parts, received) {
                switch result {
                case .success(let rows):
                    for (member, rows) in zip(part.members, part.split(rows)) { results[member] = .success(rows) }
                case .failure(let failure):
                    if mayFlyAgain(part, of: requests, failure) { again += part.members }
                    for member in part.members {
                        var error = failure.error
                        if part.areSeveral { error.sql = requests[member].statement.postgresql }
                        results[member] = .failure(error)
                    }
                }
            }
            if again.isEmpty || !isAlone || wire.isBroken { break }
            await forgetEvicted()
            parts = again.sorted().map { JoinedLookups($0, of: requests) }
        }
        return zip(requests, results).map { request, result in
            result ?? .failure(connectionError(request.statement, isUnknown: request.statement.isWrite))
        }
    }

    /// Whether it would be another's failure, or one that does not happen again.
    private func mayFlyAgain(_ part: JoinedLookups, of requests: [PipelineRequest], _ failure: Failure) -> Bool {
        if forgetIfLost(part.request, failure) {
            if part.areSeveral { _ = forgetIfLost(requests[part.members[0]], failure) }
            return true
        }
        // Nobody knows which of several it is about.
        return failure.isOfAnother || part.areSeveral && failure.error.code != .cancelled
    }

    /// Sends all statements in one flight, which is a transaction, and returns the rows of each.
    ///
    /// - Throws: why nothing has taken effect, or that this is not known, with the number of the statement in `step`.
    func flyTogether(_ requests: [PipelineRequest]) async throws(Failure) -> [OpaquePointer] {
        guard let first = requests.first else { return [] }
        for isLastAttempt in [false, true] {
            await forgetEvicted()
            if let refusal = refusal(first.statement) { throw Failure(error: refusal) }
            if wire.isBroken { break }
            let results = await flyOnce(requests, .all, looks: requests.count <= Self.mostLookedFor)
            var rows: [OpaquePointer] = []
            var failure: Failure?
            for (number, result) in results.enumerated() {
                switch result {
                case .success(let handle): rows.append(handle)
                case .failure(var reason):
                    reason.step = number
                    if failure.map({ $0.certainty < reason.certainty }) ?? true { failure = reason }
                }
            }
            guard let failure else { return rows }
            for handle in rows { PQclear(handle) }
            // What the server does not get to after a stale plan may be as stale.
            let isLost = requests.reduce(false) { forgetIfLost($1, failure) || $0 }
            if isLastAttempt || !isLost { throw failure }
        }
        throw Failure(error: connectionError(first.statement, isUnknown: false))
    }

    /// Whether the server has lost the prepared statement, or cannot run it any more. It is prepared anew then.
    private func forgetIfLost(_ request: PipelineRequest, _ failure: Failure) -> Bool {
        if failure.isForgotten { statements.removeAll() }
        if failure.isStalePlan { statements.remove(statements.find(request.statement, request.encoder)) }
        return failure.isForgotten || failure.isStalePlan
    }

    private func flyOnce(
        _ requests: [PipelineRequest], _ grouping: Grouping, looks: Bool
    ) async -> [Result<OpaquePointer, Failure>] {
        let isAlone = transaction == .none
        let writes = requests.contains { $0.statement.isWrite }
        queuePrefix()
        let prepared = requests.map { statements.find($0.statement, $0.encoder) }
        for (number, request) in requests.enumerated() {
            queue(prepared[number], request.encoder)
            let isLast = number == requests.count - 1
            let isTogether =
                switch grouping {
                case .each: false
                case .lookups: !isLast && request.isLookup(like: requests[number + 1])
                case .all: true
                }
            if isLast || isAlone && !isTogether {
                wire.sync()
                steps.append(.sync)
            }
            if number % 64 == 63 { await flush() }
        }
        wire.isCommit = isAlone && writes
        wire.looks = looks
        defer { wire.looks = true }
        var results = [Result<OpaquePointer, Failure>?](repeating: nil, count: requests.count)
        var next = 0
        var failed: Failure?
        /// Why the server has not prepared statements that others of this flight are to run as well.
        var unprepared: [ObjectIdentifier: Failure] = [:]
        /// How many have taken effect, or have failed, for good: outside a transaction that is said by their syncs.
        var settled = 0
        await read(isCancellable: true) { number, result in
            let step = steps[number]
            let status = PQresultStatus(result)
            let isSync = if case .sync = step { true } else { false }
            let current = isSync ? next - 1 : next
            if requests.indices.contains(current),
                // At the end of a transaction nobody knows whose fault it is.
                var reason = failure(
                    status, result, isSync && grouping == .all ? Self.commitStatement : requests[current].statement)
            {
                let statement = ObjectIdentifier(prepared[current])
                if case .prepare = step { unprepared[statement] = reason }
                if reason.isForgotten { reason = unprepared[statement] ?? reason }
                if case .success(let rows) = results[current] { PQclear(rows) }
                failed = failed ?? reason
                results[current] = .failure(reason)
            }
            if case .statement = step {
                if Self.isSuccess(status) {
                    results[next] = .success(result)
                } else {
                    // Left out because of a failure before it: of its own preparing, or of another statement.
                    if results[next] == nil, var failed {
                        failed.isOfAnother = true
                        results[next] = .failure(failed)
                    }
                    PQclear(result)
                }
                next += 1
            } else {
                PQclear(result)
            }
            if isSync, status != PGRES_PIPELINE_SYNC, isAlone, var failed {
                // The end of a transaction has failed that several have shared.
                failed.isOfAnother = true
                for earlier in settled..<max(settled, current) {
                    if case .success(let rows) = results[earlier] { PQclear(rows) }
                    results[earlier] = .failure(failed)
                }
            }
            if isSync, status == PGRES_PIPELINE_SYNC {
                failed = nil
                settled = next
            }
        }
        let wasCancelled = await wire.disarm()
        var outcomes: [Result<OpaquePointer, Failure>] = []
        outcomes.reserveCapacity(requests.count)
        for (index, request) in requests.enumerated() {
            let isUnknown = isAlone && (grouping == .all ? writes : request.statement.isWrite) && index >= settled
            outcomes.append(outcome(of: request.statement, results[index], isUnknown: isUnknown, wasCancelled))
        }
        return outcomes
    }

    /// What is to be said of a statement, by what has been said of it.
    private func outcome(
        of statement: Statement, _ result: Result<OpaquePointer, Failure>?, isUnknown: Bool, _ wasCancelled: Bool
    ) -> Result<OpaquePointer, Failure> {
        switch result {
        case .success(let rows) where isUnknown: PQclear(rows)
        case .success(let rows): return .success(rows)
        case .failure(let failure) where isUnknown && failure.isOfConnection: break
        case .failure(var failure):
            if wasCancelled, failure.error.nativeCode == "57014" {
                failure.becomeCancelled()
                // Nobody wants the others any more.
                failure.isOfAnother = false
            }
            return .failure(failure)
        case nil: break
        }
        return .failure(Failure(error: connectionError(statement, isUnknown: isUnknown)))
    }
}
#endif
