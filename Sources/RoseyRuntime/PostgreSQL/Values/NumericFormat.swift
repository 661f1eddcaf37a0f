#if PostgreSQL
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// PostgreSQL's binary format of `numeric`: digits to the base of 10,000, with the power of the first, the sign, and how
/// many decimal digits are shown after the point.
struct NumericFormat {
    private(set) var digits: [Int16] = []
    private(set) var weight: Int16 = 0
    private(set) var isNegative = false
    private(set) var scale: Int16 = 0

    /// - Returns: `nil` for what is no number.
    init?(_ value: Decimal) {
        guard value.isFinite else { return nil }
        let text = value.description
        isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        var whole = Array((parts.first ?? "0").utf8)
        var fraction = parts.count > 1 ? Array(parts[1].utf8) : []
        guard (whole + fraction).allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        scale = Int16(clamping: fraction.count)
        // Whole groups of four on both sides of the point.
        whole = [UInt8](repeating: UInt8(ascii: "0"), count: (4 - whole.count % 4) % 4) + whole
        fraction += [UInt8](repeating: UInt8(ascii: "0"), count: (4 - fraction.count % 4) % 4)
        let all = whole + fraction
        digits = stride(from: 0, to: all.count, by: 4).map { start in
            all[start..<start + 4].reduce(Int16(0)) { $0 * 10 + Int16($1 - UInt8(ascii: "0")) }
        }
        weight = Int16(clamping: whole.count / 4 - 1)
        while digits.first == 0 {
            digits.removeFirst()
            weight -= 1
        }
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { weight = 0 }
    }

    /// Reads the format; `nil` for what is no finite number, or not the format.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8 else { return nil }
        func number(_ offset: Int) -> Int16 {
            Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
        }
        let count = Int(number(0))
        guard count >= 0, bytes.count == 8 + 2 * count else { return nil }
        weight = number(2)
        switch UInt16(bitPattern: number(4)) {
        case 0: isNegative = false
        case 0x4000: isNegative = true
        default: return nil
        }
        scale = number(6)
        digits = (0..<count).map { number(8 + 2 * $0) }
        guard digits.allSatisfy({ (0..<10_000).contains($0) }) else { return nil }
    }

    var byteCount: Int { 8 + 2 * digits.count }

    func write(to start: UnsafeMutableRawPointer) {
        func put(_ value: Int16, _ offset: Int) {
            start.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Int16.self)
        }
        put(Int16(digits.count), 0)
        put(weight, 2)
        put(Int16(bitPattern: isNegative && !digits.isEmpty ? 0x4000 : 0), 4)
        put(scale, 6)
        for (number, digit) in digits.enumerated() { put(digit, 8 + 2 * number) }
    }

    /// The number, as one that was written with the fewest digits; `nil` where `Decimal` has no room for it.
    var decimal: Decimal? {
        if digits.isEmpty { return 0 }
        // Up to four groups fit into 64 bits, which is what a column of the schema language holds.
        let fractionGroups = digits.count - Int(weight) - 1
        if digits.count <= 4, (0...4).contains(fractionGroups) {
            let units = digits.reduce(Int64(0)) { $0 * 10_000 + Int64($1) }
            return Decimal(isNegative ? -units : units, scale: 4 * fractionGroups)
        }
        var text = isNegative ? "-" : ""
        if weight < 0 { text += "0." + String(repeating: "0000", count: -Int(weight) - 1) }
        for (number, digit) in digits.enumerated() {
            if number == Int(weight) + 1, weight >= 0 { text += "." }
            let group = String(digit)
            text += String(repeating: "0", count: 4 - group.utf8.count) + group
        }
        if weight >= 0, digits.count <= Int(weight) {
            text += String(repeating: "0000", count: Int(weight) + 1 - digits.count)
        }
        // It reads what it has no room for as something near.
        guard text.utf8.count <= 160, let value = Decimal(string: text), let read = NumericFormat(value),
            read.weight == weight, read.digits == digits
        else { return nil }
        return value
    }
}
#endif
