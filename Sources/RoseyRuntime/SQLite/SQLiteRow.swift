public import CSQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The row that a statement of SQLite's is on.
@usableFromInline
struct SQLiteRow {
    @usableFromInline let statement: OpaquePointer

    @inlinable
    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    @inlinable var count: Int32 { sqlite3_column_count(statement) }

    @inlinable
    func isNull(_ index: Int32) -> Bool { sqlite3_column_type(statement, index) == SQLITE_NULL }

    /// A value. Each call on the statement finds the value anew, so what asks for more than one property of a value asks
    /// this. (Such a value is for the thread that has the connection, which is whoever has the row.)
    @inlinable
    @inline(__always)
    func value(_ index: Int32) -> OpaquePointer? { sqlite3_column_value(statement, index) }

    @inlinable
    @inline(__always)
    func int64(_ index: Int32) throws -> Int64 {
        let value = value(index)
        let number = sqlite3_value_int64(value)
        // What is no integer comes out as 0, or where a calculation left the range as the end of it.
        if number == 0 || number == .max || number == .min, sqlite3_value_type(value) != SQLITE_INTEGER {
            throw noInteger(number, index)
        }
        return number
    }

    @inlinable
    func double(_ index: Int32) throws -> Double {
        let value = value(index)
        let number = sqlite3_value_double(value)
        // SQLite may keep a real without a fraction as an integer, and shows it as one in RETURNING.
        if number == 0, sqlite3_value_type(value) != SQLITE_INTEGER { try require(SQLITE_FLOAT, index) }
        return number
    }

    @inlinable
    func bool(_ index: Int32) throws -> Bool { try int64(index) != 0 }

    @inlinable
    func text(_ index: Int32) throws -> String {
        let value = value(index)
        guard let start = sqlite3_value_text(value) else { throw mismatch(index) }
        // By length, not up to the first NUL: text may contain one.
        let count = Int(sqlite3_value_bytes(value))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    @inlinable
    func bytes(_ index: Int32) throws -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, index) else {
            // A blob of no bytes has no address either.
            try require(SQLITE_BLOB, index)
            return []
        }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))))
    }

    /// The Unix time in seconds, with a fraction.
    func timestamp(_ index: Int32) throws -> Date {
        let seconds = try double(index)
        guard seconds >= -62_135_596_800, seconds < 253_402_300_800 else { throw mismatch(index) }
        return Date(microsecondsSince1970: Date.microseconds(seconds))
    }

    /// The ISO 8601 text.
    func date(_ index: Int32) throws -> CalendarDate {
        guard let date = CalendarDate(try text(index)) else { throw mismatch(index) }
        return date
    }

    /// The 16 bytes.
    func uuid(_ index: Int32) throws -> UUID {
        guard let start = sqlite3_column_blob(statement, index), sqlite3_column_bytes(statement, index) == 16 else {
            throw mismatch(index)
        }
        return UUID(uuid: start.loadUnaligned(as: uuid_t.self))
    }

    /// The nearest number of 64 bits.
    func decimal(_ index: Int32, scale: Int) throws -> Decimal {
        guard let value = Decimal(try double(index), scale: scale) else { throw mismatch(index) }
        return value
    }

    /// The decimal number that the stored number prints as, which is the one that was stored.
    func decimal(_ index: Int32) throws -> Decimal {
        guard let value = Decimal(string: "\(try double(index))") else { throw mismatch(index) }
        return value
    }

    func columnName(_ index: Int32) -> String {
        sqlite3_column_name(statement, index).map { String(cString: $0) } ?? "\(index)"
    }

    func storageClass(_ index: Int32) -> Row.StorageClass? {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: nil
        }
    }

    /// What the column holds, in words.
    func kind(_ index: Int32) -> String {
        switch storageClass(index) {
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "text"
        case .blob: "a blob"
        case nil: "NULL"
        }
    }

    @usableFromInline
    func noInteger(_ value: Int64, _ index: Int32) -> DatabaseError {
        if sqlite3_column_type(statement, index) == SQLITE_FLOAT, value != 0 {
            return DatabaseError(.typeMismatch, "a number is out of the range of its type", column: columnName(index))
        }
        return mismatch(index)
    }

    @usableFromInline
    func require(_ type: Int32, _ index: Int32) throws {
        if sqlite3_column_type(statement, index) != type { throw mismatch(index) }
    }

    @usableFromInline
    func mismatch(_ index: Int32) -> DatabaseError { .mismatch(column: columnName(index), holds: kind(index)) }
}
