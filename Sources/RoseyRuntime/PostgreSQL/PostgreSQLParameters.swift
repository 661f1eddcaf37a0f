#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if PostgreSQL
public import CLibPQ

/// Where the values of a statement for PostgreSQL go.
@usableFromInline
struct PostgreSQLParameters {
    /// `nil` where the parameters are another database's.
    // Unowned: parameters live as long as the call that fills them, whose connection, or pipeline, holds it.
    @usableFromInline unowned(unsafe) let encoder: ParameterEncoder?

    @inlinable
    init(_ encoder: ParameterEncoder) {
        self.encoder = encoder
        encoder.reset()
    }

    /// Of no statement.
    @inlinable
    init() { encoder = nil }

    /// Whether the driver is part of the program.
    @inlinable static var areBuilt: Bool { true }

    @inlinable
    func integer<Value: FixedWidthInteger>(_ value: Value, _ type: Oid, at index: Int32) {
        if let encoder { encoder.integer(value, type, at: index) }
    }

    @inlinable func int64(_ value: Int64, at index: Int32) { integer(value, ObjectID.int8, at: index) }
    @inlinable func int32(_ value: Int32, at index: Int32) { integer(value, ObjectID.int4, at: index) }
    @inlinable func double(_ value: Double, at index: Int32) { integer(value.bitPattern, ObjectID.float8, at: index) }

    @inlinable
    func bool(_ value: Bool, at index: Int32) { integer(UInt8(value ? 1 : 0), ObjectID.bool, at: index) }

    @inlinable
    func text(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {
        if let encoder { encoder.bytes(UnsafeRawBufferPointer(utf8), ObjectID.text, at: index) }
    }

    @inlinable
    func bytes(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
        if let encoder { encoder.bytes(bytes, ObjectID.bytea, at: index) }
    }

    @inlinable
    func null(at index: Int32) {
        if let encoder { encoder.null(at: index) }
    }

    func timestamp(_ microseconds: Int64, at index: Int32) {
        integer(microseconds - PostgreSQLRow.epoch, ObjectID.timestamptz, at: index)
    }

    func date(_ value: CalendarDate, at index: Int32) {
        integer(value.daysSince1970 - PostgreSQLRow.epochDay, ObjectID.date, at: index)
    }

    func uuid(_ value: UUID, at index: Int32) {
        encoder?.room(16, ObjectID.uuid, at: index).storeBytes(of: value.uuid, as: uuid_t.self)
    }

    func decimal(_ value: Decimal, at index: Int32) throws {
        guard let format = NumericFormat(value) else {
            throw DatabaseError(.typeMismatch, "a decimal that is no number cannot be stored")
        }
        if let encoder { format.write(to: encoder.room(format.byteCount, ObjectID.numeric, at: index)) }
    }

    func json(_ text: String, at index: Int32) {
        guard let encoder else { return }
        // After the version of the format.
        let room = encoder.room(text.utf8.count + 1, ObjectID.jsonb, at: index)
        room.storeBytes(of: 1, as: UInt8.self)
        var text = text
        text.withUTF8 { utf8 in
            if let start = utf8.baseAddress { (room + 1).copyMemory(from: start, byteCount: utf8.count) }
        }
    }
}
#else
/// Stands for the parameters of PostgreSQL's statements, of which there are none without the driver.
@usableFromInline
struct PostgreSQLParameters {
    @inlinable init() {}

    /// Whether the driver is part of the program.
    @inlinable static var areBuilt: Bool { false }

    @inlinable func int64(_ value: Int64, at index: Int32) {}
    @inlinable func int32(_ value: Int32, at index: Int32) {}
    @inlinable func double(_ value: Double, at index: Int32) {}
    @inlinable func bool(_ value: Bool, at index: Int32) {}
    @inlinable func text(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {}
    @inlinable func bytes(_ bytes: UnsafeRawBufferPointer, at index: Int32) {}
    @inlinable func null(at index: Int32) {}
    func timestamp(_ microseconds: Int64, at index: Int32) {}
    func date(_ value: CalendarDate, at index: Int32) {}
    func uuid(_ value: UUID, at index: Int32) {}
    func decimal(_ value: Decimal, at index: Int32) throws {}
    func json(_ text: String, at index: Int32) {}
}
#endif
