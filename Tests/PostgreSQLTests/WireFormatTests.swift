import Foundation
import TestDatabases
import Testing

@testable import RoseyRuntime

#if PostgreSQL
@Suite struct WireFormatTests {
    /// Numbers as a server sends them, and as only one out of order would.
    @Test func numbers() throws {
        func decimal(_ digits: [Int16], weight: Int16, scale: Int16 = 0) -> Decimal? {
            var bytes: [UInt8] = []
            for number in [Int16(digits.count), weight, 0, scale] + digits {
                withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            }
            return bytes.withUnsafeBytes { NumericFormat($0)?.decimal }
        }
        #expect(decimal([12, 3450], weight: 0, scale: 3) == Decimal(string: "12.345"))
        #expect(decimal([1, 2, 3, 4, 5, 6], weight: 5) == Decimal(string: "100020003000400050006"))
        #expect(decimal([1, 2, 3, 4, 10_000], weight: 4) == nil && decimal([1, 2, 3, 4, -5], weight: 4) == nil)
        // More digits than there is room for.
        #expect(decimal(Array(repeating: 1234, count: 9), weight: 8) != nil)
        #expect(decimal(Array(repeating: 1234, count: 12), weight: 11) == nil)
        #expect(decimal(Array(repeating: 1234, count: 12), weight: 5) == nil)
    }

    @Test func placeholders() {
        #expect(NumberedPlaceholders.sql("? = ?3 AND ? = '?'") == "$1 = $3 AND $4 = '?'")
        #expect(NumberedPlaceholders.sql("?9223372036854775807 = ?") == "$9223372036854775807 = $65537")
        #expect(NumberedPlaceholders.sql("?99999999999999999999") == "$9223372036854775807")
    }
}
#endif
