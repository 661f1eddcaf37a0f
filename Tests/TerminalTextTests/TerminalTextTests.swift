import TerminalText
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("김", 2), ("ｆ", 2), ("🍿", 2), ("👨‍👩‍👧‍👦", 2), ("👍🏽", 2),
        ("❄", 1), ("❄\u{fe0f}", 2), ("🇩🇪", 2), ("\u{200b}", 0), ("\u{7}", 0), ("Дмитрий", 7), ("עמר", 3),
    ])
    func widths(_ text: String, _ width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test func tables() {
        var table = TextTable(header: ["Name", "Lines"], alignments: [.left, .right])
        #expect(table.text == "Name  Lines\n────  ─────")
        table.rows = [["さくら", "7"], ["e\u{301}va", "1234567"], ["🦉", ""]]
        #expect(
            table.text == """
                Name      Lines
                ──────  ───────
                さくら        7
                e\u{301}va     1234567
                🦉
                """)
    }

    @Test func whatWouldActOnATerminalIsSpelledOut() {
        #expect("a\u{1b}[2Jb\rc\u{9b}d\u{202e}e\u{7f}".visible == "a\\u{1b}[2Jb\\u{d}c\\u{9b}d\\u{202e}e\\u{7f}")
        #expect("é さ\t1\n🦉".visible == "é さ\t1\n🦉")
        // A line's end of two characters is one to Swift.
        #expect("a\r\nb".visible.unicodeScalars.elementsEqual("a\\u{d}\nb".unicodeScalars))
        let table = TextTable(header: ["Name", "Lines"], alignments: [.left, .right], rows: [["a\u{1b}\nb", "1"]])
        #expect(table.text == "Name       Lines\n─────────  ─────\na\\u{1b} b      1")
    }

    @Test func withoutATerminal() {
        // That of tests is a pipe or a file most of the time.
        let display = TerminalDisplay.standardOutput(environment: ["NO_COLOR": "1"])
        #expect(!display.hasColor && display.width > 0)
    }
}
