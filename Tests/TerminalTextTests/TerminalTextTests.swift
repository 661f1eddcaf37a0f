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

    @Test func withoutATerminal() {
        // That of tests is a pipe or a file most of the time.
        let display = TerminalDisplay.standardOutput(environment: ["NO_COLOR": "1"])
        #expect(!display.hasColor && display.width > 0)
    }
}
