import Foundation
import Testing
import TimeChart

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct SVGChartTests {
    private func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

    /// Without its styles, which are looked at by people.
    @Test func threePoints() throws {
        let svg = chart([(0, 3), (hour / 4, 5), (3 * hour, 1)], hours: 4).svg
        let style = try Regex("<style>(.|\\n)*</style>")
        #expect(
            svg.replacing(style, with: "<style/>") == """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 440" width="960" height="440" role="img" aria-labelledby="title description">
                <title id="title">Users</title>
                <desc id="description">22 Nov 2026 00:00 to 22 Nov 2026 04:00, UTC; users: most 5 at 00:15</desc>
                <style/>
                <rect class="paper" width="100%" height="100%" rx="8"/>
                <text class="title" x="64" y="38">Users</text>
                <text class="period" x="64" y="60">22 Nov 2026 00:00 to 22 Nov 2026 04:00, UTC</text>
                <path class="line series0" d="M64 84h24"/>
                <text class="legend" x="96" y="88">users: most 5 at 00:15</text>
                <path class="grid" d="M64 116L64 392"/>
                <path class="axis" d="M64 392L64 397"/>
                <text class="tick middle" x="64" y="414">00:00</text>
                <path class="grid" d="M172 116L172 392"/>
                <path class="axis" d="M172 392L172 397"/>
                <text class="tick middle" x="172" y="414">00:30</text>
                <path class="grid" d="M280 116L280 392"/>
                <path class="axis" d="M280 392L280 397"/>
                <text class="tick middle" x="280" y="414">01:00</text>
                <path class="grid" d="M388 116L388 392"/>
                <path class="axis" d="M388 392L388 397"/>
                <text class="tick middle" x="388" y="414">01:30</text>
                <path class="grid" d="M496 116L496 392"/>
                <path class="axis" d="M496 392L496 397"/>
                <text class="tick middle" x="496" y="414">02:00</text>
                <path class="grid" d="M604 116L604 392"/>
                <path class="axis" d="M604 392L604 397"/>
                <text class="tick middle" x="604" y="414">02:30</text>
                <path class="grid" d="M712 116L712 392"/>
                <path class="axis" d="M712 392L712 397"/>
                <text class="tick middle" x="712" y="414">03:00</text>
                <path class="grid" d="M820 116L820 392"/>
                <path class="axis" d="M820 392L820 397"/>
                <text class="tick middle" x="820" y="414">03:30</text>
                <path class="grid" d="M928 116L928 392"/>
                <path class="axis" d="M928 392L928 397"/>
                <text class="tick middle" x="928" y="414">04:00</text>
                <path class="axis" d="M64 392L928 392"/>
                <text class="tick end" x="54" y="396">0</text>
                <path class="grid" d="M64 336.8L928 336.8"/>
                <text class="tick end" x="54" y="340.8">1</text>
                <path class="grid" d="M64 281.6L928 281.6"/>
                <text class="tick end" x="54" y="285.6">2</text>
                <path class="grid" d="M64 226.4L928 226.4"/>
                <text class="tick end" x="54" y="230.4">3</text>
                <path class="grid" d="M64 171.2L928 171.2"/>
                <text class="tick end" x="54" y="175.2">4</text>
                <path class="grid" d="M64 116L928 116"/>
                <text class="tick end" x="54" y="120">5</text>
                <path class="area series0" d="M64 226.4L118 116L712 336.8L712 392L64 392Z"/>
                <path class="line series0" d="M64 226.4L118 116L712 336.8"/>
                <circle class="dot series0" cx="118" cy="116" r="3.5"/>
                <text class="peak middle series0" x="118" y="107">5</text>
                </svg>

                """)
    }

    @Test func isWellFormedWhateverTheNames() {
        let name = "<&>\"'\u{0}\u{1b}\u{fffe}🍿]]>"
        let svg = chart([(0, 1)], title: name, name: name).svg
        #expect(isWellFormed(svg))
        #expect(svg.contains("&lt;&amp;&gt;&quot;'\u{fffd}\u{fffd}\u{fffd}🍿]]&gt;: most 1 at 00:00"))
        for chart in [chart([]), fullDay, chart([(0, .max), (hour, .min)]), chart([(0, 0)], zone: "Europe/Berlin")] {
            #expect(isWellFormed(chart.svg))
        }
        #expect(chart([]).svg.contains(">no data</text>"))
    }

    @Test func lightAndDark() {
        let svg = fullDay.svg
        #expect(svg.contains("@media (prefers-color-scheme: dark)"))
        // Of its own: nothing is loaded from elsewhere.
        #expect(!svg.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
    }

    /// Many points make no big document, and the highest is not left out.
    @Test func manyPoints() {
        let points = (0..<day).map { ($0, $0 == 4321 ? 999 : $0 % 7) }
        let svg = chart(points).svg
        #expect(svg.utf8.count < 100_000)
        #expect(svg.contains("most 999 at 01:12"))
    }

    @Test func gapsStayGaps() {
        let svg = chart([0, 1, 2, 12, 13, 20].map { ($0 * hour, 4) }).svg
        #expect(svg.matches(of: /<path class="line series0" d="M[0-9. ]+L/).count == 2)
        #expect(svg.contains("r=\"2.5\""))
    }
}
