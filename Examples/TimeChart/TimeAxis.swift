import Foundation

/// A time with marks where a clock on the wall shows a round time, also across a change of daylight saving.
struct TimeAxis {
    struct Tick: Hashable {
        /// In Unix seconds.
        let time: Int
        let label: String
    }

    let ticks: [Tick]

    /// - Parameter count: how many marks there are at most, or about one more.
    init(from start: Int, to end: Int, _ timeZone: TimeZone, atMost count: Int) {
        let span = end - start
        let step = Self.steps.first { span / $0 <= max(count, 1) } ?? span
        ticks = Self.times(from: start, to: end, timeZone, every: step).map { time in
            let local = LocalTime(time, timeZone)
            let label =
                if step >= 86400 { span > 300 * 86400 ? local.date : local.day } else {
                    // In a chart of days, midnight says which.
                    span > 36 * 3600 && local.isMidnight ? local.day : local.clock
                }
            return Tick(time: time, label: label)
        }
    }

    private static let day = 86400
    private static let steps =
        [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map { $0 * 60 }
        + [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap { [$0, 2 * $0, 5 * $0] }.map { $0 * day }

    /// The times when the local time is a multiple of the step, between one change of the clock and the next.
    private static func times(from start: Int, to end: Int, _ timeZone: TimeZone, every step: Int) -> [Int] {
        var times: [Int] = []
        var from = start
        while from <= end {
            let date = Date(timeIntervalSince1970: Double(from))
            let change = timeZone.nextDaylightSavingTimeTransition(after: date)
                .map { Int($0.timeIntervalSince1970.rounded(.up)) }
            let next = min(max(change ?? .max, from + 1), end + 1)
            let offset = timeZone.secondsFromGMT(for: date)
            let late = (from + offset) % step
            let first = from + (late > 0 ? step - late : -late)
            times += stride(from: first, to: next, by: step)
            from = next
        }
        return times
    }
}
