extension TimeChart {
    /// The chart as an SVG document of its own, in light and dark colours as the reader prefers.
    public var svg: String { SVGChart(chart: self).text }
}

/// A chart as an SVG document.
private struct SVGChart {
    let chart: TimeChart

    private let width = 960.0
    private let height = 440.0
    private var left: Double { 64 }
    private var right: Double { width - 32 }
    private var top: Double { 116 }
    private var bottom: Double { height - 48 }

    var text: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
        width="\(Self.number(width))" height="\(Self.number(height))" role="img" aria-labelledby="title description">
        <title id="title">\(Self.escaped(chart.title))</title>
        <desc id="description">\(Self.escaped(([chart.period] + summaries).joined(separator: "; ")))</desc>
        <style>
        \(Self.style)
        </style>
        <rect class="paper" width="100%" height="100%" rx="8"/>
        \(label(chart.title, left, 38, class: "title"))
        \(label(chart.period, left, 60, class: "period"))
        \((legend + grid + drawing).joined(separator: "\n"))
        </svg>

        """
    }

    private var values: ValueAxis { chart.values(steps: 6) }
    private var summaries: [String] { chart.series.map { chart.summary(of: $0) } }

    // MARK: Places

    private func x(_ time: Int) -> Double {
        left + (right - left) * Double(time - chart.start) / Double(chart.end - chart.start)
    }

    private func y(_ share: Double) -> Double { bottom - (bottom - top) * share }

    // MARK: Parts

    private var legend: [String] {
        var x = left
        return chart.series.indices.flatMap { number in
            let text = summaries[number]
            defer { x += 34 + 6.6 * Double(text.count) + 28 }
            let dashes = number > 1 ? " dashed" : ""
            return [
                "<path class=\"line \(Self.series(number))\(dashes)\" d=\"M\(Self.number(x)) 84h24\"/>",
                label(text, x + 32, 88, class: "legend"),
            ]
        }
    }

    private var grid: [String] {
        let axis = values
        let values = axis.ticks.flatMap { tick in
            let y = y(tick / axis.top)
            return [
                line(left, y, right, y, class: tick == 0 ? "axis" : "grid"),
                label(CountText.text(tick), left - 10, y + 4, class: "tick end"),
            ]
        }
        let times = TimeAxis(from: chart.start, to: chart.end, chart.timeZone, atMost: 12).ticks.flatMap { tick in
            let x = x(tick.time)
            return [
                line(x, top, x, bottom, class: "grid"), line(x, bottom, x, bottom + 5, class: "axis"),
                label(tick.label, x, bottom + 22, class: "tick middle"),
            ]
        }
        return times + values
    }

    private var drawing: [String] {
        if chart.isEmpty { return [label("no data", (left + right) / 2, (top + bottom) / 2, class: "period middle")] }
        // The first series last, so that its line is above the others.
        let numbered = chart.series.enumerated().reversed()
        return numbered.flatMap { number, series in chart.runs(of: series).flatMap { run($0, number) } }
            + numbered.flatMap { number, series in series.highest.map { peak($0, number) } ?? [] }
    }

    private func run(_ points: [TimeChart.Point], _ number: Int) -> [String] {
        let axis = values
        let places = thinned(points).map { (x: x($0.time), y: y(axis.position($0.value))) }
        guard let first = places.first, let last = places.last else { return [] }
        if places.count == 1 {
            return [
                "<circle class=\"dot \(Self.series(number))\" cx=\"\(Self.number(first.x))\" cy=\"\(Self.number(first.y))\" r=\"2.5\"/>"
            ]
        }
        let path = "M" + places.map { "\(Self.number($0.x)) \(Self.number($0.y))" }.joined(separator: "L")
        let dashes = number > 1 ? " dashed" : ""
        let line = "<path class=\"line \(Self.series(number))\(dashes)\" d=\"\(path)\"/>"
        if number > 0 { return [line] }
        let base = Self.number(bottom)
        let area = "\(path)L\(Self.number(last.x)) \(base)L\(Self.number(first.x)) \(base)Z"
        return ["<path class=\"area \(Self.series(number))\" d=\"\(area)\"/>", line]
    }

    /// Of the points of each pixel's width only the first, the lowest, the highest and the last: more cannot be seen.
    private func thinned(_ points: [TimeChart.Point]) -> [TimeChart.Point] {
        var thinned: [TimeChart.Point] = []
        var rest = points[...]
        while let first = rest.first {
            let column = rest.prefix { Int(x($0.time)) == Int(x(first.time)) }
            rest = rest[column.endIndex...]
            let values = column.map(\.value)
            let kept = [
                column.startIndex, values.firstIndex(of: values.min() ?? 0).map { column.startIndex + $0 },
                values.firstIndex(of: values.max() ?? 0).map { column.startIndex + $0 }, column.endIndex - 1,
            ]
            thinned += Set(kept.compactMap { $0 }).sorted().map { column[$0] }
        }
        return thinned
    }

    private func peak(_ point: TimeChart.Point, _ number: Int) -> [String] {
        let (x, y) = (x(point.time), y(values.position(point.value)))
        return [
            "<circle class=\"dot \(Self.series(number))\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"3.5\"/>",
            label(
                CountText.text(Double(point.value)), x, y - 9, class: "peak middle \(Self.series(number))"),
        ]
    }

    // MARK: Elements

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) -> String {
        "<path class=\"\(name)\" d=\"M\(Self.number(x1)) \(Self.number(y1))L\(Self.number(x2)) \(Self.number(y2))\"/>"
    }

    private func label(_ text: String, _ x: Double, _ y: Double, class name: String) -> String {
        "<text class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\">\(Self.escaped(text))</text>"
    }

    private static func series(_ number: Int) -> String { "series\(number % 4)" }

    /// To a tenth of a pixel.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// A text as XML takes it. What no XML document may contain becomes U+FFFD.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{0}"..<" " where !["\t", "\n", "\r"].contains(scalar), "\u{fffe}", "\u{ffff}":
                escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Colours by class and not by custom properties, which not every renderer knows. Those of the light style come first.
    private static let style = """
        text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #59636e }
        .title { font-size: 20px; font-weight: 600; fill: #1f2328 }
        .legend { fill: #1f2328 }
        .period { font-size: 13px }
        .peak { font-weight: 600; stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; paint-order: stroke }
        .end { text-anchor: end }
        .middle { text-anchor: middle }
        .paper { fill: #ffffff }
        .grid { stroke: #d1d9e0; stroke-width: 1; stroke-opacity: 0.6 }
        .axis { stroke: #818b98; stroke-width: 1 }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
        .dashed { stroke-dasharray: 6 5 }
        .area { fill-opacity: 0.16 }
        \(colors(["#0969da", "#bc4c00", "#8250df", "#1a7f37"]))
        @media (prefers-color-scheme: dark) {
        text { fill: #9198a1 }
        .title, .legend { fill: #f0f6fc }
        .paper { fill: #0d1117 }
        .peak { stroke: #0d1117 }
        .grid { stroke: #3d444d }
        .axis { stroke: #656c76 }
        \(colors(["#4493f8", "#f0883e", "#ab7df8", "#3fb950"]))
        }
        """

    private static func colors(_ colors: [String]) -> String {
        colors.enumerated().map { number, color in
            ".line.series\(number) { stroke: \(color) } "
                + ".area.series\(number), .dot.series\(number), .peak.series\(number) { fill: \(color) }"
        }.joined(separator: "\n")
    }
}
