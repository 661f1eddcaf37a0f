import CSQLite
import ExactText

extension DatabaseError {
    /// What SQLite reported last on a connection, in our words.
    static func sqlite(_ status: Int32, _ db: OpaquePointer?, _ statement: Statement? = nil) -> DatabaseError {
        let extended = db.map { sqlite3_extended_errcode($0) } ?? status
        // A bind reports its failure by its result alone.
        let isLatest = extended & 0xff == status & 0xff
        let code = isLatest ? extended : status
        let reported = isLatest ? db.flatMap { sqlite3_errmsg($0) } : sqlite3_errstr(code)
        let text = reported.map { String(cString: $0) } ?? "unknown error"
        var error = SQLiteReport(code: code, text: text).error
        if error.constraint == nil, error.code == .unique, let db { error.constraint = error.uniqueConstraint(in: db) }
        if error.table == nil, [.check, .tooLong, .foreignKey, .typeMismatch].contains(error.code) {
            error.table = statement?.table
        }
        error.sql = statement?.sqlite
        if error.code == .syntax, let db, let sql = statement?.sqlite {
            // In bytes from the start; people count characters from 1, and so does PostgreSQL.
            let offset = Int(sqlite3_error_offset(db))
            if offset >= 0, offset <= sql.utf8.count {
                error.position = String(decoding: sql.utf8.prefix(offset), as: UTF8.self).unicodeScalars.count + 1
            }
        }
        error.nativeCode = String(code)
        return error
    }

    /// The same of a statement that can be run again, to find out which foreign key it conflicts with.
    static func sqlite(
        _ status: Int32, _ db: OpaquePointer, _ statement: Statement, _ handle: OpaquePointer
    ) -> DatabaseError {
        var error = DatabaseError.sqlite(status, db, statement)
        guard error.code == .foreignKey, let found = ForeignKeySearch(handle, on: db).find(table: statement.table)
        else {
            return error
        }
        let named = DatabaseError.foreignKey(
            found.conflict, constraint: found.key.name, table: found.key.table,
            columns: found.key.columns.joined(separator: ", "))
        error.message = named.message
        error.constraint = named.constraint
        error.table = named.table
        error.column = named.column
        return error
    }

    /// The name of the constraint over the reported columns. SQLite reports the columns only.
    private func uniqueConstraint(in db: OpaquePointer) -> ConstraintName? {
        guard let table, let column else { return nil }
        if nativeCode == String(SQLITE_CONSTRAINT_PRIMARYKEY) || nativeCode == String(SQLITE_CONSTRAINT_ROWID) {
            return SQLitePrimaryKey.name(of: table, in: db)
        }
        let sql = """
            SELECT l.name FROM pragma_index_list(?1) AS l
            WHERE l."unique" AND l.origin = 'c' AND ?2 = (
                SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
            """
        var handle: OpaquePointer?
        guard sqlite3_prepare_v2(db, sql, -1, &handle, nil) == SQLITE_OK, let handle else { return nil }
        defer { sqlite3_finalize(handle) }
        sqlite3_bind_text(handle, 1, table, -1, rosey_sqlite3_transient())
        sqlite3_bind_text(handle, 2, column, -1, rosey_sqlite3_transient())
        guard sqlite3_step(handle) == SQLITE_ROW, let name = sqlite3_column_text(handle, 0) else { return nil }
        return ConstraintName(String(cString: name))
    }
}

/// An extended result code with SQLite's message, and what the two say together.
private struct SQLiteReport {
    let code: Int32
    let text: String

    var error: DatabaseError {
        switch code {
        case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID: unique
        case SQLITE_CONSTRAINT_NOTNULL: notNull
        case SQLITE_CONSTRAINT_CHECK: check
        case SQLITE_CONSTRAINT_FOREIGNKEY: .someForeignKey
        case SQLITE_CONSTRAINT_DATATYPE: wrongType
        case SQLITE_BUSY_SNAPSHOT:
            DatabaseError(.serialization, "another transaction has written since this one began to read; run it again")
        default: primary
        }
    }

    private var primary: DatabaseError {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: DatabaseError(.timeout, "the database is locked by another process")
        case SQLITE_INTERRUPT: DatabaseError(.cancelled, "the statement was stopped because its task was cancelled")
        case SQLITE_TOOBIG: DatabaseError(.tooLong, "a text or blob is larger than SQLite can hold")
        case SQLITE_MISMATCH: DatabaseError(.typeMismatch, text)
        case SQLITE_READONLY: DatabaseError(.readOnly, text)
        case SQLITE_CORRUPT, SQLITE_NOTADB: DatabaseError(.corrupt, text)
        case SQLITE_FULL: DatabaseError(.full, text)
        case SQLITE_IOERR: DatabaseError(.io, text)
        case SQLITE_AUTH:
            DatabaseError(.misuse, "a script may not do this")
        case SQLITE_CANTOPEN, SQLITE_PERM: DatabaseError(.connection, text)
        // RESTRICT is a trigger to SQLite.
        case SQLITE_CONSTRAINT where text == "FOREIGN KEY constraint failed": .someForeignKey
        case SQLITE_CONSTRAINT: DatabaseError(.check, text)
        case SQLITE_ERROR where text == "integer overflow":
            DatabaseError(.typeMismatch, "a sum is larger than 64 bits hold")
        case SQLITE_ERROR: DatabaseError(.syntax, text)
        default: DatabaseError(.other, text)
        }
    }

    /// What follows the colon: `t.a, t.b`, or the name of a check.
    private var subject: String {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return "" }
        return String(text[text.utf8.index(after: colon)...].utf8.drop { $0 == UInt8(ascii: " ") }) ?? ""
    }

    /// `t.a, t.b` as a table and `a, b`.
    private var tableAndColumns: (String, String)? {
        guard let dot = subject.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let table = String(subject[..<dot])
        let columns = String(subject[subject.utf8.index(after: dot)...])
        return (table, columns.replacing(", \(table).", by: ", "))
    }

    private var unique: DatabaseError {
        guard let (table, columns) = tableAndColumns else {
            // `UNIQUE constraint failed: index 'name'`, where the index is over an expression.
            let name = subject.split(separator: "'").last.map { ConstraintName(String($0)) }
            return DatabaseError(.unique, "a row with the same values exists", constraint: name, nativeCode: "\(code)")
        }
        return DatabaseError(
            .unique, "a row of \(table) with the same \(columns) exists", table: table, column: columns,
            nativeCode: "\(code)")
    }

    private var notNull: DatabaseError {
        guard let (table, column) = tableAndColumns else { return DatabaseError(.notNull, text) }
        return DatabaseError(.notNull, "\(table).\(column) must have a value", table: table, column: column)
    }

    /// Named checks are the schema's. The ones without a name, reported by their text, are those that stand for a type.
    private var check: DatabaseError {
        guard let (check, rest) = SQLiteTypeCheck.known(in: subject),
            let column = SQLQuoting.name(quotedAtStartOf: rest)
        else {
            return DatabaseError(.check, "the row does not satisfy \(subject)", constraint: ConstraintName(subject))
        }
        switch check {
        case .length: return .tooLong(column)
        case .boolean, .int32, .decimal, .timestamp, .date, .uuid, .json, .enumeration:
            return DatabaseError(.typeMismatch, "the value for \(column) is not one of its type", column: column)
        }
    }

    /// `cannot store TEXT value in INTEGER column t.b`
    private var wrongType: DatabaseError {
        let name = text.split(separator: " ").last ?? ""
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return DatabaseError(.typeMismatch, text) }
        return DatabaseError(
            .typeMismatch, "the value for \(parts[1]) is not of its type", table: parts[0], column: parts[1])
    }
}
