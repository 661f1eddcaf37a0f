#if PostgreSQL
import CLibPQ

/// Inserting many rows: in rounds of inserts, or of statements that upsert many, or by COPY.
extension PostgreSQLConnection {
    /// How many rows go in one round, five statements of rows that are joined. More would only make memory grow.
    private static let roundLength = 5 * JoinedRows.most
    /// From how many rows on COPY is faster than a round of inserts, although it takes a round trip more.
    private static let copyThreshold = 32
    /// From how many rows on it pays to upsert several by one statement.
    private static let joinThreshold = 8

    func runRepeatedly(
        _ statement: Statement, _ together: ManyRows?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        try requireSound(statement)
        guard try fillNext(statement, bindNext) else { return }
        var joined: JoinedRows?
        switch together {
        case .copy(let copy)? where count == 0 || count >= Self.copyThreshold:
            return try await self.copy(copy, statement, bindNext)
        case .joined(let upsert)? where count == 0 || count >= Self.joinThreshold: joined = JoinedRows(upsert)
        default: break
        }
        do {
            try await insertInRounds(statement, joined, isAlone: isAlone, bindNext)
        } catch {
            if isAlone { await rollback() }
            throw error
        }
    }

    private func fillNext(_ statement: Statement, _ bindNext: (inout Parameters) throws -> Bool) throws -> Bool {
        var hasNext = false
        try fill(statement) { hasNext = try bindNext(&$0) }
        return hasNext
    }

    /// BEGIN goes with the first row and COMMIT with the last, where there is no transaction around.
    private func insertInRounds(
        _ statement: Statement, _ joined: JoinedRows?, isAlone: Bool, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        var joined = joined
        await forgetEvicted()
        if isAlone {
            prefix = ["BEGIN"]
            transaction = .pending
        }
        let isNamed = mayName(canRepeat: false)
        var hasNext = true
        while hasNext {
            queuePrefix()
            var bindFailure: (any Error)?
            for number in 1...Self.roundLength {
                queueNext(statement, &joined, isNamed: isNamed)
                if number.isMultiple(of: 64) { await flush() }
                do {
                    hasNext = try fillNext(statement, bindNext)
                } catch {
                    bindFailure = error
                    hasNext = false
                }
                if !hasNext { break }
            }
            queueJoined(&joined, isNamed: isNamed)
            let commits = isAlone && !hasNext && bindFailure == nil
            if commits {
                queue("COMMIT", as: .statement)
            }
            queueSync()
            wire.replyWait.isCommit = commits
            var tag = ""
            let failure = await receiveRound(statement, commits: commits) { result in
                tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
                PQclear(result)
            }
            // What breaks after the commit is no failure of the rows.
            if var failure, tag != "COMMIT" {
                if failure.loss != nil {
                    var prepared = [statements.find(statement, encoder)]
                    if let joined { prepared.append(statements.find(joined.upsert.statement, joined.encoder)) }
                    _ = cure(&failure, prepared)
                }
                throw failure.error
            }
            if commits { transaction = .none }
            if let bindFailure { throw bindFailure }
        }
    }

    /// Queues the row that the encoder has, or keeps it for a statement with others.
    private func queueNext(_ statement: Statement, _ joined: inout JoinedRows?, isNamed: Bool) {
        if joined?.add(encoder) == true { return }
        queueJoined(&joined, isNamed: isNamed)
        if joined?.add(encoder) == true { return }
        queue(statements.find(statement, encoder), encoder, isNamed: isNamed)
    }

    private func queueJoined(_ joined: inout JoinedRows?, isNamed: Bool) {
        guard joined?.pack() == true, let joined else { return }
        queue(statements.find(joined.upsert.statement, joined.encoder), joined.encoder, isNamed: isNamed)
    }

    /// Sends the rows by COPY, in the binary format. It takes effect as a whole by itself.
    func copy(
        _ sql: String, _ statement: Statement, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        try await sendPrefix(statement)
        wire.arm()
        var result: OpaquePointer?
        var bindFailure: (any Error)?
        // Before the end of the data has been sent nothing can have taken effect.
        var isComplete = false
        switch await wire.beginCopy(sql) {
        case .refused(let refusal): result = refusal
        case .started:
            var data = CopyData()
            do {
                repeat {
                    data.append(encoder)
                    if data.isFull {
                        try requireSound(statement)
                        guard await data.send(wire) else { break }
                    }
                } while try fillNext(statement, bindNext)
            } catch {
                bindFailure = error
            }
            if bindFailure == nil {
                data.appendEnd()
                isComplete = await data.send(wire)
            }
            result = await wire.endCopy(giveUp: bindFailure == nil ? nil : "given up")
        }
        var failure: Failure?
        if let result {
            failure = self.failure(PQresultStatus(result), result, statement)
            PQclear(result)
        }
        failure = await settled(failure, statement, commits: transaction == .none && isComplete)
        if let bindFailure, !wire.isBroken { throw bindFailure }
        if let failure { throw failure.error }
    }
}
#endif
