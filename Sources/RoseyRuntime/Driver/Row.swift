#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
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

    /// The row of one driver, in a file of whose folder everything is that is asked of it.
    @usableFromInline
    enum Backend {
        case sqlite(SQLiteRow)
        case postgresql(PostgreSQLRow)
    }

    @inlinable var backend: Backend {
        @inline(__always)
        get {
            if let row = PostgreSQLRow(handle, number) { return .postgresql(row) }
            return .sqlite(SQLiteRow(handle))
        }
    }

    /// How many columns the row has.
    public var count: Int32 {
        switch backend {
        case .sqlite(let row): row.count
        case .postgresql(let row): row.count
        }
    }

    @inlinable
    public func isNull(_ index: Int32) -> Bool {
        switch backend {
        case .sqlite(let row): row.isNull(index)
        case .postgresql(let row): row.isNull(index)
        }
    }

    @inlinable
    @inline(__always)
    public func int64(_ index: Int32) throws -> Int64 {
        switch backend {
        case .sqlite(let row): try row.int64(index)
        case .postgresql(let row): try row.int64(index)
        }
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
        switch backend {
        case .sqlite(let row): try row.double(index)
        case .postgresql(let row): try row.double(index)
        }
    }

    @inlinable
    public func bool(_ index: Int32) throws -> Bool {
        switch backend {
        case .sqlite(let row): try row.bool(index)
        case .postgresql(let row): try row.bool(index)
        }
    }

    @inlinable
    public func text(_ index: Int32) throws -> String {
        switch backend {
        case .sqlite(let row): try row.text(index)
        case .postgresql(let row): try row.text(index)
        }
    }

    @inlinable
    public func bytes(_ index: Int32) throws -> [UInt8] {
        switch backend {
        case .sqlite(let row): try row.bytes(index)
        case .postgresql(let row): try row.bytes(index)
        }
    }

    public func timestamp(_ index: Int32) throws -> Date {
        switch backend {
        case .sqlite(let row): try row.timestamp(index)
        case .postgresql(let row): try row.timestamp(index)
        }
    }

    public func date(_ index: Int32) throws -> CalendarDate {
        switch backend {
        case .sqlite(let row): try row.date(index)
        case .postgresql(let row): try row.date(index)
        }
    }

    public func uuid(_ index: Int32) throws -> UUID {
        switch backend {
        case .sqlite(let row): try row.uuid(index)
        case .postgresql(let row): try row.uuid(index)
        }
    }

    /// - Parameter scale: the number of digits after the point, at most 15.
    public func decimal(_ index: Int32, scale: Int) throws -> Decimal {
        switch backend {
        case .sqlite(let row): try row.decimal(index, scale: scale)
        case .postgresql(let row): try row.decimal(index)
        }
    }

    /// A decimal number of any number of digits.
    func decimal(_ index: Int32) throws -> Decimal {
        switch backend {
        case .sqlite(let row): try row.decimal(index)
        case .postgresql(let row): try row.decimal(index)
        }
    }

    /// How SQLite stores a value: in a table that is not `STRICT`, as it likes.
    package enum StorageClass {
        case integer, real, text, blob
    }

    /// How SQLite stores the column's value; `nil` for NULL, and on PostgreSQL, which has the column's type for it.
    package func storageClass(_ index: Int32) -> StorageClass? {
        switch backend {
        case .sqlite(let row): row.storageClass(index)
        case .postgresql: nil
        }
    }

    func columnName(_ index: Int32) -> String {
        switch backend {
        case .sqlite(let row): row.columnName(index)
        case .postgresql(let row): row.columnName(index)
        }
    }

    @usableFromInline
    func mismatch(_ index: Int32) -> DatabaseError {
        switch backend {
        case .sqlite(let row): row.mismatch(index)
        case .postgresql(let row): row.mismatch(index)
        }
    }
}

extension DatabaseError {
    /// - Parameter kind: what the column holds, in words.
    static func mismatch(column: String, holds kind: String) -> DatabaseError {
        DatabaseError(
            .decoding,
            "column '\(column)' holds \(kind), which is not what the schema says; is the table up to date?",
            column: column)
    }
}
