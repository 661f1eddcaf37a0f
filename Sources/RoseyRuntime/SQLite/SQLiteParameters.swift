public import CSQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the values of a statement of SQLite's go.
@usableFromInline
struct SQLiteParameters {
    /// `nil` where the parameters are another database's.
    @usableFromInline let statement: OpaquePointer?
    /// What is left of the memory for texts.
    @usableFromInline var room: UnsafeMutableRawBufferPointer
    /// The first failure, told when the statement starts.
    @usableFromInline var status = SQLITE_OK

    init(_ statement: OpaquePointer, _ arena: BindArena) {
        self.statement = statement
        room = arena.memory
    }

    /// Of no statement.
    @inlinable
    init() {
        statement = nil
        room = .init(start: nil, count: 0)
    }

    /// Whether a value has been refused.
    @inline(__always)
    var isRefused: Bool { status != SQLITE_OK }

    @inlinable
    mutating func integer(_ value: Int64, at index: Int32) { note(sqlite3_bind_int64(statement, index, value)) }

    @inlinable
    mutating func double(_ value: Double, at index: Int32) { note(sqlite3_bind_double(statement, index, value)) }

    @inlinable
    mutating func null(at index: Int32) { note(sqlite3_bind_null(statement, index)) }

    @inlinable
    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {
        // The room is a few kilobytes, so what is in it can be counted in any integer.
        if utf8.count < room.count, let copy = room.baseAddress {
            room.copyMemory(from: UnsafeRawBufferPointer(utf8))
            room = UnsafeMutableRawBufferPointer(start: copy + utf8.count, count: room.count &- utf8.count)
            note(
                sqlite3_bind_text(
                    statement, index, copy.assumingMemoryBound(to: CChar.self), Int32(truncatingIfNeeded: utf8.count),
                    rosey_sqlite3_static()))
        } else {
            let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
            note(
                sqlite3_bind_text64(
                    statement, index, start, UInt64(utf8.count), rosey_sqlite3_transient(), UInt8(SQLITE_UTF8)))
        }
    }

    @inlinable
    mutating func bytes(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            note(sqlite3_bind_zeroblob(statement, index, 0))
            return
        }
        note(sqlite3_bind_blob64(statement, index, start, UInt64(bytes.count), rosey_sqlite3_transient()))
    }

    /// The Unix time in seconds, with a fraction.
    mutating func timestamp(_ microseconds: Int64, at index: Int32) { double(Double(microseconds) / 1e6, at: index) }

    /// The 16 bytes.
    mutating func uuid(_ value: UUID, at index: Int32) {
        withUnsafeBytes(of: value.uuid) { bytes in
            note(sqlite3_bind_blob64(statement, index, bytes.baseAddress, 16, rosey_sqlite3_transient()))
        }
    }

    @inlinable
    mutating func note(_ status: Int32) {
        if status != SQLITE_OK, self.status == SQLITE_OK { self.status = status }
    }
}
