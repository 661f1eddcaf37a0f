#if PostgreSQL
import CLibPQ

/// What becomes of each statement of a pipeline's round: it has rows, or a failure.
struct RoundAnswers {
    typealias Failure = PostgreSQLConnection.Failure

    /// Which statements of a round outside a transaction are one of the server's.
    enum Grouping {
        case each
        /// Lookups that follow one another, which saves the server half of the work. Only those of one table, so that no lock
        /// is held while another table's is waited for.
        case lookups
        case all
    }

    private(set) var rows: [ReceivedRows?]
    private(set) var failures: [Int: Failure] = [:]
    private let requests: [PipelineRequest]
    private let prepared: [PreparedStatement]
    private let grouping: Grouping
    private let isOutsideTransaction: Bool
    /// Whether any of the statements writes.
    private let writes: Bool
    /// The statement whose result comes next.
    private var next = 0
    private var failed: Failure?
    /// Why the server has not prepared statements that others of this round are to run as well.
    private var unprepared: [ObjectIdentifier: Failure] = [:]
    /// How many have taken effect, or have failed, for good: outside a transaction that is said by their syncs.
    private var settled = 0

    init(
        _ requests: [PipelineRequest], _ prepared: [PreparedStatement], _ grouping: Grouping, isOutsideTransaction: Bool
    ) {
        rows = Array(repeating: nil, count: requests.count)
        self.requests = requests
        self.prepared = prepared
        self.grouping = grouping
        self.isOutsideTransaction = isOutsideTransaction
        writes = requests.contains { $0.statement.isWrite }
    }

    /// Whether the server commits something before it answers.
    var commits: Bool { isOutsideTransaction && writes }

    /// Whether a sync goes after the statement, which outside a transaction ends one of the server's.
    func isFollowedBySync(_ number: Int) -> Bool {
        if number == requests.count - 1 { return true }
        guard isOutsideTransaction else { return false }
        return switch grouping {
        case .each: true
        case .lookups: !requests[number].isLookup(like: requests[number + 1])
        case .all: false
        }
    }

    /// Takes the next result of the round, that of a step, and keeps it or frees it.
    mutating func receive(
        _ result: OpaquePointer, _ step: PostgreSQLConnection.Step, _ connection: PostgreSQLConnection
    ) {
        let status = PQresultStatus(result)
        switch (step, status) {
        case (.statement, _) where PostgreSQLConnection.isSuccess(status):
            rows[next] = ReceivedRows(result)
            next += 1
        case (.sync, PGRES_PIPELINE_SYNC):
            PQclear(result)
            failed = nil
            settled = next
        default:
            receiveOther(result, step, connection)
            PQclear(result)
        }
    }

    /// Looks at a result that most rounds do not have: that something has been prepared or begun, or a failure.
    @inline(never)
    private mutating func receiveOther(
        _ result: OpaquePointer, _ step: PostgreSQLConnection.Step, _ connection: PostgreSQLConnection
    ) {
        let isSync = if case .sync = step { true } else { false }
        let current = isSync ? next - 1 : next
        if case .statement = step { next += 1 }
        // At the end of a transaction nobody knows whose fault it is.
        let isOfCommit = isSync && grouping == .all
        if requests.indices.contains(current),
            var reason = connection.failure(
                PQresultStatus(result), result,
                isOfCommit ? PostgreSQLConnection.commitStatement : requests[current].statement)
        {
            let statement = ObjectIdentifier(prepared[current])
            if case .prepare = step { unprepared[statement] = reason }
            if reason.loss == .forgotten { reason = unprepared[statement] ?? reason }
            failed = failed ?? reason
            fail(current, reason)
        }
        guard var failed else { return }
        failed.isOfAnother = true
        if case .statement = step {
            // Left out because of a failure before it: of its own preparing, or of another statement.
            if failures[current] == nil { fail(current, failed) }
        } else if isSync, isOutsideTransaction {
            // The end of a transaction has failed that several have shared.
            for earlier in settled..<max(settled, current) { fail(earlier, failed) }
        }
    }

    /// Says of each statement what has become of it, after the last result that has come.
    mutating func end(_ wasCancelled: Bool, _ connection: PostgreSQLConnection) {
        if failures.isEmpty, settled == requests.count, rows.allSatisfy({ $0 != nil }) { return }
        for (number, request) in requests.enumerated() {
            let isUnknown =
                isOutsideTransaction
                && (grouping == .all ? writes : request.statement.isWrite) && number >= settled
            if rows[number] != nil, !isUnknown { continue }
            guard var failure = failures[number], !(isUnknown && failure.isOfConnection) else {
                fail(number, Failure(error: connection.connectionError(request.statement, isUnknown: isUnknown)))
                continue
            }
            if wasCancelled, failure.error.nativeCode == "57014" {
                failure.becomeCancelled()
                // Nobody wants the others any more.
                failure.isOfAnother = false
            }
            failures[number] = failure
        }
    }

    private mutating func fail(_ number: Int, _ failure: Failure) {
        rows[number]?.free()
        rows[number] = nil
        failures[number] = failure
    }
}
#endif
