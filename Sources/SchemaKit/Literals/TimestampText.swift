/// Days and instants as ISO 8601 writes them.
public enum TimestampText {
    /// Days since the beginning of 1970 of a day such as `2026-01-31`, from the year 1 to 9999.
    public static func days(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
            let day = number(parts[2]), year >= 1, (1...12).contains(month), day >= 1,
            day <= length(of: month, in: year)
        else { return nil }
        // Counted in years that begin in March, so that the leap day comes last (Howard Hinnant's days_from_civil).
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Microseconds since the beginning of 1970 of an instant such as `2026-01-31T12:00:00.5+01:00`. The zone is required.
    static func microseconds(_ text: String) -> Int64? {
        let halves = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
        guard halves.count == 2, let days = days(halves[0]) else { return nil }
        guard let zoneStart = halves[1].firstIndex(where: { "Z+-".contains($0) }),
            let time = timeOfDay(halves[1][..<zoneStart]), let offset = offset(halves[1][zoneStart...])
        else { return nil }
        let instant = days * 86_400_000_000 + time - offset
        return (-62_135_596_800_000_000..<253_402_300_800_000_000).contains(instant) ? instant : nil
    }

    /// An instant as `2026-01-31 12:00:00.5+00`.
    public static func text(_ microseconds: Int64) -> String {
        let (days, rest) = floorDivide(microseconds, 86_400_000_000)
        let (seconds, fraction) = floorDivide(rest, 1_000_000)
        // The day of a number of days, in years that begin in March (Howard Hinnant's civil_from_days).
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let date = [padded(year, 4), padded(month, 2), padded(day, 2)].joined(separator: "-")
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return date + " " + time + (fraction == 0 ? "" : "." + padded(fraction, 6)) + "+00"
    }

    /// An instant as a number of seconds since the beginning of 1970.
    public static func seconds(_ microseconds: Int64) -> String {
        let (seconds, fraction) = (microseconds.magnitude / 1_000_000, Int64(microseconds.magnitude % 1_000_000))
        return (microseconds < 0 ? "-" : "") + "\(seconds)" + (fraction == 0 ? "" : "." + padded(fraction, 6))
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func timeOfDay(_ text: Substring) -> Int64? {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        let parts = pieces[0].split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(pieces.count), (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }),
            let hour = number(parts[0]), let minute = number(parts[1]), hour < 24, minute < 60
        else { return nil }
        guard let second = parts.count == 3 ? number(parts[2]) : 0, second < 60 else { return nil }
        var fraction: Int64 = 0
        if pieces.count == 2 {
            guard parts.count == 3, (1...6).contains(pieces[1].utf8.count), let digits = number(pieces[1]) else {
                return nil
            }
            fraction = (pieces[1].utf8.count..<6).reduce(digits) { value, _ in value * 10 }
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    private static func offset(_ text: Substring) -> Int64? {
        if text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2], let hours = number(parts[0]), let minutes = number(parts[1]),
            hours < 24, minutes < 60
        else { return nil }
        let offset = (hours * 60 + minutes) * 60_000_000
        return text.hasPrefix("-") ? -offset : offset
    }

    private static func length(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ text: some StringProtocol) -> Int64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(text) : nil
    }
}
