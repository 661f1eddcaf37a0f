/// What went wrong in a database, in the same words for every database system.
///
/// An error tells the SQL, the table and the constraint, and never a value: not one that was bound, not one that is
/// stored. It can be logged.
public struct DatabaseError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A row with the same key or unique value exists.
        case unique
        /// A referenced row does not exist, or a row is still referenced.
        case foreignKey
        /// A check constraint refused the row.
        case check
        /// A column that must have a value got none.
        case notNull
        /// A text is longer than its column allows.
        case tooLong
        /// A value is not of the column's type, or out of its range.
        case typeMismatch
        /// Another transaction got in the way; run the whole transaction again.
        case serialization
        /// The database stayed locked, no connection became free, or a statement or a whole call took longer than it may. Nothing
        /// of it has taken effect.
        case timeout
        /// The task was cancelled while a statement was running or waiting. Nothing of it has taken effect.
        case cancelled
        /// The database does not understand the SQL, or it names something that does not exist.
        case syntax
        /// The database cannot be opened or reached, or the connection to it broke. Nothing of a transaction that was
        /// open has taken effect.
        case connection
        /// The connection broke, or was given up because the server kept silent, while the database was making a change permanent:
        /// whether it did is not known.
        case commitUnknown
        /// The database, or this transaction, is for reading only.
        case readOnly
        /// The file is damaged, or not a database.
        case corrupt
        /// There is no room left.
        case full
        /// A read or write of the disk failed.
        case io
        /// A stored value is not what the schema says.
        case decoding
        /// An earlier statement of this transaction failed, so nothing more can be done in it.
        case transactionFailed
        /// The database, or the transaction, is closed already.
        case closed
        /// The call cannot work as it was made; the message says what to do instead.
        case misuse
        /// A revision cannot be applied; the message says why.
        case migration
        /// Anything else; see the message and ``DatabaseError/nativeCode``.
        case other
    }

    public var code: Code
    /// A sentence for people.
    public var message: String
    /// The constraint that refused a row, by the name that the schema gives it.
    public var constraint: ConstraintName?
    /// The table that has the constraint, or that the statement is about. Of a foreign key, it is the table that refers to
    /// another one, whichever of the two was written to.
    public var table: String?
    /// The column at fault, where it is one.
    public var column: String?
    /// The statement, with placeholders where the values go.
    public var sql: String?
    /// Where in the statement the database found the error, in characters from 1; `nil` where it does not say.
    public var position: Int?
    /// The database's own code: SQLite's extended result code, or PostgreSQL's SQLSTATE.
    public var nativeCode: String?

    public init(
        _ code: Code, _ message: String, constraint: ConstraintName? = nil, table: String? = nil, column: String? = nil,
        sql: String? = nil, position: Int? = nil, nativeCode: String? = nil
    ) {
        self.code = code
        self.message = message
        self.constraint = constraint
        self.table = table
        self.column = column
        self.sql = sql
        self.position = position
        self.nativeCode = nativeCode
    }
}

extension DatabaseError {
    static func tooLong(_ column: String) -> DatabaseError {
        DatabaseError(.tooLong, "the text for \(column) is longer than the column allows", column: column)
    }
}

extension DatabaseError: CustomStringConvertible {
    /// All parts in one line, as logs want them.
    public var description: String {
        var text = "\(code.rawValue): \(message)"
        if let table { text += "; table: \(table)" }
        if let column { text += "; column: \(column)" }
        if let constraint { text += "; constraint: \(constraint)" }
        if let nativeCode { text += "; code: \(nativeCode)" }
        if let position { text += "; at character \(position)" }
        if let sql { text += "; SQL: \(sql)" }
        return text
    }
}
