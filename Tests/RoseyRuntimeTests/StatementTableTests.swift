import TestSupport
import Testing

@testable import RoseyRuntime

@Suite struct StatementTableTests {
    /// Against a list in the order of use.
    @Test(arguments: [0, 1, 7, 40])
    func keepsWhatWasUsedLast(_ capacity: Int) {
        var generator = SeededGenerator()
        let seed = generator.seed
        var table = StatementTable<Int>(capacity: capacity)
        var known: [(key: StatementKey, element: Int)] = []
        let words: [SQLWord] = ["a", "b", "c"]
        for step in 0..<4_000 {
            let number = Int.random(in: 0..<60, using: &generator)
            let key: StatementKey =
                number < 30 ? .text("\(number)") : .words((0..<number / 5).map { words[(number >> ($0 % 5)) % 3] })
            switch Int.random(in: 0..<100, using: &generator) {
            case 0:
                table.remove { $0 % 3 == 0 }
                known.removeAll { $0.element % 3 == 0 }
            default:
                // One key may have several elements.
                let isOdd = Bool.random(using: &generator)
                let found = table.find(key) { ($0 % 2 == 1) == isOdd }
                let place = known.firstIndex { $0.key == key && ($0.element % 2 == 1) == isOdd }
                #expect(found == place.map { known[$0].element }, "seed \(seed), step \(step)")
                if let place {
                    known.append(known.remove(at: place))
                } else {
                    let element = 2 * step + (isOdd ? 1 : 0)
                    let oldest = known.count < max(1, capacity) ? nil : known.removeFirst().element
                    #expect(table.insert(element, key) == oldest, "seed \(seed), step \(step)")
                    known.append((key, element))
                }
            }
            #expect(table.elements.sorted() == known.map(\.element).sorted(), "seed \(seed), step \(step)")
        }
    }
}
