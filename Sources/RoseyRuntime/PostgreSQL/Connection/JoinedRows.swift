#if PostgreSQL
import CLibPQ

/// Rows that go into one statement, an array for each column; see ``JoinedUpsert``.
struct JoinedRows {
    private struct Column {
        /// That of its values; 0 as long as all of them are NULL.
        var type: Oid = 0
        /// Each after its length.
        var values: [UInt8] = []
    }

    let upsert: JoinedUpsert
    /// What the arrays are put into.
    let encoder = ParameterEncoder()
    private var columns: [Column] = []
    private var keys: Set<[UInt8]> = []
    private var count = 0
    private var size = 0

    /// How many go together: with more of them the server gains nothing.
    static let most = 100
    /// How many bytes go together. A row that is larger goes by itself, as it would be copied twice here.
    private static let enough = 1 << 18

    init(_ upsert: JoinedUpsert) {
        self.upsert = upsert
    }

    /// Adds a row if it can go with those that are here: returns `false` where they are enough with it, where one has the same
    /// key, and where a value is not of the type that the column's others are of.
    mutating func add(_ row: ParameterEncoder) -> Bool {
        if columns.isEmpty { columns = row.slots.map { _ in Column() } }
        guard count < Self.most, size + row.used <= Self.enough, row.slots.count == columns.count else { return false }
        for (column, slot) in zip(columns, row.slots) where slot.length >= 0 {
            guard ObjectID.array(of: slot.type) != nil, [0, slot.type].contains(column.type) else { return false }
        }
        var key: [UInt8] = []
        for number in upsert.keys { row.appendValue(number, to: &key) }
        guard keys.insert(key).inserted else { return false }
        for number in columns.indices {
            if row.slots[number].length >= 0 { columns[number].type = row.slots[number].type }
            size += row.appendValue(number, to: &columns[number].values)
        }
        count += 1
        return true
    }

    /// Puts the rows that are here into the encoder, and has none any more; returns whether there were any.
    mutating func pack() -> Bool {
        guard count > 0 else { return false }
        encoder.reset()
        for number in columns.indices {
            let type = columns[number].type
            if type == 0 {
                // Read together with others, NULL is an array as long as they are.
                encoder.null(at: Int32(number) + 1)
            } else {
                let room = encoder.array(of: type, count: count, size: columns[number].values.count)
                columns[number].values.withUnsafeBytes { values in
                    if let start = values.baseAddress { room.copyMemory(from: start, byteCount: values.count) }
                }
            }
            columns[number].type = 0
            columns[number].values.removeAll(keepingCapacity: true)
        }
        keys.removeAll(keepingCapacity: true)
        count = 0
        size = 0
        return true
    }
}

extension ParameterEncoder {
    /// Appends a value after its length, as it is here, and returns how many bytes that are.
    @discardableResult
    fileprivate func appendValue(_ number: Int, to bytes: inout [UInt8]) -> Int {
        let slot = slots[number]
        guard slot.length >= 0 else {
            bytes.append(contentsOf: repeatElement(0xff, count: 4))
            return 4
        }
        let size = 4 + Int(slot.length)
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: buffer + slot.offset - 4, count: size))
        return size
    }
}
#endif
