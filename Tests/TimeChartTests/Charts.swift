import Foundation
import TimeChart

/// 22 November 2026 at midnight, UTC.
let midnight = 1_795_305_600
let hour = 3600
let day = 86400

/// A chart of one series, which has these values at times counted from midnight.
func chart(
    _ points: [(Int, Int)], hours: Int = 24, zone: String = "GMT", title: String = "Users", name: String = "users"
) -> TimeChart {
    TimeChart(
        title: title, series: [.init(name, points.map { .init(time: midnight + $0.0, value: $0.1) })],
        from: midnight, to: midnight + hours * hour, timeZone: TimeZone(identifier: zone) ?? .gmt)
}

/// Two series of a day with a break at night, a point every half hour.
let fullDay: TimeChart = {
    let halves = (0...48).filter { !(6..<10).contains($0) }
    func wave(_ low: Int, _ high: Int) -> [TimeChart.Point] {
        halves.map { half in
            let distance = abs(half - 40)
            return .init(time: midnight + half * hour / 2, value: max(low, high - distance * (high - low) / 30))
        }
    }
    return TimeChart(
        title: "Users", series: [.init("chat users", wave(2, 40)), .init("connected users", wave(6, 58))],
        from: midnight, to: midnight + day)
}()
