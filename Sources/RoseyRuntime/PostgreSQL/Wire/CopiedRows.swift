#if PostgreSQL
import CLibPQ

/// Rows in the binary format of COPY, on their way into a result, from which they are read like any others.
struct CopiedRows: ~Copyable {
    private let columns: OpaquePointer
    private let columnCount: Int
    private var rows: OpaquePointer?
    private var count: Int32 = 0
    private var size = 0
    private var isBehindHeader = false

    /// Rows with these columns.
    init(_ columns: OpaquePointer) {
        self.columns = columns
        columnCount = Int(PQnfields(columns))
    }

    deinit { PQclear(rows) }

    /// As many as libpq makes room for at first, if they are small.
    var isFull: Bool { count == 128 || size > 1 << 16 }

    /// Hands over what is there, and begins anew.
    mutating func handOver(_ receive: (OpaquePointer) -> Void) {
        if let rows { receive(rows) }
        PQclear(rows)
        rows = nil
        count = 0
        size = 0
    }

    /// Adds the row that a message holds, if it does. Returns whether it is one as it should be.
    mutating func append(_ message: UnsafeMutableRawBufferPointer) -> Bool {
        size += message.count
        var rest = message[...]
        // The signature, flags, and what may be between them and the first row.
        if !isBehindHeader {
            isBehindHeader = true
            guard rest.count >= 19, rest.starts(with: CopyData.signature) else { return false }
            rest = rest.dropFirst(15)
            guard let length = Self.number(Int32.self, &rest), length >= 0, length <= rest.count else { return false }
            rest = rest.dropFirst(Int(length))
            if rest.isEmpty { return true }
        }
        guard let fields = Self.number(Int16.self, &rest) else { return false }
        // After the last row.
        if fields == -1 { return true }
        if rows == nil { rows = PQcopyResult(columns, PG_COPYRES_ATTRS) }
        guard let rows, fields == columnCount else { return false }
        for column in 0..<Int32(fields) {
            guard let length = Self.number(Int32.self, &rest), length >= -1, length <= rest.count else { return false }
            let value = UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress
            // A length of -1 is NULL, here and there.
            guard PQsetvalue(rows, count, column, value?.assumingMemoryBound(to: CChar.self), length) != 0 else {
                return false
            }
            rest = rest.dropFirst(max(0, Int(length)))
        }
        count += 1
        return true
    }

    private static func number<Number: FixedWidthInteger>(
        _ type: Number.Type, _ bytes: inout Slice<UnsafeMutableRawBufferPointer>
    ) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.count >= size else { return nil }
        defer { bytes = bytes.dropFirst(size) }
        return Number(bigEndian: UnsafeRawBufferPointer(rebasing: bytes).loadUnaligned(as: Number.self))
    }
}
#endif
