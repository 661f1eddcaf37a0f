#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if PostgreSQL
public import CLibPQ

/// A row of PostgreSQL's result, which is in its binary format. Numbers are in network byte order.
@usableFromInline
struct PostgreSQLRow {
    @usableFromInline let handle: OpaquePointer
    /// Its number in the result, from 0.
    @usableFromInline let number: Int32

    /// - Returns: `nil` for the number of what is no row of PostgreSQL's.
    @inlinable
    @inline(__always)
    init?(_ handle: OpaquePointer, _ number: Int32) {
        guard number >= 0 else { return nil }
        self.handle = handle
        self.number = number
    }

    @usableFromInline var count: Int32 { PQnfields(handle) }

    @inlinable
    func isNull(_ index: Int32) -> Bool { PQgetisnull(handle, number, index) != 0 }

    /// A value's bytes, where it is of this type.
    @inlinable
    func value(_ index: Int32, _ type: Oid) throws -> UnsafeRawBufferPointer {
        guard PQftype(handle, index) == type else { throw mismatch(index) }
        return try value(index)
    }

    /// A value's bytes, whatever its type.
    @inlinable
    func value(_ index: Int32) throws -> UnsafeRawBufferPointer {
        guard let start = PQgetvalue(handle, number, index) else { throw mismatch(index) }
        let count = Int(PQgetlength(handle, number, index))
        // NULL has no bytes, as an empty text.
        if count == 0, PQgetisnull(handle, number, index) != 0 { throw mismatch(index) }
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    @inlinable
    func int64(_ index: Int32) throws -> Int64 {
        if PQftype(handle, index) == ObjectID.int8, PQgetlength(handle, number, index) == 8,
            let start = PQgetvalue(handle, number, index)
        {
            return Int64(bigEndian: UnsafeRawPointer(start).loadUnaligned(as: Int64.self))
        }
        return try smallInteger(index)
    }

    @usableFromInline
    func smallInteger(_ index: Int32) throws -> Int64 {
        let bytes = try value(index)
        switch (PQftype(handle, index), bytes.count) {
        case (ObjectID.int4, 4): return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (ObjectID.int2, 2): return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        default: throw mismatch(index)
        }
    }

    @usableFromInline
    func double(_ index: Int32) throws -> Double {
        let bytes = try value(index)
        switch (PQftype(handle, index), bytes.count) {
        case (ObjectID.float8, 8): return Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        case (ObjectID.float4, 4):
            return Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        default: return Double(try smallInteger(index))
        }
    }

    @inlinable
    func bool(_ index: Int32) throws -> Bool {
        let bytes = try value(index, ObjectID.bool)
        guard bytes.count == 1 else { throw mismatch(index) }
        return bytes[0] != 0
    }

    @inlinable
    func text(_ index: Int32) throws -> String {
        let type = PQftype(handle, index)
        guard type == ObjectID.text || type == ObjectID.varchar else { return try otherText(index) }
        return String(decoding: try value(index), as: UTF8.self)
    }

    @inlinable
    func bytes(_ index: Int32) throws -> [UInt8] { try [UInt8](value(index, ObjectID.bytea)) }

    /// Text of a type that columns of the schema language are not of, and JSON.
    @usableFromInline
    func otherText(_ index: Int32) throws -> String {
        let type = PQftype(handle, index)
        switch type {
        case ObjectID.jsonb:
            // After the version of the format, which is 1.
            let bytes = try value(index)
            guard bytes.first == 1 else { throw mismatch(index) }
            return String(decoding: bytes.dropFirst(), as: UTF8.self)
        case ObjectID.bpchar, ObjectID.name, ObjectID.json, ObjectID.unknown:
            return String(decoding: try value(index), as: UTF8.self)
        default: throw mismatch(index)
        }
    }

    /// PostgreSQL counts from the beginning of 2000: in microseconds and days after 1970.
    static let epoch: Int64 = 946_684_800_000_000
    static let epochDay: Int32 = 10_957

    func timestamp(_ index: Int32) throws -> Date {
        let type = PQftype(handle, index) == ObjectID.timestamp ? ObjectID.timestamp : ObjectID.timestamptz
        let bytes = try value(index, type)
        guard bytes.count == 8 else { throw mismatch(index) }
        let (microseconds, overflow) = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
            .addingReportingOverflow(Self.epoch)
        // Infinity is at the ends of the range.
        guard !overflow, Date.years.contains(microseconds) else { throw mismatch(index) }
        return Date(microsecondsSince1970: microseconds)
    }

    func date(_ index: Int32) throws -> CalendarDate {
        let bytes = try value(index, ObjectID.date)
        guard bytes.count == 4,
            let date = CalendarDate(
                daysSince1970: Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))) + Int(Self.epochDay))
        else { throw mismatch(index) }
        return date
    }

    func uuid(_ index: Int32) throws -> UUID {
        let bytes = try value(index, ObjectID.uuid)
        guard bytes.count == 16 else { throw mismatch(index) }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }

    func decimal(_ index: Int32) throws -> Decimal {
        guard PQftype(handle, index) == ObjectID.numeric else {
            guard let value = Decimal(string: "\(try double(index))") else { throw mismatch(index) }
            return value
        }
        guard let value = NumericFormat(try value(index, ObjectID.numeric))?.decimal else { throw mismatch(index) }
        return value
    }

    func columnName(_ index: Int32) -> String { PQfname(handle, index).map { String(cString: $0) } ?? "\(index)" }

    @usableFromInline
    func mismatch(_ index: Int32) -> DatabaseError { .mismatch(column: columnName(index), holds: kind(index)) }

    /// How many bytes libpq takes for the row beside others, about.
    var size: Int {
        (0..<PQnfields(handle)).reduce(0) { $0 + 24 + Int(PQgetlength(handle, number, $1)) }
    }

    func kind(_ index: Int32) -> String {
        if PQgetisnull(handle, number, index) != 0 { return "NULL" }
        return switch PQftype(handle, index) {
        case ObjectID.int8, ObjectID.int4, ObjectID.int2: "an integer"
        case ObjectID.float8, ObjectID.float4: "a real number"
        case ObjectID.numeric: "a decimal number"
        case ObjectID.bool: "a boolean"
        case ObjectID.text, ObjectID.varchar, ObjectID.bpchar, ObjectID.name: "text"
        case ObjectID.bytea: "a blob"
        case ObjectID.json, ObjectID.jsonb: "JSON"
        case ObjectID.uuid: "a UUID"
        case ObjectID.date: "a date"
        case ObjectID.timestamp, ObjectID.timestamptz: "a timestamp"
        case let type: "a value of type \(type)"
        }
    }
}

extension Row {
    /// How many bytes libpq takes for the row beside others, about.
    var postgresSize: Int { PostgreSQLRow(handle, number)?.size ?? 0 }
}
#else
/// Stands for the rows of PostgreSQL, of which there are none without the driver.
@usableFromInline
enum PostgreSQLRow {
    @inlinable
    @inline(__always)
    init?(_ handle: OpaquePointer, _ number: Int32) { return nil }

    @usableFromInline var count: Int32 { switch self {} }
    @usableFromInline func isNull(_ index: Int32) -> Bool { switch self {} }
    @usableFromInline func int64(_ index: Int32) throws -> Int64 { switch self {} }
    @usableFromInline func double(_ index: Int32) throws -> Double { switch self {} }
    @usableFromInline func bool(_ index: Int32) throws -> Bool { switch self {} }
    @usableFromInline func text(_ index: Int32) throws -> String { switch self {} }
    @usableFromInline func bytes(_ index: Int32) throws -> [UInt8] { switch self {} }
    func timestamp(_ index: Int32) throws -> Date { switch self {} }
    func date(_ index: Int32) throws -> CalendarDate { switch self {} }
    func uuid(_ index: Int32) throws -> UUID { switch self {} }
    func decimal(_ index: Int32) throws -> Decimal { switch self {} }
    func columnName(_ index: Int32) -> String { switch self {} }
    @usableFromInline func mismatch(_ index: Int32) -> DatabaseError { switch self {} }
}
#endif
