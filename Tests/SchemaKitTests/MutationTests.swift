import Foundation
import SchemaKit
import TestSupport
import Testing

/// Whatever is done to a schema's text, loading it ends, and every mistake has a place in the file.
@Suite(.serialized) struct MutationTests {
    /// The texts to begin with: small ones, since what matters is what is done to them.
    private static let originals: [String] = {
        let corpus = ["good", "bad"].flatMap { folder -> [String] in
            let directory = packageFolder + "/Tests/Support/Corpus/" + folder
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            return names.filter { $0.hasSuffix(".yaml") }.sorted().map { directory + "/" + $0 }
        }
        let texts = (corpus + [packageFolder + "/Tests/Support/Reference/schema.yaml"]).compactMap {
            try? String(contentsOfFile: $0, encoding: .utf8)
        }
        return texts.map { text in
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#= ") }
            return lines.prefix(40).joined(separator: "\n") + "\n"
        }
    }()

    private static let count = runsLongTests ? 30_000 : 2_000

    @Test(.timeLimit(.minutes(10)))
    func mutatedBytes() async throws {
        let mistakes = try await longWork {
            var mutation = Mutation()
            var mistakes: [String] = []
            for number in 0..<Self.count {
                var bytes = Array(mutation.pick(Self.originals).utf8)
                for _ in 0...mutation.random(4) { mutation.changeBytes(&bytes) }
                mistakes += Self.mistakes(in: bytes, mutation, number)
            }
            return mistakes
        }
        #expect(mistakes == [])
    }

    @Test(.timeLimit(.minutes(10)))
    func mutatedStructure() async throws {
        let mistakes = try await longWork {
            var mutation = Mutation()
            var mistakes: [String] = []
            let words = Set(Self.originals.flatMap { $0.split { " \n{}[],:".contains($0) } }).sorted().map(String.init)
            for number in 0..<Self.count {
                var lines = mutation.pick(Self.originals).split(separator: "\n").map(String.init)
                for _ in 0...mutation.random(4) { mutation.changeLines(&lines, words, mutation.pick(Self.originals)) }
                mistakes += Self.mistakes(in: Array(lines.joined(separator: "\n").utf8), mutation, number)
            }
            return mistakes
        }
        #expect(mistakes == [])
    }

    /// What the loader gets wrong about a text: a result that contradicts itself, or a mistake without a place.
    private static func mistakes(in bytes: [UInt8], _ mutation: Mutation, _ number: Int) -> [String] {
        let result = SchemaLoader.load(SourceFile(path: "s.yaml", bytes: bytes))
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
        var mistakes: [String] = []
        if (result.schema != nil) == result.diagnostics.hasErrors {
            mistakes.append("seed \(mutation.seed), \(number): a schema and errors, or neither")
        }
        for diagnostic in result.diagnostics {
            let start = diagnostic.span.start
            let isPlaced =
                diagnostic.span.file != "s.yaml" || (1...lines + 1).contains(start.line) && start.column >= 1
            if !isPlaced || diagnostic.message.isEmpty {
                mistakes.append("seed \(mutation.seed), \(number): \(diagnostic)\n\(text)")
            }
        }
        return mistakes
    }
}

private struct Mutation {
    let seed: UInt64
    private var generator: SeededGenerator

    init(line: Int = #line) {
        generator = SeededGenerator(line: line)
        seed = generator.seed
    }

    mutating func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    mutating func pick<Element>(_ items: [Element]) -> Element { items[random(items.count)] }

    private static let pieces =
        [
            "{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "&a ", "*a", "|", ">", "\"", "'", "#", "!", "?", "---\n",
            "\t",
            "\0", "ä", "\u{feff}", "type", "true", "[[[[[[", "(", ")", ",", "--", ";", "::", "$", "\u{85}", "\u{2028}",
            "e\u{301}",
        ]
        .map { Array($0.utf8) } + [[0xff], [0xc3], [0xf0, 0x9f]]

    mutating func changeBytes(_ bytes: inout [UInt8]) {
        if bytes.isEmpty { bytes = [0x20] }
        let position = random(bytes.count)
        switch random(5) {
        case 0: bytes[position] = UInt8(random(256))
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: pick(Self.pieces), at: position)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + random(40)))
        default:
            let end = min(bytes.count, position + random(80))
            bytes.insert(contentsOf: bytes[position..<end], at: random(bytes.count))
        }
    }

    /// Changes that leave something like YAML: lines and words in other places.
    mutating func changeLines(_ lines: inout [String], _ words: [String], _ other: String) {
        if lines.isEmpty { lines = [""] }
        let position = random(lines.count)
        switch random(8) {
        case 0: lines.remove(at: position)
        case 1: lines.insert(lines[position], at: random(lines.count))
        case 2: lines.swapAt(position, random(lines.count))
        case 3: lines[position] = "  " + lines[position]
        case 4: lines[position] = String(lines[position].drop { $0 == " " })
        case 5: lines.insert(pick(other.split(separator: "\n").map(String.init) + [""]), at: position)
        default:
            var parts = lines[position].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            parts[random(parts.count)] = pick(words) + pick(["", ":", ",", " }", " ]"])
            lines[position] = parts.joined(separator: " ")
        }
    }
}
