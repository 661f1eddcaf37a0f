public import CSQLite

#if PostgreSQL
public import CLibPQ
#endif

/// The row a cursor is on, read by position. It is gone when the cursor moves, so it must not be kept.
///
/// Generated code reads each column by the one method for its type. The database has checked the types when it stored
/// them (tables are `STRICT` on SQLite), so a mismatch means that the table is not the one in the schema; it is an error,
/// not a conversion.
public struct Row: ~Copyable {
    /// SQLite's statement, or PostgreSQL's result.
    @usableFromInline let handle: OpaquePointer
    /// The row's number in PostgreSQL's result; -1 on SQLite, where a statement is on one row at a time.
    @usableFromInline let number: Int32

    @inlinable
    init(handle: OpaquePointer, number: Int32 = -1) {
        self.handle = handle
        self.number = number
    }

    /// How many columns the row has.
    public var count: Int32 {
        #if PostgreSQL
        if number >= 0 { return PQnfields(handle) }
        #endif
        return sqlite3_column_count(handle)
    }

    @inlinable
    public func isNull(_ index: Int32) -> Bool {
        #if PostgreSQL
        if number >= 0 { return PQgetisnull(handle, number, index) != 0 }
        #endif
        return sqlite3_column_type(handle, index) == SQLITE_NULL
    }

    /// SQLite's value. Each call on its statement finds the value anew, so what asks for more than one property of a value
    /// asks this. (Such a value is for the thread that has the connection, which is whoever has the row.)
    @inlinable
    @inline(__always)
    func value(_ index: Int32) -> OpaquePointer? { sqlite3_column_value(handle, index) }

    @inlinable
    @inline(__always)
    public func int64(_ index: Int32) throws -> Int64 {
        #if PostgreSQL
        if number >= 0 { return try postgresInteger(index) }
        #endif
        let value = value(index)
        let number = sqlite3_value_int64(value)
        // What is no integer comes out as 0, or where a calculation left the range as the end of it.
        if number == 0 || number == .max || number == .min, sqlite3_value_type(value) != SQLITE_INTEGER {
            throw noInteger(number, index)
        }
        return number
    }

    @inlinable
    @inline(__always)
    public func int(_ index: Int32) throws -> Int {
        Int(try int64(index))
    }

    @inlinable
    public func int32(_ index: Int32) throws -> Int32 {
        guard let value = Int32(exactly: try int64(index)) else { throw mismatch(index) }
        return value
    }

    @inlinable
    public func double(_ index: Int32) throws -> Double {
        #if PostgreSQL
        if number >= 0 { return try postgresDouble(index) }
        #endif
        let value = value(index)
        let number = sqlite3_value_double(value)
        // SQLite may keep a real without a fraction as an integer, and shows it as one in RETURNING.
        if number == 0, sqlite3_value_type(value) != SQLITE_INTEGER { try require(SQLITE_FLOAT, index) }
        return number
    }

    @inlinable
    public func bool(_ index: Int32) throws -> Bool {
        #if PostgreSQL
        if number >= 0 { return try postgresBool(index) }
        #endif
        return try int64(index) != 0
    }

    @inlinable
    public func text(_ index: Int32) throws -> String {
        #if PostgreSQL
        if number >= 0 { return try postgresText(index) }
        #endif
        let value = value(index)
        guard let start = sqlite3_value_text(value) else { throw mismatch(index) }
        // By length, not up to the first NUL: text may contain one.
        let count = Int(sqlite3_value_bytes(value))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    @inlinable
    public func bytes(_ index: Int32) throws -> [UInt8] {
        #if PostgreSQL
        if number >= 0 { return try [UInt8](postgresBytes(index, ObjectID.bytea)) }
        #endif
        guard let start = sqlite3_column_blob(handle, index) else {
            // A blob of no bytes has no address either.
            try require(SQLITE_BLOB, index)
            return []
        }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
    }

    @usableFromInline
    func noInteger(_ value: Int64, _ index: Int32) -> DatabaseError {
        if sqlite3_column_type(handle, index) == SQLITE_FLOAT, value != 0 {
            return DatabaseError(.typeMismatch, "a number is out of the range of its type", column: columnName(index))
        }
        return mismatch(index)
    }

    @usableFromInline
    func require(_ type: Int32, _ index: Int32) throws {
        if sqlite3_column_type(handle, index) != type { throw mismatch(index) }
    }

    /// How SQLite stores a value: in a table that is not `STRICT`, as it likes.
    package enum StorageClass {
        case integer, real, text, blob
    }

    /// How SQLite stores the column's value; `nil` for NULL, and on PostgreSQL, which has the column's type for it.
    package func storageClass(_ index: Int32) -> StorageClass? {
        #if PostgreSQL
        if number >= 0 { return nil }
        #endif
        return switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: nil
        }
    }

    func columnName(_ index: Int32) -> String {
        #if PostgreSQL
        if number >= 0 { return PQfname(handle, index).map { String(cString: $0) } ?? "\(index)" }
        #endif
        return sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "\(index)"
    }

    @usableFromInline
    func mismatch(_ index: Int32) -> DatabaseError {
        let name = columnName(index)
        return DatabaseError(
            .decoding,
            "column '\(name)' holds \(kind(index)), which is not what the schema says; is the table up to date?",
            column: name)
    }

    /// What the column holds, in words.
    private func kind(_ index: Int32) -> String {
        #if PostgreSQL
        if number >= 0 { return postgresKind(index) }
        #endif
        return switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: "an integer"
        case SQLITE_FLOAT: "a real number"
        case SQLITE_TEXT: "text"
        case SQLITE_BLOB: "a blob"
        default: "NULL"
        }
    }
}
