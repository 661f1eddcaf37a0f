import Foundation
import SchemaKit
import TestSupport
import Testing

@Suite struct MutationTests {
    /// Whatever is done to a schema's text, loading it ends, and every mistake has a place in the file.
    @Test func mutatedSchemas() throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: packageFolder + "/schema.yaml")).prefix(1500))
        let pieces =
            [
                "{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "&a ", "*a", "|", ">", "\"", "'", "#", "!", "?",
                "---\n", "\t", "\0", "ä", "\u{feff}", "type", "true", "[[[[[[",
            ]
            .map { Array($0.utf8) } + [[0xff], [0xc3], [0xf0, 0x9f]]
        for number in 0..<5_000 {
            var bytes = original
            for _ in 0...random(4) {
                let position = random(bytes.count)
                switch random(5) {
                case 0: bytes[position] = UInt8(random(256))
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(contentsOf: pieces[random(pieces.count)], at: position)
                case 3: bytes.removeSubrange(position..<min(bytes.count, position + random(40)))
                default:
                    let end = min(bytes.count, position + random(80))
                    bytes.insert(contentsOf: bytes[position..<end], at: random(bytes.count))
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let result = SchemaLoader.load(SourceFile(path: "s.yaml", bytes: bytes))
            let lines =
                String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
                    $0 == "\n" || $0 == "\r" || $0 == "\u{85}" || $0 == "\u{2028}" || $0 == "\u{2029}"
                }.count + 1
            #expect(
                (result.schema == nil) == result.diagnostics.contains { $0.severity == .error },
                "seed \(seed), \(number)")
            for diagnostic in result.diagnostics {
                let start = diagnostic.span.start
                #expect(
                    (1...lines + 1).contains(start.line) && start.column >= 1, "seed \(seed), \(number): \(diagnostic)")
            }
        }
    }
}
