/// A day of the Gregorian calendar, from the year 1 to 9999, without a time of day or a time zone.
///
/// It is what a column of type `date` holds. In JSON, and on SQLite, it is its ISO 8601 text: `2026-01-31`.
public struct CalendarDate: Hashable, Sendable {
    /// Days since 1 January 1970; before it the number is negative.
    public let daysSince1970: Int32

    public static let earliest = CalendarDate(unchecked: -719_162)
    public static let latest = CalendarDate(unchecked: 2_932_896)

    @inlinable
    init(unchecked days: Int32) {
        daysSince1970 = days
    }

    /// The day so many days after 1 January 1970, or `nil` outside the years 1 to 9999.
    @inlinable
    public init?(daysSince1970 days: Int) {
        guard (-719_162...2_932_896).contains(days) else { return nil }
        self.init(unchecked: Int32(days))
    }

    /// The day so many days after 1 January 1970, or the nearest one in the years 1 to 9999.
    @inlinable
    public init(clampingDaysSince1970 days: Int) {
        self.init(unchecked: Int32(min(max(days, -719_162), 2_932_896)))
    }

    /// The day, or `nil` where there is none: 2026-02-29, or one outside the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else { return nil }
        // Counted in years that begin in March, so that the leap day comes last (Howard Hinnant's days_from_civil).
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        self.init(
            unchecked: Int32(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468))
    }

    /// The day of an ISO 8601 text such as `2026-01-31`, or `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var year: Int { civil.year }
    /// From 1 to 12.
    public var month: Int { civil.month }
    /// From 1 to 31.
    public var day: Int { civil.day }

    /// The day so many days later, or earlier for a negative number; `nil` outside the years 1 to 9999.
    public func adding(days: Int) -> CalendarDate? {
        let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
        return overflow ? nil : CalendarDate(daysSince1970: sum)
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let days = Int(daysSince1970) + 719_468
        let (era, dayOfEra) = (days / 146_097, days % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDate: Comparable {
    @inlinable
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `2026-01-31`
    public var description: String {
        let (year, month, day) = civil
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = "\(number)"
            return String(repeating: "0", count: width - digits.utf8.count) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension CalendarDate: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day such as 2026-01-31")
        }
        self = date
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
