import Foundation

/// A time as a clock and a calendar on a wall show it.
struct LocalTime {
    private let components: DateComponents
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    init(_ time: Int, _ timeZone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        components = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(time)))
    }

    /// Such as `09:30`.
    var clock: String { "\(Self.twoDigits(components.hour)):\(Self.twoDigits(components.minute))" }

    var isMidnight: Bool { components.hour == 0 && components.minute == 0 }

    /// Such as `22 Nov`.
    var day: String { "\(components.day ?? 1) \(Self.months[((components.month ?? 1) - 1) % 12])" }

    /// Such as `22 Nov 2026`.
    var date: String { "\(day) \(components.year ?? 0)" }

    private static func twoDigits(_ number: Int?) -> String {
        let number = number ?? 0
        return number < 10 ? "0\(number)" : "\(number)"
    }
}
