#if PostgreSQL
import CLibPQ
import Synchronization

/// A connection to a PostgreSQL server.
///
/// What belongs together travels together: BEGIN, SAVEPOINT and their like wait until there is a statement to send, and
/// go with it in one flight, as does the preparing of a statement that is new.
final class PostgreSQLConnection: DriverConnection, @unchecked Sendable {
    // Unchecked: a connection is used by one task at a time (see DriverConnection). `closeEventually` is the only call
    // from outside, and touches only what is made for that.

    let id: ConnectionID
    private let wire: Wire
    private let encoder = ParameterEncoder()
    private var statements: PreparedStatements
    private var transaction = TransactionState.none
    /// Commands that go with the next statement.
    private var prefix: [String] = []
    /// What the flight that is being put together is made of.
    private var steps: [Step] = []
    private var lastCursor: UInt64 = 0
    private var isReadOnly = false
    /// The task in whose transaction this connection is, as the pool knows it.
    private var writer: Int?
    /// Whether the connection works, but to no good end.
    private var isMisplaced = false
    /// Whether nobody waits for what is done.
    private var isUnattended = false
    /// The cursors that the server has in this transaction.
    private var openCursors: Set<UInt64> = []
    /// The last cursor that was there before each savepoint.
    private var cursorsBeforeSavepoint: [Int: UInt64] = [:]
    /// Cursors whose owner is gone, with the rows that they still hold.
    private let abandoned = Mutex<[AbandonedCursor]>([])
    // Unowned: whoever holds a lease holds the database as well, and with it the pool.
    private unowned let pool: PostgreSQLPool

    let longRunningExecutor: any TaskExecutor

    private enum TransactionState {
        case none
        /// BEGIN waits for the first statement.
        case pending
        case open
    }

    private enum Step {
        case control
        case prepare(PreparedStatement)
        case statement
        case sync
    }

    private struct AbandonedCursor: @unchecked Sendable {
        // Unchecked: the result belongs to nobody else.
        let token: UInt64
        let rows: OpaquePointer
    }

    /// Takes over a connection that is open and configured.
    init(id: ConnectionID, wire: Wire, executor: LongRunningExecutor, capacity: Int, pool: PostgreSQLPool) {
        self.id = id
        self.wire = wire
        self.pool = pool
        longRunningExecutor = executor
        statements = PreparedStatements(capacity: capacity)
    }

    var isUsable: Bool { !wire.isBroken && !isMisplaced }

    func close() {
        clearAbandoned()
        wire.close()
    }

    deinit {
        clearAbandoned()
    }

    func giveBack() {
        encoder.shrink()
        if !isUsable || (transaction == .none && wire.transactionStatus == PQTRANS_IDLE) {
            return pool.giveBack(self)
        }
        // A transaction that is open here, as that of a stream, would swallow the statements of whoever comes next.
        Task.detached { [pool] in
            self.isUnattended = true
            await self.rollback()
            self.isUnattended = false
            pool.giveBack(self)
        }
    }

    /// Whether the server answers.
    func isAlive() async -> Bool {
        wire.watch(isUnattended: true)
        defer { wire.unwatch() }
        wire.sync()
        let result = await wire.next(isCancellable: false)
        defer { PQclear(result) }
        // It may say first why it has hung up.
        return PQresultStatus(result) == PGRES_PIPELINE_SYNC && !wire.isBroken
    }

    /// Whether the server has hung up meanwhile, as far as this computer knows.
    var hasEnded: Bool { wire.hasEnded }

    // Statements are stopped while they are waited for, not from here.
    func interrupt() {}

    // MARK: Statements

    func open(
        _ statement: Statement, keepsOpen: Bool, _ bind: (inout Parameters) throws -> Void
    ) async throws -> Cursor {
        try fill(statement, bind)
        if keepsOpen, !statement.isWrite { return try await openCursor(statement) }
        let result = try await perform(statement)
        return Cursor(handle: result, privateToken: 0, statement: statement)
    }

    func run(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) async throws -> Outcome {
        try fill(statement, bind)
        let result = try await perform(statement)
        defer { PQclear(result) }
        return Outcome(result)
    }

    private func fill(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws {
        try encoder.fill(statement, bind)
    }

    /// Sends a statement with the encoder's values, and what has to go before it; returns its rows.
    private func perform(_ statement: Statement) async throws -> OpaquePointer {
        try requireSound(statement)
        await forgetEvicted()
        try requireSound(statement)
        var prepared = statements.find(statement, encoder)
        // A transaction of which nothing has been done yet can begin anew.
        let canRepeat = transaction != .open
        let prefix = prefix
        for isLastAttempt in [false, true] {
            queuePrefix()
            queue(prepared, encoder)
            wire.sync()
            steps.append(.sync)
            var rows: OpaquePointer?
            let failure = await fly(statement) { rows = $0 }
            guard let failure else {
                if let rows { return rows }
                throw connectionError(statement, isUnknown: false)
            }
            PQclear(rows)
            if failure.isForgotten {
                statements.removeAll()
            } else if failure.isStalePlan {
                statements.remove(prepared)
            }
            guard failure.isForgotten || failure.isStalePlan, !isLastAttempt, canRepeat, !wire.isBroken else {
                throw failure.error
            }
            if transaction == .open {
                await sendRollback()
                transaction = .pending
            }
            self.prefix = prefix
            await forgetEvicted()
            try requireSound(statement)
            prepared = statements.find(statement, encoder)
        }
        throw connectionError(statement, isUnknown: false)
    }

    private func queuePrefix() {
        clearAbandoned()
        for command in prefix {
            wire.send(command)
            steps.append(.control)
        }
        prefix.removeAll(keepingCapacity: true)
        if transaction == .pending { transaction = .open }
    }

    private func queue(_ prepared: PreparedStatement, _ encoder: ParameterEncoder) {
        if !prepared.isReady {
            prepared.name.withUnsafeBufferPointer { name in
                if let start = name.baseAddress { wire.sendPrepare(start, prepared.sql, encoder) }
            }
            steps.append(.prepare(prepared))
            // So that it is not sent again in the same flight; the result corrects this.
            prepared.isReady = true
        }
        prepared.name.withUnsafeBufferPointer { name in
            if let start = name.baseAddress { wire.sendPrepared(start, encoder) }
        }
        steps.append(.statement)
    }

    /// Why a flight failed.
    private struct Failure: Error {
        var error: DatabaseError
        /// The number of the step that failed.
        var step = 0
        var isStalePlan = false
        var isForgotten = false

        mutating func becomeCancelled() {
            error.code = .cancelled
            error.message = "the statement was stopped because its task was cancelled"
        }
    }

    /// Reads the results of the flight that has been queued, hands each statement's rows to `receive`, which frees them,
    /// and returns the first failure.
    ///
    /// - Parameter isCancellable: `false` for what has to be done whatever becomes of the task.
    private func fly(
        _ statement: Statement, isCancellable: Bool = true, commits: Bool = false,
        _ receive: (OpaquePointer) -> Void
    ) async -> Failure? {
        var failure: Failure?
        await read(isCancellable: isCancellable) { number, step, result in
            let status = PQresultStatus(result)
            if failure == nil, let reason = self.failure(status, result, statement) {
                failure = reason
                failure?.step = number
            }
            if case .statement = step, Self.isSuccess(status) { receive(result) } else { PQclear(result) }
        }
        let isAutomatic = statement.isWrite && transaction == .none
        return await settled(failure, statement, commits: commits || isAutomatic, isCancellable: isCancellable)
    }

    /// Reads the results of the flight, and hands each over with its step, to be freed.
    private func read(isCancellable: Bool, _ receive: (Int, Step, OpaquePointer) -> Void) async {
        if isCancellable { wire.arm() } else { wire.watch(isUnattended: isUnattended) }
        reading: for (number, step) in steps.enumerated() {
            while true {
                guard let result = await wire.next(isCancellable: isCancellable) else { break reading }
                let status = PQresultStatus(result)
                if case .prepare(let prepared) = step { prepared.isReady = status == PGRES_COMMAND_OK }
                receive(number, step, result)
                // An error at the very end, as that of a deferred constraint, comes before the sync's own result.
                if case .sync = step, status != PGRES_PIPELINE_SYNC { continue }
                break
            }
        }
        steps.removeAll(keepingCapacity: true)
        if !isCancellable { wire.unwatch() }
    }

    /// Sends what is queued of a long flight.
    private func flush() async {
        wire.watch()
        await wire.flush()
        wire.unwatch()
    }

    private static func isSuccess(_ status: ExecStatusType) -> Bool {
        status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
    }

    private func failure(_ status: ExecStatusType, _ result: OpaquePointer, _ statement: Statement) -> Failure? {
        switch status {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: failure(result, statement)
        case PGRES_EMPTY_QUERY:
            Failure(error: DatabaseError(.syntax, "the statement is empty", sql: statement.postgresql))
        default: nil
        }
    }

    /// A failure with what else is to be said of it, once nothing is under way any more.
    private func settled(
        _ failure: Failure?, _ statement: Statement, commits: Bool, isCancellable: Bool = true
    ) async -> Failure? {
        var failure = failure
        if wire.isBroken, failure?.error.nativeCode == nil {
            failure = Failure(error: connectionError(statement, isUnknown: commits))
        }
        if isCancellable, await wire.disarm(), failure?.error.nativeCode == "57014" { failure?.becomeCancelled() }
        return failure
    }

    private func failure(_ result: OpaquePointer, _ statement: Statement) -> Failure {
        let report = PostgreSQLReport(result, wire.handle)
        // After a fail-over a server that takes no writes is the wrong one; the next connection looks for the right one.
        if report.endsConnection || (report.state == "25006" && !isReadOnly) { isMisplaced = true }
        return Failure(
            error: .postgres(report, statement), isStalePlan: report.isStalePlan, isForgotten: report.isForgotten)
    }

    private func connectionError(_ statement: Statement, isUnknown: Bool) -> DatabaseError {
        let reason = PostgreSQLReport.trimmed(PQerrorMessage(wire.handle))
        return DatabaseError(
            isUnknown ? .commitUnknown : .connection,
            isUnknown
                ? "the connection broke before the server confirmed the change, so it may or may not have taken effect "
                    + "(\(reason))"
                : "the connection to the server broke (\(reason))",
            table: statement.table.isEmpty ? nil : statement.table, sql: statement.postgresql)
    }

    private func refusal(_ statement: Statement) -> DatabaseError? {
        guard Task.isCancelled else { return nil }
        return DatabaseError(
            .cancelled, "the task was cancelled before the statement was sent", sql: statement.postgresql)
    }

    /// Of what is not sent at all it is known that it has no effect.
    private func requireSound(_ statement: Statement) throws {
        if let refusal = refusal(statement) { throw refusal }
        if wire.isBroken { throw connectionError(statement, isUnknown: false) }
    }

    // MARK: Pipelines

    func pipeline(items: Int) -> (any PipelineRun)? { PostgreSQLPipeline(self, items: items) }

    /// Sends all statements in one flight, and returns the rows, or the failure, of each. Outside a transaction each is
    /// one of its own, and what fails does not concern the others; inside, those after a failure are not run.
    func fly(_ requests: [PipelineRequest]) async -> [Result<OpaquePointer, DatabaseError>] {
        if Task.isCancelled || wire.isBroken {
            return requests.map { .failure(refusal($0.statement) ?? connectionError($0.statement, isUnknown: false)) }
        }
        await forgetEvicted()
        var results = await flyOnce(requests)
        // Those whose prepared statement the server has lost are prepared anew.
        let lost = results.indices.filter { index in
            guard case .failure(let failure) = results[index] else { return false }
            if failure.isForgotten { statements.removeAll() }
            if failure.isStalePlan {
                statements.remove(statements.find(requests[index].statement, requests[index].encoder))
            }
            return failure.isForgotten || failure.isStalePlan
        }
        if !lost.isEmpty, transaction == .none, !wire.isBroken {
            await forgetEvicted()
            for (index, result) in zip(lost, await flyOnce(lost.map { requests[$0] })) { results[index] = result }
        }
        return results.map { $0.mapError(\.error) }
    }

    private func flyOnce(_ requests: [PipelineRequest]) async -> [Result<OpaquePointer, Failure>] {
        let isAlone = transaction == .none
        queuePrefix()
        for (number, request) in requests.enumerated() {
            queue(statements.find(request.statement, request.encoder), request.encoder)
            if isAlone || number == requests.count - 1 {
                wire.sync()
                steps.append(.sync)
            }
            if number % 64 == 63 { await flush() }
        }
        var results = [Result<OpaquePointer, Failure>?](repeating: nil, count: requests.count)
        var next = 0
        var failed: Failure?
        /// How many have taken effect, or have failed, for good: outside a transaction that is said by their syncs.
        var settled = 0
        await read(isCancellable: true) { _, step, result in
            let status = PQresultStatus(result)
            let isSync = if case .sync = step { true } else { false }
            let current = isSync ? next - 1 : next
            if requests.indices.contains(current), let reason = failure(status, result, requests[current].statement) {
                if case .success(let rows) = results[current] { PQclear(rows) }
                failed = failed ?? reason
                results[current] = .failure(reason)
            }
            if case .statement = step {
                if Self.isSuccess(status) {
                    results[next] = .success(result)
                } else {
                    // Left out because of a failure before it: of its own preparing, or of another statement.
                    results[next] = results[next] ?? failed.map { .failure($0) }
                    PQclear(result)
                }
                next += 1
            } else {
                PQclear(result)
            }
            if isSync, status == PGRES_PIPELINE_SYNC {
                failed = nil
                settled = next
            }
        }
        let wasCancelled = await wire.disarm()
        return zip(requests.indices, zip(requests, results)).map { index, pair in
            let (request, result) = pair
            let isUnknown = isAlone && request.statement.isWrite && index >= settled
            switch result {
            case .success(let rows) where isUnknown:
                PQclear(rows)
                return .failure(Failure(error: connectionError(request.statement, isUnknown: true)))
            case .success(let rows): return .success(rows)
            case .failure(let failure) where isUnknown && failure.error.nativeCode == nil:
                return .failure(Failure(error: connectionError(request.statement, isUnknown: true)))
            case .failure(var failure):
                if wasCancelled, failure.error.nativeCode == "57014" { failure.becomeCancelled() }
                return .failure(failure)
            case nil:
                return .failure(Failure(error: connectionError(request.statement, isUnknown: isUnknown)))
            }
        }
    }

    /// Tells the server which prepared statements it need not keep. In a flight of its own and outside transactions,
    /// since one that it has forgotten by itself is an error.
    private func forgetEvicted() async {
        guard transaction != .open, !statements.evicted.isEmpty, !wire.isBroken else { return }
        for name in statements.takeEvicted() {
            wire.send("DEALLOCATE \(name)")
            steps.append(.control)
            wire.sync()
            steps.append(.sync)
        }
        _ = await fly(Self.control, isCancellable: false) { PQclear($0) }
    }

    // MARK: Cursors

    /// How many rows one fetch of a stream brings.
    private static let rowsPerFetch: Int32 = 512

    /// A cursor of the server's, from which rows are fetched as they are wanted, so that other statements can run in
    /// between. Outside a transaction it has one of its own, which ends when the connection is given back.
    private func openCursor(_ statement: Statement) async throws -> Cursor {
        try requireSound(statement)
        if transaction == .none {
            prefix = ["BEGIN READ ONLY"]
            transaction = .pending
        }
        lastCursor += 1
        let sql = statement.id >= 0 ? statement.postgresql : NumberedPlaceholders.sql(statement.postgresql)
        queuePrefix()
        wire.send("DECLARE rosey_cursor_\(lastCursor) NO SCROLL CURSOR FOR \(sql)", encoder)
        steps.append(.control)
        let token = lastCursor
        let rows = try await fetch(token, statement)
        openCursors.insert(token)
        return Cursor(handle: rows, privateToken: token, statement: statement)
    }

    private func fetch(_ token: UInt64, _ statement: Statement) async throws -> OpaquePointer {
        queuePrefix()
        wire.send("FETCH \(Self.rowsPerFetch) FROM rosey_cursor_\(token)")
        steps.append(.statement)
        wire.sync()
        steps.append(.sync)
        var rows: OpaquePointer?
        let failure = await fly(statement) { rows = $0 }
        if let failure {
            PQclear(rows)
            throw failure.error
        }
        guard let rows else { throw connectionError(statement, isUnknown: false) }
        return rows
    }

    func advance(_ cursor: inout Cursor) throws -> Advance {
        let next = cursor.nextRow()
        if case .done = next, cursor.privateToken != 0, PQntuples(cursor.handle) == Self.rowsPerFetch { return .wait }
        return next
    }

    func waitToAdvance(_ cursor: inout Cursor) async throws {
        if cursor.hasYielded { return await Task.yield() }
        try requireSound(cursor.statement)
        let rows = try await fetch(cursor.privateToken, cursor.statement)
        PQclear(cursor.handle)
        cursor.handle = rows
        cursor.rowNumber = -1
    }

    func allowLongRunning(_ cursor: inout Cursor) {}

    func close(_ cursor: Cursor) {
        PQclear(cursor.handle)
        forget(cursor.privateToken)
    }

    /// Lets the server close a cursor with the next statement, unless it has gone with its transaction or savepoint.
    private func forget(_ token: UInt64) {
        if openCursors.remove(token) != nil { prefix.append("CLOSE rosey_cursor_\(token)") }
    }

    func closeEventually(_ cursor: Cursor) {
        abandoned.withLock {
            $0.append(AbandonedCursor(token: cursor.privateToken, rows: cursor.handle))
        }
    }

    private func clearAbandoned() {
        let cursors = abandoned.withLock { list in
            defer { list = [] }
            return list
        }
        for cursor in cursors {
            PQclear(cursor.rows)
            forget(cursor.token)
        }
    }

    // MARK: Many rows

    /// How many statements go in one flight. More would only make memory grow.
    private static let flightLength = 512
    /// From how many rows on COPY is faster than a flight of inserts, although it takes a round trip more.
    private static let copyThreshold = 32

    func runRepeatedly(
        _ statement: Statement, copy: String?, count: Int, isAlone: Bool,
        _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        try requireSound(statement)
        guard try fillNext(statement, bindNext) else { return }
        if let copy, count == 0 || count >= Self.copyThreshold {
            return try await self.copy(copy, statement, bindNext)
        }
        do {
            try await insertInFlights(statement, isAlone: isAlone, bindNext)
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
    private func insertInFlights(
        _ statement: Statement, isAlone: Bool, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        await forgetEvicted()
        if isAlone {
            prefix = ["BEGIN"]
            transaction = .pending
        }
        var hasNext = true
        while hasNext {
            queuePrefix()
            var bindFailure: (any Error)?
            for number in 1...Self.flightLength {
                queue(statements.find(statement, encoder), encoder)
                if number.isMultiple(of: 64) { await flush() }
                do {
                    hasNext = try fillNext(statement, bindNext)
                } catch {
                    bindFailure = error
                    hasNext = false
                }
                if !hasNext { break }
            }
            let commits = isAlone && !hasNext && bindFailure == nil
            if commits {
                wire.send("COMMIT")
                steps.append(.statement)
            }
            wire.sync()
            steps.append(.sync)
            var tag = ""
            let failure = await fly(statement, commits: commits) { result in
                tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
                PQclear(result)
            }
            if failure?.isForgotten == true { statements.removeAll() }
            if failure?.isStalePlan == true { statements.remove(statements.find(statement, encoder)) }
            // What breaks after the commit is no failure of the rows.
            if let failure, tag != "COMMIT" { throw failure.error }
            if commits { transaction = .none }
            if let bindFailure { throw bindFailure }
        }
    }

    /// Sends the rows by COPY, in the binary format. It takes effect as a whole by itself.
    private func copy(
        _ sql: String, _ statement: Statement, _ bindNext: (inout Parameters) throws -> Bool
    ) async throws {
        if !prefix.isEmpty {
            queuePrefix()
            wire.sync()
            steps.append(.sync)
            if let failure = await fly(statement, { PQclear($0) }) { throw failure.error }
        }
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
            if PQresultStatus(result) != PGRES_COMMAND_OK { failure = self.failure(result, statement) }
            PQclear(result)
        }
        failure = await settled(failure, statement, commits: transaction == .none && isComplete)
        if let bindFailure, !wire.isBroken { throw bindFailure }
        if let failure { throw failure.error }
    }

    // MARK: Scripts

    private static let control = Statement("", .read, table: "")

    func runScript(_ sql: String) async throws {
        guard !sql.utf8.contains(0) else { throw DatabaseError(.syntax, "the script contains a NUL character") }
        let commands = try SQLScript.commands(sql)
        if commands.isEmpty { return }
        queuePrefix()
        let sentBefore = steps.count
        for command in commands {
            wire.send(command)
            steps.append(.control)
        }
        wire.sync()
        steps.append(.sync)
        let failure = await fly(Statement(sql, .bulkWrite, table: "")) { PQclear($0) }
        guard let failure else { return }
        var error = failure.error
        // The first that did not get through is the one that failed.
        if error.nativeCode != nil, failure.step >= sentBefore, failure.step - sentBefore < commands.count {
            error.sql = commands[failure.step - sentBefore].trimmedCommand
        }
        throw error
    }

    // MARK: Transactions

    func begin(_ access: Access, _ options: TransactionOptions) async throws {
        var command = "BEGIN"
        // A transaction that reads sees one state throughout, as on SQLite.
        let isolation = options.isolation ?? (access == .read ? .repeatableRead : nil)
        if let isolation { command += " ISOLATION LEVEL \(isolation.postgresql)" }
        if access == .read { command += " READ ONLY" }
        if options.isDeferrable { command += " DEFERRABLE" }
        prefix = [command]
        transaction = .pending
        isReadOnly = access == .read
        if access == .write { writer = pool.writers.insertCurrent() }
    }

    func commit() async throws {
        defer { endTransaction() }
        if transaction == .pending {
            prefix = []
            transaction = .none
            return
        }
        if wire.isBroken { throw connectionError(Self.commitStatement, isUnknown: false) }
        queuePrefix()
        wire.send("COMMIT")
        steps.append(.statement)
        wire.sync()
        steps.append(.sync)
        var tag = ""
        let failure = await fly(Self.commitStatement, isCancellable: false, commits: !isReadOnly) { result in
            tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
            PQclear(result)
        }
        // The server says so when it has committed: what breaks after that is no failure of the transaction.
        if let failure, tag != "COMMIT" { throw failure.error }
        transaction = .none
        if tag != "COMMIT" {
            throw DatabaseError(
                .transactionFailed, "the server rolled the transaction back, since a statement of it had failed")
        }
    }

    private func endTransaction() {
        isReadOnly = false
        openCursors = []
        cursorsBeforeSavepoint = [:]
        clearAbandoned()
        if let writer { pool.writers.remove(writer) }
        writer = nil
    }

    func rollback() async {
        endTransaction()
        prefix = []
        steps = []
        await sendRollback()
        transaction = .none
    }

    private func sendRollback() async {
        guard transaction == .open || wire.transactionStatus != PQTRANS_IDLE, !wire.isBroken else { return }
        wire.send("ROLLBACK")
        steps.append(.control)
        wire.sync()
        steps.append(.sync)
        if await fly(Self.control, isCancellable: false, { PQclear($0) }) != nil { wire.giveUp() }
    }

    func savepoint(_ depth: Int) async throws {
        cursorsBeforeSavepoint[depth] = lastCursor
        prefix.append("SAVEPOINT s\(depth)")
    }

    func releaseSavepoint(_ depth: Int) async throws {
        // One that nothing was done in was never sent.
        if prefix.last == "SAVEPOINT s\(depth)" { prefix.removeLast() } else { prefix.append("RELEASE s\(depth)") }
    }

    func rollbackToSavepoint(_ depth: Int) async throws {
        guard isUsable else { throw connectionError(Self.control, isUnknown: false) }
        if let last = cursorsBeforeSavepoint[depth] { openCursors = openCursors.filter { $0 <= last } }
        if let unsent = prefix.firstIndex(of: "SAVEPOINT s\(depth)") {
            prefix.removeSubrange(unsent...)
        } else {
            // What has not been sent since belongs to what is undone.
            prefix = ["ROLLBACK TO s\(depth)", "RELEASE s\(depth)"]
        }
    }

    /// The lock that lets one process migrate a schema at a time. The first number is "rose" in ASCII.
    private static let migrationLock = Statement(
        "SELECT pg_advisory_xact_lock(\(0x72_6f_73_65), hashtext(coalesce(current_schema(), '')))", .write, table: "")
    private static let commitStatement = Statement("COMMIT", .write, table: "")

    func beginMigration() async throws {
        try await begin(.write, TransactionOptions())
        encoder.reset()
        PQclear(try await perform(Self.migrationLock))
    }

    func commitMigration() async throws {
        try await commit()
    }

    func endMigration() async {}
}

extension IsolationLevel {
    fileprivate var postgresql: String {
        switch self {
        case .readCommitted: "READ COMMITTED"
        case .repeatableRead: "REPEATABLE READ"
        case .serializable: "SERIALIZABLE"
        }
    }
}
#endif
