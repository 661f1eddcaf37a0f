public import CSQLite

/// The row a cursor is on, read by position. It is gone when the cursor moves, so it must not be kept.
///
/// Generated code reads each column by the one method for its type. The database has checked the types when it stored
/// them (tables are `STRICT`), so a mismatch means that the table is not the one in the schema; it is an error, not a
/// conversion.
public struct Row {
    @usableFromInline let handle: OpaquePointer

    @inlinable
    init(handle: OpaquePointer) {
        self.handle = handle
    }

    /// How many columns the row has.
    public var count: Int32 { sqlite3_column_count(handle) }

    @inlinable
    public func isNull(_ index: Int32) -> Bool {
        sqlite3_column_type(handle, index) == SQLITE_NULL
    }

    @inlinable
    public func int64(_ index: Int32) throws -> Int64 {
        let value = sqlite3_column_int64(handle, index)
        // What is no integer comes out as 0, or where a calculation left the range as the end of it.
        if value == 0 || value == .max || value == .min { try require(SQLITE_INTEGER, index) }
        return value
    }

    @inlinable
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
        let value = sqlite3_column_double(handle, index)
        // SQLite may keep a real without a fraction as an integer, and shows it as one in RETURNING.
        if value == 0, sqlite3_column_type(handle, index) != SQLITE_INTEGER { try require(SQLITE_FLOAT, index) }
        return value
    }

    @inlinable
    public func bool(_ index: Int32) throws -> Bool {
        try int64(index) != 0
    }

    @inlinable
    public func text(_ index: Int32) throws -> String {
        guard let start = sqlite3_column_text(handle, index) else { throw mismatch(index) }
        // By length, not up to the first NUL: text may contain one.
        let count = Int(sqlite3_column_bytes(handle, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    @inlinable
    public func bytes(_ index: Int32) throws -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, index) else {
            // A blob of no bytes has no address either.
            try require(SQLITE_BLOB, index)
            return []
        }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
    }

    @usableFromInline
    func require(_ type: Int32, _ index: Int32) throws {
        if sqlite3_column_type(handle, index) != type { throw mismatch(index) }
    }

    var sql: String? { sqlite3_sql(handle).map { String(cString: $0) } }

    func columnName(_ index: Int32) -> String {
        sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "\(index)"
    }

    @usableFromInline
    func mismatch(_ index: Int32) -> DatabaseError {
        let name = columnName(index)
        let kind =
            switch sqlite3_column_type(handle, index) {
            case SQLITE_INTEGER: "an integer"
            case SQLITE_FLOAT: "a real number"
            case SQLITE_TEXT: "text"
            case SQLITE_BLOB: "a blob"
            default: "NULL"
            }
        return DatabaseError(
            .decoding, "column '\(name)' holds \(kind), which is not what the schema says; is the table up to date?",
            column: name, sql: sql)
    }
}
