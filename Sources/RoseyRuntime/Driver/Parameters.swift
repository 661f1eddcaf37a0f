#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where a statement's values go, by position, counted from 1. A value reaches the database only this way.
public struct Parameters: ~Copyable {
    // The parameters of one driver, in a file of whose folder everything is that is done with them. One of these is of a
    // statement; the others stand empty, which costs less to tell than an enum that is changed in place.
    @usableFromInline var sqlite: SQLiteParameters
    @usableFromInline let postgresql: PostgreSQLParameters
    /// Why a value is taken by no database, told when the statement starts.
    @usableFromInline var refusal: Refusal?

    @usableFromInline
    enum Refusal {
        case notANumber, nul
        case tooLong(column: StaticString)
    }

    init(_ parameters: SQLiteParameters) {
        sqlite = parameters
        postgresql = PostgreSQLParameters()
    }

    @inlinable
    init(_ parameters: PostgreSQLParameters) {
        sqlite = SQLiteParameters()
        postgresql = parameters
    }

    /// Whose parameters they are. It is SQLite's statement that is looked for, since to look for the encoder counts a
    /// reference.
    @inlinable var dialect: Dialect {
        @inline(__always)
        get { PostgreSQLParameters.areBuilt && sqlite.statement == nil ? .postgresql : .sqlite }
    }

    @inlinable
    public mutating func bind(_ value: Int, at index: Int32) {
        switch dialect {
        case .sqlite: sqlite.integer(Int64(value), at: index)
        case .postgresql: postgresql.int64(Int64(value), at: index)
        }
    }

    @inlinable
    public mutating func bind(_ value: Int32, at index: Int32) {
        switch dialect {
        case .sqlite: sqlite.integer(Int64(value), at: index)
        case .postgresql: postgresql.int32(value, at: index)
        }
    }

    @inlinable
    public mutating func bind(_ value: Double, at index: Int32) {
        // SQLite would make NULL of it.
        if value.isNaN { refusal = .notANumber }
        switch dialect {
        case .sqlite: sqlite.double(value, at: index)
        case .postgresql: postgresql.double(value, at: index)
        }
    }

    @inlinable
    public mutating func bind(_ value: Bool, at index: Int32) {
        switch dialect {
        case .sqlite: sqlite.integer(value ? 1 : 0, at: index)
        case .postgresql: postgresql.bool(value, at: index)
        }
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
        switch dialect {
        case .sqlite: sqlite.text(utf8, at: index)
        case .postgresql: postgresql.text(utf8, at: index)
        }
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
    public mutating func bind(_ value: [UInt8], at index: Int32) {
        value.withUnsafeBytes { bytes in
            switch dialect {
            case .sqlite: sqlite.bytes(bytes, at: index)
            case .postgresql: postgresql.bytes(bytes, at: index)
            }
        }
    }

    @inlinable
    public mutating func bindNull(at index: Int32) {
        switch dialect {
        case .sqlite: sqlite.null(at: index)
        case .postgresql: postgresql.null(at: index)
        }
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

    /// Whether a bind has failed.
    @inline(__always)
    var areRefused: Bool { refusal != nil || sqlite.isRefused }

    /// The first failure of a bind.
    @inline(never)
    func failure(_ statement: Statement) -> DatabaseError {
        switch refusal {
        case .notANumber: DatabaseError(.typeMismatch, "a number that is none (NaN) cannot be stored")
        case .nul: DatabaseError(.typeMismatch, "text with a NUL character cannot be stored, as PostgreSQL has none")
        case .tooLong(let column): DatabaseError.tooLong("\(column)")
        case nil: DatabaseError.sqlite(sqlite.status, nil, statement)
        }
    }
}
