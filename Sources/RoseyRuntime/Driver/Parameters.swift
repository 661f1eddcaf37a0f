public import CSQLite

/// Where a statement's values go, by position, counted from 1. A value reaches the database only this way.
public struct Parameters {
    @usableFromInline let handle: OpaquePointer
    @usableFromInline let arena: BindArena
    /// The first failure, told when the statement starts.
    @usableFromInline var status = SQLITE_OK

    @inlinable
    init(handle: OpaquePointer, arena: BindArena) {
        self.handle = handle
        self.arena = arena
        arena.reset()
    }

    @inlinable
    public mutating func bind(_ value: Int, at index: Int32) {
        note(sqlite3_bind_int64(handle, index, Int64(value)))
    }

    @inlinable
    public mutating func bind(_ value: Int32, at index: Int32) {
        note(sqlite3_bind_int64(handle, index, Int64(value)))
    }

    @inlinable
    public mutating func bind(_ value: Double, at index: Int32) {
        note(sqlite3_bind_double(handle, index, value))
    }

    @inlinable
    public mutating func bind(_ value: Bool, at index: Int32) {
        note(sqlite3_bind_int64(handle, index, value ? 1 : 0))
    }

    @inlinable
    public mutating func bind(_ value: String, at index: Int32) {
        var value = value
        value.withUTF8 { utf8 in
            let count = utf8.count
            let status: Int32
            if let copy = arena.copy(UnsafeRawBufferPointer(utf8)) {
                status = sqlite3_bind_text(
                    handle, index, copy.assumingMemoryBound(to: CChar.self), Int32(count), rosey_sqlite3_static())
            } else {
                let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
                status = sqlite3_bind_text64(
                    handle, index, start, UInt64(count), rosey_sqlite3_transient(), UInt8(SQLITE_UTF8))
            }
            note(status)
        }
    }

    @inlinable
    public mutating func bind(_ value: [UInt8], at index: Int32) {
        value.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                note(sqlite3_bind_zeroblob(handle, index, 0))
                return
            }
            note(sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), rosey_sqlite3_transient()))
        }
    }

    @inlinable
    public mutating func bindNull(at index: Int32) {
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
}
