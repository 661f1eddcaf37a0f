public import CSQLite

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where a statement's values go, by position, counted from 1. A value reaches the database only this way.
public struct Parameters: ~Copyable {
    /// SQLite's statement, and what is left of the memory for its texts.
    @usableFromInline let handle: OpaquePointer?
    @usableFromInline var room: UnsafeMutableRawBufferPointer
    #if PostgreSQL
    /// Where the values go on PostgreSQL; `nil` on SQLite, which is asked after by `handle`, as that counts no reference.
    // Unowned: parameters live as long as the call that fills them, whose connection, or pipeline, holds it.
    @usableFromInline unowned(unsafe) let encoder: ParameterEncoder?
    #endif
    /// SQLite's first failure, told when the statement starts.
    @usableFromInline var status = SQLITE_OK
    /// Why a value is taken by neither database, told when the statement starts.
    @usableFromInline var refusal: Refusal?

    @usableFromInline
    enum Refusal {
        case notANumber, nul
        case tooLong(column: StaticString)
    }

    init(handle: OpaquePointer, arena: BindArena) {
        self.handle = handle
        room = arena.memory
        #if PostgreSQL
        encoder = nil
        #endif
    }

    #if PostgreSQL
    @inlinable
    init(_ encoder: ParameterEncoder) {
        handle = nil
        room = .init(start: nil, count: 0)
        self.encoder = encoder
        encoder.reset()
    }
    #endif

    @inlinable
    public mutating func bind(_ value: Int, at index: Int32) {
        #if PostgreSQL
        if handle == nil, let encoder { return encoder.integer(Int64(value), ObjectID.int8, at: index) }
        #endif
        note(sqlite3_bind_int64(handle, index, Int64(value)))
    }

    @inlinable
    public mutating func bind(_ value: Int32, at index: Int32) {
        #if PostgreSQL
        if handle == nil, let encoder { return encoder.integer(value, ObjectID.int4, at: index) }
        #endif
        note(sqlite3_bind_int64(handle, index, Int64(value)))
    }

    @inlinable
    public mutating func bind(_ value: Double, at index: Int32) {
        // SQLite would make NULL of it.
        if value.isNaN { refusal = .notANumber }
        #if PostgreSQL
        if handle == nil, let encoder { return encoder.integer(value.bitPattern, ObjectID.float8, at: index) }
        #endif
        note(sqlite3_bind_double(handle, index, value))
    }

    @inlinable
    public mutating func bind(_ value: Bool, at index: Int32) {
        #if PostgreSQL
        if handle == nil, let encoder { return encoder.integer(UInt8(value ? 1 : 0), ObjectID.bool, at: index) }
        #endif
        note(sqlite3_bind_int64(handle, index, value ? 1 : 0))
    }

    @inlinable
    public mutating func bind(_ value: String, at index: Int32) {
        if value.utf8.withContiguousStorageIfAvailable({ bindUTF8($0, at: index) }) == nil {
            bindCopy(value, at: index)
        }
    }

    /// Binds a text that is not Swift's own, and so has no storage that could be read as it is.
    @usableFromInline
    @inline(never)
    mutating func bindCopy(_ value: String, at index: Int32) {
        var value = value
        value.withUTF8 { bindUTF8($0, at: index) }
    }

    @inlinable
    mutating func bindUTF8(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {
        if Self.containsNUL(utf8) { refusal = .nul }
        #if PostgreSQL
        if handle == nil, let encoder {
            return encoder.bytes(UnsafeRawBufferPointer(utf8), ObjectID.text, at: index)
        }
        #endif
        bindText(utf8, at: index)
    }

    /// Binds a text that is to be stored in a column of limited length. Databases do not all say which column a text was
    /// too long for, and PostgreSQL would cut off blanks.
    @inlinable
    public mutating func bind(_ value: String, to column: StaticString, maxLength: Int, at index: Int32) {
        if value.utf8.count > maxLength, value.unicodeScalars.count > maxLength { refusal = .tooLong(column: column) }
        bind(value, at: index)
    }

    @inlinable
    public mutating func bind(_ value: String?, to column: StaticString, maxLength: Int, at index: Int32) {
        if let value { bind(value, to: column, maxLength: maxLength, at: index) } else { bindNull(at: index) }
    }

    @usableFromInline
    static func containsNUL(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.baseAddress.map { memchr($0, 0, utf8.count) != nil } ?? false
    }

    @inlinable
    mutating func bindText(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {
        // The room is a few kilobytes, so what is in it can be counted in any integer.
        if utf8.count < room.count, let copy = room.baseAddress {
            room.copyMemory(from: UnsafeRawBufferPointer(utf8))
            room = UnsafeMutableRawBufferPointer(start: copy + utf8.count, count: room.count &- utf8.count)
            note(
                sqlite3_bind_text(
                    handle, index, copy.assumingMemoryBound(to: CChar.self), Int32(truncatingIfNeeded: utf8.count),
                    rosey_sqlite3_static()))
        } else {
            let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
            note(
                sqlite3_bind_text64(
                    handle, index, start, UInt64(utf8.count), rosey_sqlite3_transient(), UInt8(SQLITE_UTF8)))
        }
    }

    @inlinable
    public mutating func bind(_ value: [UInt8], at index: Int32) {
        value.withUnsafeBytes { bytes in
            #if PostgreSQL
            if handle == nil, let encoder { return encoder.bytes(bytes, ObjectID.bytea, at: index) }
            #endif
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                note(sqlite3_bind_zeroblob(handle, index, 0))
                return
            }
            note(sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), rosey_sqlite3_transient()))
        }
    }

    @inlinable
    public mutating func bindNull(at index: Int32) {
        #if PostgreSQL
        if handle == nil, let encoder { return encoder.null(at: index) }
        #endif
        note(sqlite3_bind_null(handle, index))
    }

    @inlinable
    public mutating func bind(_ value: Int?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inlinable
    public mutating func bind(_ value: Int32?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inlinable
    public mutating func bind(_ value: Double?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inlinable
    public mutating func bind(_ value: Bool?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inlinable
    public mutating func bind(_ value: String?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inlinable
    public mutating func bind(_ value: [UInt8]?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inlinable
    mutating func note(_ status: Int32) {
        if status != SQLITE_OK, self.status == SQLITE_OK { self.status = status }
    }

    /// Whether a bind has failed.
    @inline(__always)
    var areRefused: Bool { refusal != nil || status != SQLITE_OK }

    /// The first failure of a bind.
    @inline(never)
    func failure(_ statement: Statement) -> DatabaseError {
        switch refusal {
        case .notANumber: DatabaseError(.typeMismatch, "a number that is none (NaN) cannot be stored")
        case .nul: DatabaseError(.typeMismatch, "text with a NUL character cannot be stored, as PostgreSQL has none")
        case .tooLong(let column): DatabaseError.tooLong("\(column)")
        case nil: DatabaseError.sqlite(status, nil, statement)
        }
    }
}
