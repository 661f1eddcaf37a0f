extension TimeChart {
    /// The chart as lines of text, drawn with the dots of braille characters.
    ///
    /// - Parameters:
    ///   - width: in columns; it gets no narrower than 40.
    ///   - height: of the drawing, in lines; it gets no lower than 4.
    ///   - hasColor: whether escape sequences colour it. The series can be told apart without.
    public func terminalText(width: Int, height: Int = 12, hasColor: Bool) -> String {
        TerminalChart(self, width: max(width, 40), height: max(height, 4), hasColor: hasColor).lines
            .joined(separator: "\n")
    }
}

/// A chart as lines of text.
private struct TerminalChart {
    private let chart: TimeChart
    private let height: Int
    private let hasColor: Bool
    private let values: ValueAxis
    /// The columns before the drawing.
    private let margin: Int
    private let columns: Int

    init(_ chart: TimeChart, width: Int, height: Int, hasColor: Bool) {
        self.chart = chart
        self.height = height
        self.hasColor = hasColor
        values = chart.values(steps: max(height / 2, 2))
        margin = (values.ticks.map { CountText.text($0).count }.max() ?? 0) + 2
        // One column stays free for what the last label has beyond the drawing.
        columns = width - margin - 1
    }

    var lines: [String] {
        let title = "\(chart.title), \(chart.period)"
        if chart.isEmpty { return [title, "no data"] }
        return [title, ""] + drawing + timeLines + [""] + legend
    }

    // MARK: Drawing

    private var drawing: [String] {
        var canvas = DotCanvas(columns: columns, rows: height)
        for (number, series) in chart.series.enumerated() {
            for run in chart.runs(of: series) { draw(run, number, &canvas) }
        }
        var labels: [Int: String] = [:]
        for tick in values.ticks {
            let dot = DotCanvas.dot(tick / values.top, of: canvas.dotRows)
            labels[height - 1 - dot / 4] = CountText.text(tick)
        }
        return (0..<height).map { row in
            let label = labels[row] ?? ""
            let space = String(repeating: " ", count: margin - 2 - label.count)
            return space + dimmed("\(label) \(labels[row] == nil ? "│" : "┤")") + text(canvas.cells(row))
        }
    }

    private func draw(_ run: [TimeChart.Point], _ number: Int, _ canvas: inout DotCanvas) {
        let dots = run.map { point in
            (
                x: DotCanvas.dot(
                    Double(point.time - chart.start) / Double(chart.end - chart.start), of: canvas.dotColumns),
                y: DotCanvas.dot(values.position(point.value), of: canvas.dotRows)
            )
        }
        for (from, to) in zip(dots, dots.dropFirst().isEmpty ? dots[...] : dots.dropFirst()) {
            let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
            for step in 0...steps {
                let (x, y) = (
                    from.x + (to.x - from.x) * step / steps, from.y + (to.y - from.y) * step / steps
                )
                // The third series and those after it are dotted lines.
                if number < 2 || (x + y) % number == 0 { canvas.set(x, y, series: number) }
                if number == 0 { canvas.shade(x, upTo: y) }
            }
        }
    }

    private func text(_ cells: [DotCanvas.Cell]) -> String {
        var text = ""
        var current: Int?
        for cell in cells {
            let series = cell.character == " " ? current : cell.series
            if hasColor, series != current, let series { text += Self.colors[series % Self.colors.count] }
            current = series
            text.append(cell.character)
        }
        while text.last == " " { text.removeLast() }
        return hasColor && current != nil ? text + Self.reset : text
    }

    // MARK: Labels

    private var timeLines: [String] {
        let axis = TimeAxis(from: chart.start, to: chart.end, chart.timeZone, atMost: columns / 10)
        var rule = Array(repeating: Character("─"), count: columns)
        var labels = Array(repeating: Character(" "), count: margin + columns + 1)
        var free = 0
        for tick in axis.ticks {
            let share = Double(tick.time - chart.start) / Double(chart.end - chart.start)
            let column = DotCanvas.dot(share, of: columns)
            // In the middle below its mark, and whole.
            let start = min(max(margin + column - tick.label.count / 2, 0), labels.count - tick.label.count)
            rule[column] = "┬"
            guard start >= free else { continue }
            labels.replaceSubrange(start..<start + tick.label.count, with: tick.label)
            free = start + tick.label.count + 1
        }
        while labels.last == " " { labels.removeLast() }
        return [
            String(repeating: " ", count: margin - 1) + dimmed("└" + String(rule)), dimmed(String(labels)),
        ]
    }

    private var legend: [String] {
        chart.series.enumerated().map { number, series in
            let sample = number == 0 ? "⢕⢕⢕" : number == 1 ? "⠒⠒⠒" : "⠂⠂⠂"
            let colored = hasColor ? Self.colors[number % Self.colors.count] + sample + Self.reset : sample
            return String(repeating: " ", count: margin) + "\(colored) \(chart.summary(of: series))"
        }
    }

    // MARK: Colours

    /// Cyan, yellow, magenta, green.
    private static let colors = [36, 33, 35, 32].map { "\u{1b}[\($0)m" }
    private static let reset = "\u{1b}[0m"

    private func dimmed(_ text: String) -> String { hasColor ? "\u{1b}[2m\(text)\(Self.reset)" : text }
}
