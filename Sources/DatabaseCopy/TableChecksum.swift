import ExactText
import Foundation
import RoseyRuntime

/// What the rows of a table come to, whatever their order: how many there are, and a checksum for each column and for the
/// rows as wholes. A checksum tells accidents, not forgeries.
struct TableChecksum: Hashable, Sendable {
    private(set) var rows = 0
    /// Sums over all rows, so that their order does not matter.
    private(set) var columns: [UInt64]
    private(set) var whole: UInt64 = 0

    init(columnCount: Int) {
        columns = Array(repeating: 0, count: columnCount)
    }

    mutating func add(_ row: [CopiedValue]) {
        var all = Hash()
        for (position, value) in row.enumerated() {
            var hash = Hash()
            hash.add(value)
            columns[position] &+= hash.value
            all.add(hash.value)
        }
        whole &+= all.value
        rows += 1
    }

    /// As people compare it.
    var text: String { whole.hexadecimal }
}

/// A checksum with its bits mixed at the end: sums of it have to differ where one bit of one value does.
private struct Hash {
    private var checksum = FNV1a()

    var value: UInt64 {
        var mixed = checksum.value
        mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
        mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return mixed ^ (mixed >> 33)
    }

    private mutating func add(byte: UInt8) { checksum.add(byte) }

    mutating func add(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes in for byte in bytes { add(byte: byte) } }
    }

    private mutating func add(_ bytes: some Collection<UInt8>) {
        add(UInt64(bytes.count))
        for byte in bytes { add(byte: byte) }
    }

    private mutating func add(_ number: Double) {
        // Of the two zeros SQLite keeps one.
        add(number == 0 ? 0 : number.bitPattern)
    }

    mutating func add(_ value: CopiedValue) {
        switch value {
        case .null: add(byte: 0)
        case .integer(let value): add(UInt64(bitPattern: Int64(value)))
        case .int32(let value): add(UInt64(bitPattern: Int64(value)))
        case .real(let value): add(value)
        case .decimal(let value, _, _): add("\(value)".utf8)
        case .boolean(let value): add(byte: value ? 2 : 1)
        case .text(let value): add(value.utf8)
        case .bytes(let value): add(value)
        case .timestamp(let value):
            add(UInt64(bitPattern: Int64((value.timeIntervalSince1970 * 1_000_000).rounded())))
        case .date(let value): add("\(value)".utf8)
        case .uuid(let value): add(value.uuidString.utf8)
        case .json(let text):
            // PostgreSQL keeps what it means, not how it was written.
            if let value = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)) {
                add(value)
            } else {
                add(text.utf8)
            }
        }
    }

    private mutating func add(_ json: JSON) {
        switch json {
        case .null: add(byte: 0)
        case .boolean(let value): add(byte: value ? 2 : 1)
        case .integer(let value):
            add(byte: 3)
            if let number = Double(exactly: value) { add(number) } else { add(UInt64(bitPattern: Int64(value))) }
        case .number(let value):
            add(byte: 3)
            add(value)
        case .string(let value):
            add(byte: 4)
            add(value.utf8)
        case .array(let items):
            add(byte: 5)
            add(UInt64(items.count))
            for item in items { add(item) }
        case .object(let members):
            add(byte: 6)
            add(UInt64(members.count))
            for (name, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                add(name.utf8)
                add(value)
            }
        }
    }
}
