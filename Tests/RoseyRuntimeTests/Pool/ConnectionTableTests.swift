import TestSupport
import Testing

@testable import RoseyRuntime

@Suite struct ConnectionTableTests {
    /// Names come in order, but connections are ready and end in any.
    @Test func anyOrder() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var table = ConnectionTable<Int>()
        var expected: [Int: Int] = [:]
        for _ in 0..<2_000 {
            let number = Int.random(in: 1...40, using: &generator)
            let id = ConnectionID(number: number)
            #expect(table[id] == expected[number], "seed \(seed)")
            if let place = table.index(of: id) {
                if Bool.random(using: &generator) {
                    table[place] += 1
                    expected[number, default: 0] += 1
                } else {
                    #expect(table.remove(at: place) == expected.removeValue(forKey: number), "seed \(seed)")
                }
            } else {
                table.insert(number * 100, for: id)
                expected[number] = number * 100
            }
            #expect(table.count == expected.count && table.isEmpty == expected.isEmpty, "seed \(seed)")
        }
    }
}
