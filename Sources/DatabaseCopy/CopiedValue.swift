import Foundation
import RoseyRuntime
import SchemaKit

/// A value on its way from one database to another, as both mean it.
enum CopiedValue: Sendable {
    case null
    case integer(Int)
    case int32(Int32)
    case real(Double)
    case decimal(Decimal, precision: Int, scale: Int)
    case boolean(Bool)
    case text(String)
    case bytes([UInt8])
    case timestamp(Date)
    case date(CalendarDate)
    case uuid(UUID)
    /// JSON text.
    case json(String)

    /// Reads a column of a type.
    ///
    /// - Throws: `DatabaseError` where the column holds what its type does not, or no database but SQLite takes.
    init(_ row: borrowing Row, _ index: Int32, _ type: ColumnType) throws {
        if row.isNull(index) {
            self = .null
            return
        }
        let stored = row.storageClass(index)
        if let stored, !Self.isStored(type, as: stored) {
            throw DatabaseError(.decoding, "the column is \(type), but holds a value that is stored as \(stored)")
        }
        switch type {
        case .integer: self = .integer(try row.int(index))
        case .int32: self = .int32(try row.int32(index))
        case .real: self = .real(try row.double(index))
        case .decimal(let precision, let scale):
            self = .decimal(try row.decimal(index, scale: scale), precision: precision, scale: scale)
        case .boolean: self = .boolean(try row.bool(index))
        case .string, .text, .enumeration: self = .text(try Self.text(row, index))
        case .blob: self = .bytes(try row.bytes(index))
        case .timestamp: self = .timestamp(try row.timestamp(index))
        case .date: self = .date(try row.date(index))
        case .uuid: self = .uuid(try row.uuid(index))
        case .json: self = .json(try Self.text(row, index))
        }
        if let stored, !(try isExact(row, index, stored)) {
            throw DatabaseError(.decoding, "the column is \(type), but holds a value that this type does not have")
        }
    }

    /// Whether SQLite stores values of the type so. Any other would be converted to something near.
    private static func isStored(_ type: ColumnType, as storage: Row.StorageClass) -> Bool {
        switch type {
        case .integer, .int32, .boolean: storage == .integer
        // One without a fraction may be kept as an integer.
        case .real, .decimal, .timestamp: storage == .real || storage == .integer
        // A column that is text to the schema only may keep digits as a number, which has the same text.
        case .string, .text, .enumeration, .date, .json: storage == .text || storage == .integer
        case .blob, .uuid: storage == .blob
        }
    }

    /// Whether it is what SQLite has stored, and not only near it. (Instants have microseconds, whatever digits come after.)
    private func isExact(_ row: borrowing Row, _ index: Int32, _ stored: Row.StorageClass) throws -> Bool {
        switch self {
        case .boolean(let value): try row.int(index) == (value ? 1 : 0)
        case .decimal(let value, _, _): try Double("\(value)") == row.double(index)
        case .real(let value): try stored == .real || Int64(exactly: value) == row.int64(index)
        default: true
        }
    }

    private static func text(_ row: borrowing Row, _ index: Int32) throws -> String {
        let text = try row.text(index)
        if text.utf8.contains(0) {
            throw DatabaseError(.typeMismatch, "a text has a NUL character, which PostgreSQL does not take")
        }
        // What is no UTF-8 was read as replacement characters.
        if text.unicodeScalars.contains("\u{fffd}"), try row.bytes(index) != Array(text.utf8) {
            throw DatabaseError(.typeMismatch, "a text is no UTF-8, which PostgreSQL does not take")
        }
        return text
    }

    func bind(to parameters: inout Parameters, at index: Int32) throws {
        switch self {
        case .null: parameters.bindNull(at: index)
        case .integer(let value): parameters.bind(value, at: index)
        case .int32(let value): parameters.bind(value, at: index)
        case .real(let value): parameters.bind(value, at: index)
        case .decimal(let value, let precision, let scale):
            try parameters.bind(value, precision: precision, scale: scale, at: index)
        case .boolean(let value): parameters.bind(value, at: index)
        case .text(let value): parameters.bind(value, at: index)
        case .bytes(let value): parameters.bind(value, at: index)
        case .timestamp(let value): try parameters.bind(value, at: index)
        case .date(let value): parameters.bind(value, at: index)
        case .uuid(let value): parameters.bind(value, at: index)
        case .json(let value): parameters.bindJSONText(value, at: index)
        }
    }
}

extension CopiedValue: CustomStringConvertible {
    /// The value as people read it, for keys.
    var description: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .int32(let value): "\(value)"
        case .real(let value): "\(value)"
        case .decimal(let value, _, _): "\(value)"
        case .boolean(let value): "\(value)"
        case .text(let value): "'\(value)'"
        case .bytes(let value): "\(value.count) bytes"
        case .timestamp(let value): value.formatted(.iso8601)
        case .date(let value): "\(value)"
        case .uuid(let value): value.uuidString
        case .json(let value): value
        }
    }
}
