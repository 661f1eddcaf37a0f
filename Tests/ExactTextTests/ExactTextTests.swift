import ExactText
import TestSupport
import Testing

@Suite struct ExactTextTests {
    /// What joins a quote to a character that is none, to Swift.
    private static let marks = ["\u{301}", "\u{200d}", "\u{600}", "\u{20e3}", "\u{fe0f}"]

    @Test(arguments: marks)
    func aMarkHidesNoQuote(_ mark: String) {
        #expect(SQLQuoting.text("\(mark)'\(mark)").utf8.elementsEqual("'\(mark)''\(mark)'".utf8))
        #expect(SQLQuoting.name("\(mark)\"\(mark)").utf8.elementsEqual("\"\(mark)\"\"\(mark)\"".utf8))
    }

    @Test func everyQuoteIsDoubled() {
        var generator = SeededGenerator()
        let pieces = Self.marks + ["'", "\"", "''", "a", "é", "\0", "\r\n", "\\", " "]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let name = SQLQuoting.name(text)
            #expect(name.utf8.count == text.utf8.count + 2 + text.utf8.count { $0 == UInt8(ascii: "\"") })
            let read = SQLQuoting.name(quotedAtStartOf: name + " '\"")
            #expect(read.map { Array($0.utf8) } == Array(text.utf8), "seed \(generator.seed): \(text.debugDescription)")
            let inside = SQLQuoting.text(text).utf8.dropFirst().dropLast()
            let quotes = inside.split(omittingEmptySubsequences: true) { $0 != UInt8(ascii: "'") }
            #expect(
                quotes.allSatisfy { $0.count.isMultiple(of: 2) }, "seed \(generator.seed): \(text.debugDescription)")
        }
    }

    @Test func namesThatAreNotQuoted() {
        #expect(SQLQuoting.name(quotedAtStartOf: "a\"b\"") == nil)
        #expect(SQLQuoting.name(quotedAtStartOf: "\"a\"\"") == nil)
        #expect(SQLQuoting.name(quotedAtStartOf: "") == nil)
        #expect(SQLQuoting.name(quotedAtStartOf: "\"\"") == "")
    }

    @Test func partsAreReplacedWhereTheyStand() {
        #expect("aaaa".replacing("aa", by: "b") == "bb")
        #expect("aaa".replacing("aa", by: "b") == "ba")
        #expect("abab".replacing("ab", by: "") == "")
        #expect("abc".replacing("", by: "x") == "abc")
        #expect("a".replacing("abc", by: "x") == "a")
        #expect("a\0b\0".replacing("\0", by: "0") == "a0b0")
        #expect("secret\u{301}".replacing("secret", by: "…").utf8.elementsEqual("…\u{301}".utf8))
        // The same to readers, but not to a database.
        #expect("e\u{301}".replacing("é", by: "e").utf8.elementsEqual("e\u{301}".utf8))
    }
}
