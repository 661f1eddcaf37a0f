#if PostgreSQL
import CLibPQ
import ExactText

extension DatabaseError {
    /// What a failed result says, in our words. Never its HINT or CONTEXT, nor its DETAIL but where that can only name things
    /// of the schema: they show values.
    static func postgres(_ report: PostgreSQLReport, _ statement: Statement?) -> DatabaseError {
        var error = report.error(ofStatementOn: statement?.table)
        if error.table == nil, let table = statement?.table, !table.isEmpty { error.table = table }
        error.sql = statement?.postgresql
        // A statement that had its placeholders rewritten has other positions.
        if let statement, statement.id >= 0 || !statement.postgresql.utf8.contains(UInt8(ascii: "?")) {
            error.position = report.position
        }
        error.nativeCode = report.state.isEmpty ? nil : report.state
        return error
    }

    /// A commit that the server reports as a success, with a warning.
    static func unreplicated(_ statement: Statement) -> DatabaseError {
        DatabaseError(
            .commitUnknown,
            "the server has committed the change, but was told to stop waiting for its synchronous standby, so the change may "
                + "be lost if that standby takes over",
            table: statement.table.isEmpty ? nil : statement.table, sql: statement.postgresql, nativeCode: "01000")
    }
}

/// The fields of a failed result.
struct PostgreSQLReport {
    /// SQLSTATE; empty where libpq itself reports, which it does of broken connections.
    let state: String
    let message: String
    let table: String?
    let column: String?
    let constraint: ConstraintName?
    let position: Int?
    /// `ERROR`, `WARNING` and the like, whatever the server's language.
    let severity: String
    /// The function of the server that reported.
    let function: String?
    /// Whether the server closes the connection after this.
    let endsConnection: Bool
    /// The columns of a unique key: `a, b`.
    let keyColumns: String?

    init(_ result: OpaquePointer?, _ connection: OpaquePointer) {
        func field(_ code: Character) -> String? {
            guard let result, let ascii = code.asciiValue,
                let text = PQresultErrorField(result, Int32(ascii)).map({ String(cString: $0) })
            else { return nil }
            return text.isEmpty ? nil : text
        }
        state = field("C") ?? ""
        let text = field("M") ?? Self.trimmed(result.flatMap { PQresultErrorMessage($0) } ?? PQerrorMessage(connection))
        function = field("R")
        // What depends on something that is to be dropped, or on a column whose type is to be changed.
        let isAboutDependents = state == "2BP01" || (state == "0A000" && function == "ATExecAlterColumnType")
        let dependents =
            isAboutDependents ? field("D")?.split(whereSeparator: \.isNewline).joined(separator: ", ") : nil
        message = text + (dependents.map { " (\($0))" } ?? "")
        table = field("t")
        column = field("c")
        constraint = field("n").map { ConstraintName($0) }
        position = field("P").flatMap { Int($0) }
        keyColumns = Self.keyColumns(field("D"))
        severity = field("V") ?? ""
        endsConnection = ["FATAL", "PANIC"].contains(severity)
    }

    /// The columns in a detail such as `Key (a, b)=(1, 2) already exists.`, and nothing of their values.
    private static func keyColumns(_ detail: String?) -> String? {
        // A trigger can raise an error of this kind with any detail.
        guard let columns = detail?.utf8.drop(while: { $0 != UInt8(ascii: "(") }).dropFirst(),
            let end = columns.firstRange(of: ")=(".utf8)
        else { return nil }
        return columns[..<end.lowerBound].split(separator: ", ".utf8).map { column in
            let column = String(Substring(column))
            return SQLQuoting.name(quotedAtStartOf: column) ?? column
        }.joined(separator: ", ")
    }

    /// libpq ends its messages with a line end, and goes on about what "probably" happened in further lines.
    static func trimmed(_ message: UnsafePointer<CChar>?) -> String {
        let text = message.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "the connection is broken"
    }

    /// What is wrong with a prepared statement of this driver's. Others that a program may have made are its own business.
    var preparedLoss: PreparedLoss? {
        switch state {
        case "0A000" where function == "RevalidateCachedQuery": .stalePlan
        case "26000" where message.contains(PreparedStatements.namePrefix): .forgotten
        case "42P05" where message.contains(PreparedStatements.namePrefix): .taken
        default: nil
        }
    }

    /// Whether a commit has not waited for its standby until the end. The text of the warning depends on the server's language.
    var isUnreplicatedCommit: Bool { function == "SyncRepWaitForLSN" }

    /// - Parameter written: the table that the statement is about; an empty text where that is not known.
    func error(ofStatementOn written: String?) -> DatabaseError {
        let name = table ?? "the table"
        switch state {
        case "23505":
            var error = make(.unique, "a row of \(name) with the same \(keyColumns ?? "values") exists")
            error.column = keyColumns
            return error
        case "23503", "23001": return foreignKey(ofStatementOn: written)
        case "23502":
            return make(.notNull, "\(table.map { "\($0)." } ?? "")\(column ?? "a column") must have a value")
        case "23514": return check
        case "22001": return make(.tooLong, "a text is longer than its column allows")
        case "22003": return make(.typeMismatch, "a number is out of the range of its type")
        case "40001", "40P01": return make(.serialization, "another transaction got in the way; run it again")
        case "55P03": return make(.timeout, "a lock was not free within the time to wait for one (see lockTimeout)")
        case "57014":
            return make(.timeout, "the statement took longer than it may (see statementTimeout and replyTimeout)")
        case "25006": return make(.readOnly, "the database, or this transaction, is for reading only")
        case "25P02": return make(.transactionFailed, "an earlier statement of this transaction failed")
        case "25P03":
            return make(
                .connection, "the transaction was idle for longer than it may be (see idleInTransactionTimeout)")
        case "42804": return make(.typeMismatch, message)
        case "42501": return make(.other, message)
        case "3D000": return make(.connection, message)
        case "53100": return make(.full, message)
        case "54000": return make(.tooLong, "a value is too large for the database")
        case "58030": return make(.io, message)
        case "": return make(.connection, message)
        default: break
        }
        return switch state.prefix(2) {
        // Their messages show values.
        case "22": make(.typeMismatch, "a value is not one that its type allows")
        case "08", "57", "28", "53": make(.connection, message)
        case "42", "3F": make(.syntax, message)
        case "XX": make(state == "XX000" ? .other : .corrupt, message)
        default: make(.other, message)
        }
    }

    /// The server reports the table that has the foreign key, whichever of the two was written to. Which it was is said by its
    /// message, which may be in any language, and by the table that the statement is about.
    private func foreignKey(ofStatementOn written: String?) -> DatabaseError {
        guard let table, let constraint else { return make(.foreignKey, DatabaseError.someForeignKey.message) }
        let isElsewhere = written.map { !$0.isEmpty && $0 != table } ?? false
        let isReferenced =
            state == "23001" || message.hasPrefix("update or delete on table")
            || isElsewhere && !message.hasPrefix("insert or update on table")
        return .foreignKey(
            isReferenced ? .stillReferenced : .missing, constraint: constraint, table: table, columns: keyColumns)
    }

    /// The checks that are a column's type have names of their own: the column, a colon, and the type.
    private var check: DatabaseError {
        let parts = (constraint?.rawValue ?? "").split(separator: ": ", omittingEmptySubsequences: false)
        if parts.count >= 2, let type = parts.last, ["timestamp", "date", "enum"].contains(type) {
            let column = parts.dropLast().joined(separator: ": ")
            var error = make(.typeMismatch, "the value for \(column) is not one of its type")
            error.column = column
            error.constraint = nil
            return error
        }
        return make(.check, "the row does not satisfy \(constraint ?? "a check")")
    }

    private func make(_ code: DatabaseError.Code, _ message: String) -> DatabaseError {
        DatabaseError(code, message, constraint: constraint, table: table, column: column)
    }
}
#endif
