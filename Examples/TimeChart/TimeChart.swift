public import Foundation

/// How counts changed over a time, to be drawn in a terminal or as SVG.
///
/// ```swift
/// let chart = TimeChart(
///     title: "Users", series: [.init("in chat", points), .init("connected", others)], from: now - 86400, to: now)
/// print(chart.terminalText(width: 80, hasColor: false))
/// ```
///
/// The first series is drawn as an area, the others as lines. Where there are no points for long, nothing is drawn: a gap in
/// what is known stays one.
public struct TimeChart: Sendable, Hashable {
    /// A count at one time.
    public struct Point: Sendable, Hashable {
        /// In Unix seconds.
        public let time: Int
        /// Anything below zero is drawn as zero.
        public let value: Int

        public init(time: Int, value: Int) {
            self.time = time
            self.value = value
        }
    }

    /// Counts of one thing.
    public struct Series: Sendable, Hashable {
        public let name: String
        public let points: [Point]

        /// - Parameter points: in any order.
        public init(_ name: String, _ points: [Point]) {
            self.name = name
            self.points = points
        }

        /// The highest point; of equals the first.
        public var highest: Point? {
            guard let value = points.map(\.value).max() else { return nil }
            return points.first { $0.value == value }
        }
    }

    public let title: String
    /// With the points of the chart's time only, by time.
    public let series: [Series]
    /// In Unix seconds.
    public let start: Int
    public let end: Int
    /// What clock the labels follow.
    public let timeZone: TimeZone

    /// - Parameters:
    ///   - start: in Unix seconds, of the years 1970 to 9999 as `end` is; times beyond are taken for the nearest of these.
    ///   - end: at least a minute later, or taken for that.
    public init(title: String, series: [Series], from start: Int, to end: Int, timeZone: TimeZone = .gmt) {
        let start = min(max(start, 0), Self.latest - 60)
        let end = min(max(end, start + 60), Self.latest)
        self.title = title
        self.start = start
        self.end = end
        self.timeZone = timeZone
        self.series = series.map { series in
            let points = series.points.enumerated().filter { (start...end).contains($0.element.time) }
            // Of one time in the order given.
            let sorted = points.sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            return Series(series.name, sorted.map(\.element))
        }
    }

    /// The end of the year 9999.
    private static let latest = 253_402_300_799

    /// Whether there is nothing to draw.
    public var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }

    /// The points of a series in runs without a gap, which is where there is no point for three times as long as usual, and
    /// for a 48th of the chart at least: half an hour of a day.
    func runs(of series: Series) -> [[Point]] {
        let distances = zip(series.points.dropFirst(), series.points).map { $0.time - $1.time }
        let usual = distances.filter { $0 > 0 }.sorted()
        let longest = max(3 * (usual.isEmpty ? 0 : usual[usual.count / 2]), (end - start) / 48)
        var runs: [[Point]] = []
        for point in series.points {
            if let last = runs.last?.last, point.time - last.time <= longest {
                runs[runs.count - 1].append(point)
            } else {
                runs.append([point])
            }
        }
        return runs
    }

    func values(steps: Int) -> ValueAxis {
        ValueAxis(highest: series.compactMap { $0.highest?.value }.max() ?? 0, steps: steps)
    }

    /// The chart's time in words.
    var period: String {
        let zone = ["GMT", "UTC", "Etc/UTC"].contains(timeZone.identifier) ? "UTC" : timeZone.identifier
        let (from, to) = (LocalTime(start, timeZone), LocalTime(end, timeZone))
        return "\(from.date) \(from.clock) to \(to.date) \(to.clock), \(zone)"
    }

    /// The name of a series and where it was highest, for the legend.
    func summary(of series: Series) -> String {
        guard let highest = series.highest else { return "\(series.name): no data" }
        let time = LocalTime(highest.time, timeZone)
        let when = end - start > 36 * 3600 ? "\(time.day) \(time.clock)" : time.clock
        return "\(series.name): most \(CountText.text(Double(highest.value))) at \(when)"
    }
}
