import ExactText

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Applies a revision, or takes it back: one script, its record, and what is remembered of the attempt.
struct RevisionRun {
    let id: String
    let message: String
    let action: MigrationAction
    /// The script to run, and the other one.
    let script: String
    let otherScript: String
    /// What takes it back, as far as it is known; unlike the other script it need not be of this attempt's record.
    let reverse: String
    let checksum: String
    let hasOwnTransactions: Bool
    /// Whether an attempt that fails is noted: not in a database of somebody else.
    var notesFailure = true
    let lane: MigrationConnection
    let observer: @Sendable (MigrationEvent) -> Void
    /// Whether it still is to be done, asked inside each transaction.
    let isDue: @Sendable (Transaction) async throws -> Bool
    /// Makes the record say that it is done.
    let record: @Sendable (Transaction, _ startedAt: Int, _ duration: Duration) async throws -> Void

    /// - Returns: `false` where another process has done it meanwhile.
    func run() async throws -> Bool {
        let startedAt = time(nil)
        let clock = ContinuousClock.now
        let log = CommandLog()
        do {
            guard try await runParts(startedAt, clock, log) else { return false }
        } catch {
            guard log.hasBegun, !(error is CancellationError) else { throw error }
            var error = error as? DatabaseError ?? DatabaseError(.other, "\(type(of: error))")
            // The database's record says whether it was done; what is noted now might contradict it.
            if error.code == .commitUnknown {
                error.message =
                    "revision \(id): \(error.message); run the command again, which goes on from where it is"
                throw error
            }
            let parts = log.finishedParts
            let place =
                switch (parts, log.isAlone) {
                case (0, false) where log.backup != nil: "was undone, and the copy of the database removed"
                case (0, false): "was undone"
                // A command in no transaction may have left something.
                case (0, true): "stopped in the first of its \(log.partCount) parts, from where it goes on"
                default: "stopped after \(parts) of its \(log.partCount) parts, from where it goes on"
                }
            // What PostgreSQL does not let into a transaction.
            let hint =
                error.nativeCode == "25001"
                ? "; 'postgresql_transactions: own' in revision.yaml lets it out of one" : ""
            error.message = "revision \(id) failed and \(place): \(error.message)\(hint)"
            if notesFailure { await remember(entry(startedAt, clock, log, error.message)) }
            throw error
        }
        observer(.ended(id: id, message: message, action, duration: clock.duration(to: .now)))
        return true
    }

    private func runParts(_ startedAt: Int, _ clock: ContinuousClock.Instant, _ log: CommandLog) async throws -> Bool {
        let script: MigrationScript
        do {
            let commands = try lane.database.dialect.commands(of: self.script)
            script = try MigrationScript(commands, hasOwnTransactions: hasOwnTransactions)
        } catch var error as DatabaseError {
            error.message = "revision \(id): \(error.message)"
            throw error
        }
        log.partCount = script.parts.count
        guard let beginning = try await begin(script, log) else { return false }
        // Whether what is to be done may be done already.
        let isLenient = !beginning.isFresh && MigrationScript.beginsHalfWay(self.script, lane.database.dialect)
        var step = beginning.step
        // A script of comments alone is done as well.
        let parts = script.parts.isEmpty ? [.transaction([])] : script.parts
        while step < parts.count {
            let isLast = step == parts.count - 1
            let next = step + 1
            switch parts[step] {
            case .transaction(let commands):
                let isDone = try await lane.transaction(observer) { transaction in
                    log.dropUnfinished()
                    guard try await isDue(transaction) else { return false }
                    // One transaction is everything: what it needs is looked at in it, and before it writes.
                    if parts.count == 1, !script.isAlone { try await prepare(script, transaction, log) }
                    if isLenient, step == 0 { try await dropLeftovers(transaction) }
                    try await lane.beginScript(
                        ScriptOutlook(commands: commands, later: parts[next...].flatMap(\.commands), reverse: reverse),
                        in: transaction)
                    for command in commands {
                        guard try await isMeant(command, transaction) else { continue }
                        if isLenient, try await lane.connection.isAlreadyDone(command, in: transaction.session) {
                            continue
                        }
                        switch command.directive {
                        case .verify:
                            try await verify(command, transaction)
                            continue
                        case .report:
                            try await report(command, transaction)
                            continue
                        default: break
                        }
                        try await run(command, log) { sql in
                            try await transaction.runCommand(sql) { [observer] in
                                observer(.progressed($0, of: nil, unit: "rows"))
                            }
                        }
                    }
                    try await lane.endScript(in: transaction)
                    if isLast {
                        if isLenient { try await dropLeftovers(transaction) }
                        try await finish(transaction, startedAt, clock, log)
                    } else {
                        try await note(transaction, step: next, hasStarted: false)
                    }
                    return true
                }
                guard isDone else { return false }
                tellOfBackup(log)
            case .alone(let command):
                try await lane.transaction(observer) { try await note($0, step: step, hasStarted: true) }
                log.isAlone = true
                // Those that can be done twice are.
                let canBeRepeated = lane.connection.canBeRepeated(command)
                var isNeeded = true
                if isLenient || (canBeRepeated && !beginning.isFresh && step == beginning.step) {
                    isNeeded = try await lane.transaction(observer) {
                        try await !lane.connection.isAlreadyDone(command, in: $0.session)
                    }
                }
                if isNeeded {
                    let watch = lane.connection.progressQuery(for: command).map(watch)
                    defer { watch?.cancel() }
                    try await run(command, log) { sql in
                        try await lane.run(sql, observer) {
                            guard canBeRepeated else { return }
                            let first = try await lane.transaction(observer) {
                                try await lane.connection.commandsBefore(command, in: $0.session)
                            }
                            for command in first { _ = try await lane.run(command, observer) }
                        }
                    }
                }
                try await lane.transaction(observer) { transaction in
                    if isLast {
                        if isLenient { try await dropLeftovers(transaction) }
                        try await finish(transaction, startedAt, clock, log)
                    } else {
                        try await note(transaction, step: next, hasStarted: false)
                    }
                }
            }
            log.keep()
            step = next
        }
        return true
    }

    /// Decides whether and where to begin.
    ///
    /// - Returns: the part to begin with, and whether no process has begun any part before, in either direction; `nil` where
    ///   nothing is to be done any more.
    private func begin(_ script: MigrationScript, _ log: CommandLog) async throws -> (step: Int, isFresh: Bool)? {
        // One that is a transaction as a whole is begun in that.
        let isWhole = script.parts.count <= 1 && !script.isAlone
        if isWhole, !hasOwnTransactions { return (0, true) }
        let beginning: (step: Int, isFresh: Bool)? = try await lane.transaction(observer) { transaction in
            guard try await isDue(transaction) else { return nil }
            let unfinished = try await transaction.session.unfinishedRevision()
            guard let unfinished, !unfinished.isUntouched, unfinished.action == action else {
                let isFresh = unfinished?.isUntouched ?? true
                if isWhole { return (0, isFresh) }
                try await prepare(script, transaction, log)
                log.keepCounts()
                try await transaction.session.makeRecord()
                if isFresh {
                    try await note(transaction, step: 0, hasStarted: false)
                } else if script.beginsAlone {
                    try await dropLeftovers(transaction)
                    try await note(transaction, step: 0, hasStarted: true)
                }
                // Otherwise the other direction can go on where it stopped until the first part of this one is done.
                return (0, isFresh)
            }
            guard script.parts.indices.contains(unfinished.step) else {
                throw DatabaseError(
                    .migration,
                    "revision \(id) has \(script.parts.count) parts, but the database says that \(unfinished.step) are done; "
                        + "see the table rosey_unfinished")
            }
            begins(log)
            return (unfinished.step, false)
        }
        tellOfBackup(log)
        return beginning
    }

    /// What has to be so before anything is written.
    private func prepare(_ script: MigrationScript, _ transaction: Transaction, _ log: CommandLog) async throws {
        begins(log)
        for requirement in script.requirements where try await isMeant(requirement, transaction) {
            try await check(requirement, transaction)
        }
        for count in script.counts where try await isMeant(count, transaction) {
            let statement = Statement(String(count.body), .read, table: "")
            let rows = try await transaction.session.fetchOne(statement, { _ in }) { try $0.int(0) }
            if rows == 0 { continue }
            observer(.counts(count.title, rows: rows))
            log.append(HistoryEntry.Command(title: count.title, rows: rows, microseconds: 0))
        }
        if script.takesAway, let path = try await lane.backUp(as: backupName, in: transaction) {
            log.backup = path
        }
    }

    /// Only once its transaction has ended well: the copy goes with one that is undone.
    private func tellOfBackup(_ log: CommandLog) {
        guard let path = log.backup else { return }
        log.backup = nil
        observer(.backedUp(path: path))
    }

    /// Said once, however often a transaction is tried.
    private func begins(_ log: CommandLog) {
        if !log.hasBegun { observer(.begins(id: id, message: message, action)) }
        log.begin()
    }

    private func check(_ requirement: ScriptCommand, _ transaction: Transaction) async throws {
        try await findNothing(requirement, transaction) { count, rows in
            "it needs \(requirement.comment), but \(count) \(count == 1 ? "row is" : "rows are") in the way: \(rows)"
        }
    }

    private func verify(_ command: ScriptCommand, _ transaction: Transaction) async throws {
        observer(.runs(command.title))
        let start = ContinuousClock.now
        try await findNothing(command, transaction) { count, rows in
            "it does not hold that \(command.comment): \(count) \(count == 1 ? "row says" : "rows say") otherwise: \(rows)"
        }
        observer(.ran(rows: 0, duration: start.duration(to: .now)))
    }

    /// Tells what has become of rows: a query of subjects, outcomes and numbers.
    private func report(_ command: ScriptCommand, _ transaction: Transaction) async throws {
        let statement = Statement(String(command.body), .read, table: "")
        let lines = try await transaction.session.fetchAll(statement, { _ in }) { row in
            ReportLine(subject: try row.text(0), outcome: try row.text(1), rows: try row.int(2))
        }
        if !lines.isEmpty { observer(.reports(lines)) }
    }

    /// Whether the condition of a command holds, if it has one.
    private func isMeant(_ command: ScriptCommand, _ transaction: Transaction) async throws -> Bool {
        guard let condition = command.condition else { return true }
        let statement = Statement("SELECT count(*) FROM (SELECT 1 WHERE \(condition)\n) AS q", .read, table: "")
        return try await transaction.session.fetchOne(statement, { _ in }) { try $0.int(0) } == 1
    }

    /// - Throws: ``DatabaseError/Code/migration``, in the words of `mistake`, where a query finds something.
    private func findNothing(
        _ command: ScriptCommand, _ transaction: Transaction, mistake: (Int, String) -> String
    ) async throws {
        // A comment at its end would go on.
        let query = command.body + "\n"
        let session = transaction.session
        let count = try await session.fetchOne(
            Statement("SELECT count(*) FROM (\(query)) AS q", .read, table: ""), { _ in }
        ) { try $0.int(0) }
        if count == 0 { return }
        let row = PerDialect(sqlite: "*", postgresql: "q::text")[session.dialect]
        let sample = Statement("SELECT \(row) FROM (\(query)) AS q LIMIT 3", .read, table: "")
        let rows = try await session.fetchAll(sample, { _ in }) { row in
            try (0..<row.count).map { row.isNull($0) ? "NULL" : try row.text($0) }.joined(separator: ", ")
        }.map { $0.hasPrefix("(") ? $0 : "(\($0))" }
        let sampleText = rows.joined(separator: ", ") + (count > rows.count ? ", …" : "")
        throw DatabaseError(.migration, mistake(count, sampleText), sql: String(query))
    }

    private var backupName: String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(parts.tm_year + 1900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))"
        let clock = "\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))"
        return "before-\(action.rawValue)-\(id)-\(day)T\(clock)"
    }

    private func run(_ command: ScriptCommand, _ log: CommandLog, _ body: (String) async throws -> Int) async throws {
        observer(.runs(command.title))
        let start = ContinuousClock.now
        let rows = try await body(command.text)
        let duration = start.duration(to: .now)
        observer(.ran(rows: rows, duration: duration))
        log.append(
            HistoryEntry.Command(
                title: command.title, rows: rows, microseconds: duration.wholeMicroseconds))
    }

    // MARK: - Commands in no transaction

    /// Asks the server over another connection, if there is one, how far a command is.
    private func watch(_ query: ProgressQuery) -> Task<Void, Never> {
        Task { [database = lane.database, observer] in
            while (try? await Task.sleep(for: .milliseconds(500))) != nil {
                let found = try? await database.session.fetchAll(query.statement, { _ in }) {
                    (try $0.int(0), try $0.int(1))
                }
                if let (done, total) = found?.first { observer(.progressed(done, of: total, unit: query.unit)) }
            }
        }
    }

    /// Drops what a script has made for the time of its own, and has not come to use or to drop.
    private func dropLeftovers(_ transaction: Transaction) async throws {
        for command in try await lane.connection.commandsAfterScript(in: transaction.session) {
            _ = try await transaction.runCommand(command)
        }
    }

    // MARK: - The record

    private func note(_ transaction: Transaction, step: Int, hasStarted: Bool) async throws {
        try await transaction.session.note(
            UnfinishedRevision(id: id, action: action, checksum: checksum, step: step, hasStarted: hasStarted))
    }

    private func finish(
        _ transaction: Transaction, _ startedAt: Int, _ clock: ContinuousClock.Instant, _ log: CommandLog
    ) async throws {
        try await transaction.session.makeRecord()
        try await record(transaction, startedAt, clock.duration(to: .now))
        try await transaction.session.note(nil)
        try await append(entry(startedAt, clock, log, nil), transaction)
    }

    private func entry(
        _ startedAt: Int, _ clock: ContinuousClock.Instant, _ log: CommandLog, _ error: String?
    ) -> HistoryEntry {
        HistoryEntry(
            number: 0, action: action, revision: id, message: message, checksum: checksum, startedAt: startedAt,
            microseconds: clock.duration(to: .now).wholeMicroseconds, commands: log.commands,
            version: MigrationRecord.version, error: error)
    }

    private func append(_ entry: HistoryEntry, _ transaction: Transaction) async throws {
        let isUp = action != .downgrade
        try await transaction.session.append(
            entry, up: isUp ? script : otherScript, down: isUp ? otherScript : script)
    }

    /// That an attempt failed is noted where it can be. Why it failed is thrown in any case.
    private func remember(_ entry: HistoryEntry) async {
        _ = try? await lane.transaction({ _ in }) { transaction in
            try await transaction.session.makeRecord()
            try await append(entry, transaction)
        }
    }
}

/// What an attempt has run so far. Used by the one task that migrates.
private final class CommandLog: @unchecked Sendable {
    // Unchecked: the transactions of a migration run one after another, in the task that waits for each of them.
    private(set) var commands: [HistoryEntry.Command] = []
    private var kept = 0
    private(set) var finishedParts = 0
    var partCount = 0
    /// Whether the part that runs is in no transaction.
    var isAlone = false
    private(set) var hasBegun = false
    /// The copy of the database that the transaction has made, which its driver takes back with it.
    var backup: String?

    func begin() { hasBegun = true }

    func append(_ command: HistoryEntry.Command) { commands.append(command) }

    /// What was run in a transaction that was undone and begins again.
    func dropUnfinished() { commands.removeLast(commands.count - kept) }

    /// What was counted before the first part stays, whatever becomes of that.
    func keepCounts() { kept = commands.count }

    func keep() {
        isAlone = false
        kept = commands.count
        finishedParts += 1
    }
}
