import Foundation
import Testing
import TimeChart

@Suite struct TerminalChartTests {
    private func text(_ chart: TimeChart, width: Int = 40, height: Int = 4) -> String {
        chart.terminalText(width: width, height: height, hasColor: false)
    }

    @Test func aDay() {
        #expect(
            text(fullDay, width: 72, height: 8) == """
                Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                60 ┤                                                    ⢀⣀⠤⠔⠒⠤⣀⡀
                   │                                             ⢀⣀⠤⠔⠒⠉⠉⠁      ⠈⠉⠉⠑⠢⠤⣀⡀
                40 ┤                                       ⣀⣀⡠⠤⠒⠊⠁      ⢀⣀⣀⡠⡤⣀⣀⡀      ⠈
                   │                                 ⢀⡠⠤⠒⠊⠉     ⢀⡠⡤⡤⡴⡲⡲⡪⡫⡪⡪⡪⡪⡪⡪⡪⡫⡲⡲⡢⡤⡤⣄
                   │                           ⢀⣀⠤⠔⠒⠉⠁  ⣀⣀⣀⡤⡲⡲⡲⡫⡫⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪
                20 ┤                     ⣀⠤⠔⠒⠒⠊⢁⣀⣀⡠⡤⡲⡲⡪⡫⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪
                   │               ⣀⡠⠤⠒⢊⣉⡤⡤⡴⡲⡫⡫⡫⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪
                 0 ┤⡭⡭⡭⡭⡭⡭⡭⡅      ⡭⡲⡪⡫⡫⡫⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪
                   └┬──────────┬──────────┬──────────┬──────────┬──────────┬──────────┬
                  00:00      04:00      08:00      12:00      16:00      20:00     00:00

                    ⢕⢕⢕ chat users: most 40 at 20:00
                    ⠒⠒⠒ connected users: most 58 at 20:00
                """)
    }

    @Test func noPoints() {
        let expected = "Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC\nno data"
        #expect(text(chart([])) == expected)
        // All of them at other times.
        #expect(text(chart([(-1, 5), (day + 1, 5)])) == expected)
        #expect(text(TimeChart(title: "Users", series: [], from: midnight, to: midnight + day)) == expected)
    }

    @Test func onePoint() {
        #expect(
            text(chart([(12 * hour, 3)])) == """
                Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                4 ┤
                2 ┤                  ⡃
                  │                  ⡂
                0 ┤                  ⡂
                  └┬─────────────────┬────────────────┬
                 00:00             12:00           00:00

                   ⢕⢕⢕ users: most 3 at 12:00
                """)
    }

    @Test func allEqual() {
        #expect(
            text(chart((0...24).map { ($0 * hour, 7) })) == """
                Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                10 ┤
                 5 ┤⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫⡫
                   │⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪
                 0 ┤⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪⡪
                   └┬────────────────┬────────────────┬
                  00:00            12:00           00:00

                    ⢕⢕⢕ users: most 7 at 00:00
                """)
    }

    @Test func allZero() {
        #expect(
            text(chart((0...24).map { ($0 * hour, 0) })) == """
                Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                1 ┤
                  │
                  │
                0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
                  └┬─────────────────┬────────────────┬
                 00:00             12:00           00:00

                   ⢕⢕⢕ users: most 0 at 00:00
                """)
    }

    @Test func hugeAndNegativeValues() {
        #expect(
            text(chart([(0, .min), (hour, .max), (2 * hour, .max - 1), (3 * hour, 0)])) == """
                Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                10E ┤ ⡴⡲⡆
                 5E ┤⢠⡫⡪⡇
                    │⡸⡪⡪⣺
                  0 ┤⡯⡪⡪⡺⡀
                    └┬────────────────┬───────────────┬
                   00:00            12:00          00:00

                     ⢕⢕⢕ users: most 9.22E at 01:00
                """)
    }

    @Test func gapsStayGaps() {
        #expect(
            text(chart([0, 1, 2, 3, 12, 13, 14, 20].map { ($0 * hour, 4) })) == """
                Users, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                4 ┤⡫⡫⡫⡫⡫             ⡫⡫⡫        ⠨
                2 ┤⡪⡪⡪⡪⡪             ⡪⡪⡪        ⠨
                  │⡪⡪⡪⡪⡪             ⡪⡪⡪        ⠨
                0 ┤⡪⡪⡪⡪⡪             ⡪⡪⡪        ⠨
                  └┬─────────────────┬────────────────┬
                 00:00             12:00           00:00

                   ⢕⢕⢕ users: most 4 at 00:00
                """)
    }

    @Test func pointsInAnyOrder() {
        let points = (0...24).map { ($0 * hour, $0 % 5) }
        #expect(text(chart(points.reversed())) == text(chart(points)))
    }

    @Test func aThirdSeriesIsDotted() {
        let series = (0..<3).map { number in
            TimeChart.Series("s\(number)", (0...24).map { .init(time: midnight + $0 * hour, value: number) })
        }
        #expect(
            text(TimeChart(title: "Three", series: series, from: midnight, to: midnight + day), height: 5) == """
                Three, 22 Nov 2026 00:00 to 23 Nov 2026 00:00, UTC

                2 ┤⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈⠈
                  │
                1 ┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒
                  │
                0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
                  └┬─────────────────┬────────────────┬
                 00:00             12:00           00:00

                   ⢕⢕⢕ s0: most 0 at 00:00
                   ⠒⠒⠒ s1: most 1 at 00:00
                   ⠂⠂⠂ s2: most 2 at 00:00
                """)
    }

    @Test func colorIsOnlyAdded() throws {
        let colored = fullDay.terminalText(width: 72, height: 8, hasColor: true)
        #expect(colored.contains("\u{1b}[36m") && colored.contains("\u{1b}[33m"))
        let plain = colored.replacing(try Regex("\u{1b}\\[[0-9]+m"), with: "")
        #expect(plain == text(fullDay, width: 72, height: 8))
        for line in colored.split(separator: "\n") where line.contains("\u{1b}") {
            #expect(line.hasSuffix("\u{1b}[0m") || line.contains("most"))
        }
    }

    @Test(arguments: [Int.min, 0, 40, 41, 79, 80, 200])
    func widths(_ width: Int) {
        for line in text(fullDay, width: width).split(separator: "\n").dropFirst() {
            #expect(line.count <= max(width, 40) || line.contains("most"))
        }
    }

    @Test(arguments: [(0, 0), (5, -5), (.min, .max), (.max, .min), (.max, .max), (.min, .min)])
    func windowsOfAnySize(_ start: Int, _ end: Int) {
        let chart = TimeChart(
            title: "Users", series: [.init("users", [.init(time: start, value: 1), .init(time: end, value: 2)])],
            from: start, to: end)
        #expect(chart.end >= chart.start + 60)
        #expect(text(chart).hasPrefix("Users, "))
        #expect(chart.svg.hasSuffix("</svg>\n"))
    }
}
