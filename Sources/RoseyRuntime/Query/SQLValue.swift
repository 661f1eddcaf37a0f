#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value on its way into a statement that is put together while the program runs.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case text(String)
    case blob([UInt8])
    case timestamp(Date)
    case date(CalendarDate)
    case uuid(UUID)
    case decimal(Decimal)
    /// JSON text.
    case json(String)
    /// A value that no database could take, with the reason.
    indirect case refused(DatabaseError)
}

extension Parameters {
    @usableFromInline
    mutating func bind(_ value: SQLValue, at index: Int32) throws {
        switch value {
        case .null: bindNull(at: index)
        case .integer(let value): bind(Int(value), at: index)
        case .real(let value): bind(value, at: index)
        case .boolean(let value): bind(value, at: index)
        case .text(let value): bind(value, at: index)
        case .blob(let value): bind(value, at: index)
        case .timestamp(let value): try bind(value, at: index)
        case .date(let value): bind(value, at: index)
        case .uuid(let value): bind(value, at: index)
        case .decimal(let value):
            guard let number = value.doubleValue else {
                throw DatabaseError(.typeMismatch, "a decimal that is no number cannot be stored")
            }
            try bindDecimal(value, nearest: number, at: index)
        case .json(let text): bindJSONText(text, at: index)
        case .refused(let error): throw error
        }
    }
}

/// A Swift type that a column can hold.
public protocol ColumnValue: Sendable {
    var sqlValue: SQLValue { get }
    static func decode(_ row: borrowing Row, _ index: Int32) throws -> Self
}

extension Int: ColumnValue {
    @inlinable public var sqlValue: SQLValue { .integer(Int64(self)) }
    @inlinable public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Int { try row.int(index) }
}

extension Int32: ColumnValue {
    @inlinable public var sqlValue: SQLValue { .integer(Int64(self)) }
    @inlinable public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Int32 { try row.int32(index) }
}

extension Double: ColumnValue {
    @inlinable public var sqlValue: SQLValue { .real(self) }
    @inlinable public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Double {
        try row.double(index)
    }
}

extension Bool: ColumnValue {
    @inlinable public var sqlValue: SQLValue { .boolean(self) }
    @inlinable public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Bool { try row.bool(index) }
}

extension String: ColumnValue {
    @inlinable public var sqlValue: SQLValue { .text(self) }
    @inlinable public static func decode(_ row: borrowing Row, _ index: Int32) throws -> String { try row.text(index) }
}

extension [UInt8]: ColumnValue {
    @inlinable public var sqlValue: SQLValue { .blob(self) }
    @inlinable public static func decode(_ row: borrowing Row, _ index: Int32) throws -> [UInt8] {
        try row.bytes(index)
    }
}

extension Optional where Wrapped: ColumnValue {
    @inlinable var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
