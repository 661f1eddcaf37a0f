#if PostgreSQL
/// Rows in the binary format of COPY, gathered into pieces worth sending.
struct CopyData {
    static let signature = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0]
    private var bytes = signature + [UInt8](repeating: 0, count: 8)
    private static let pieceSize = 1 << 16

    var isFull: Bool { bytes.count >= Self.pieceSize }

    /// A row: how many fields it has, and each with its length before it, as the encoder has written them.
    mutating func append(_ encoder: ParameterEncoder) {
        withUnsafeBytes(of: Int16(encoder.slots.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: encoder.buffer, count: encoder.used))
    }

    mutating func appendEnd() {
        withUnsafeBytes(of: Int16(-1).bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Sends what is there. Returns whether the connection still stands.
    mutating func send(_ wire: Wire) async -> Bool {
        defer { bytes.removeAll(keepingCapacity: true) }
        return await wire.copy(bytes)
    }
}
#endif
