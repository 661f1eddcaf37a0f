import Foundation
import TestSupport
import Testing

@testable import RoseyRuntime

@Suite struct CalendarDateTests {
    @Test func edges() throws {
        #expect(CalendarDate.earliest.description == "0001-01-01" && CalendarDate.latest.description == "9999-12-31")
        #expect(CalendarDate(daysSince1970: 0)?.description == "1970-01-01")
        #expect(CalendarDate.earliest.adding(days: -1) == nil && CalendarDate.latest.adding(days: 1) == nil)
        #expect(CalendarDate.latest.adding(days: .max) == nil)
        #expect(CalendarDate(daysSince1970: -719_163) == nil && CalendarDate(daysSince1970: 2_932_897) == nil)
        #expect(
            CalendarDate(clampingDaysSince1970: .min) == .earliest
                && CalendarDate(clampingDaysSince1970: .max) == .latest)
        let leap = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        #expect(leap.year == 2024 && leap.month == 2 && leap.day == 29)
        #expect(leap < (leap.adding(days: 1) ?? leap) && leap.adding(days: 1)?.description == "2024-03-01")
        for text in [
            "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "0000-01-01", "24-01-01", "2024-1-01",
            "2024-01-01 ", "2024-01-01T00:00:00", "+024-01-01", "", "----------",
        ] {
            #expect(CalendarDate(text) == nil, "\(text)")
        }
    }

    /// The calendar is Foundation's.
    @Test func agreesWithFoundation() throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for _ in 0..<2_000 {
            // Foundation's calendar is Julian before 1582.
            let days = Int.random(in: -140_000...2_932_896, using: &generator)
            let date = try #require(CalendarDate(daysSince1970: days))
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(
                date.year == parts.year && date.month == parts.month && date.day == parts.day, "seed \(seed), \(days)")
            #expect(CalendarDate(date.description) == date, "seed \(seed), \(days)")
            #expect(CalendarDate(year: date.year, month: date.month, day: date.day) == date, "seed \(seed), \(days)")
        }
    }

    @Test func isTextInJSON() throws {
        let date = try #require(CalendarDate("2026-01-31"))
        #expect(String(decoding: try JSONEncoder().encode([date]), as: UTF8.self) == "[\"2026-01-31\"]")
        #expect(try JSONDecoder().decode([CalendarDate].self, from: Data("[\"2026-01-31\"]".utf8)) == [date])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDate].self, from: Data("[\"2026-02-30\"]".utf8))
        }
    }
}

@Suite struct JSONTests {
    @Test func meaning() {
        #expect(JSON.integer(1) == 1.0 && JSON.integer(1).hashValue == JSON.number(1).hashValue)
        #expect(JSON.integer(1) != 1.5 && JSON.integer(1) != "1" && JSON.null != false)
        #expect(JSON.integer(9_007_199_254_740_993) != .number(9_007_199_254_740_992))
        #expect((["a": 1, "b": [true, .null]] as JSON) == ["b": [true, .null], "a": 1.0])
        #expect(Set<JSON>([[1, "x"], [1.0, "x"], ["k": false], .null, true]).count == 4)
        let value: JSON = ["a": [1, ["b": "c"]], "a": 2]
        #expect(value["a"] == 2 && value["x"] == nil && value[0] == nil)
        let list: JSON = [1, ["b": "c"]]
        #expect(list[1]?["b"] == "c" && list[2] == nil && list["b"] == nil)
    }

    @Test func coding() throws {
        let value: JSON = ["n": .null, "t": true, "i": 5, "d": 0.5, "s": "a\"\\\n/é", "l": [1, []], "o": [:]]
        let text = try JSONCoding.text(value)
        #expect(text == "{\"d\":0.5,\"i\":5,\"l\":[1,[]],\"n\":null,\"o\":{},\"s\":\"a\\\"\\\\\\n/é\",\"t\":true}")
        #expect(try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) == value)
        #expect("\(value)" == text && "\(JSON.number(.nan))" == "no JSON")
        // A backslash before it makes the escape a text.
        #expect(try JSONCoding.text(["\\u0000"] as JSON) == "[\"\\\\u0000\"]")
        for refused in ["a\0", "\\\0"] as [JSON] {
            #expect(throws: DatabaseError.self) { try JSONCoding.text(refused) }
        }
        #expect(throws: DatabaseError.self) { try JSONCoding.text(JSON.number(.nan)) }
    }
}

@Suite struct NumberTests {
    @Test func decimalsAreRoundedAsPostgreSQLRounds() throws {
        for (text, scale, expected) in [
            ("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("1.0049", 2, "1"), ("9.995", 2, "10"), ("0.5", 0, "1"),
            ("-0.5", 0, "-1"), ("0.49", 0, "0"), ("123", 5, "123"), ("99.999", 1, "100"),
        ] {
            let value = try #require(Decimal(string: text))
            #expect(value.rounded(scale: scale) == Decimal(string: expected), "\(text)")
        }
        #expect(Decimal.nan.rounded(scale: 2).isNaN && Decimal.nan.doubleValue == nil)
        let half = try #require(Decimal(string: "12.5"))
        #expect(half.rounded(scale: -1) == 13 && half.rounded(scale: .min) == 13)
        #expect(half.fits(precision: 20, scale: 2) && !half.fits(precision: 2, scale: 4))
    }

    @Test func decimalsAndTheirNumbers() throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        for _ in 0..<5_000 {
            let scale = Int.random(in: 0...15, using: &generator)
            let units = Int64.random(in: -999_999_999_999_999...999_999_999_999_999, using: &generator)
            let value = Decimal(units, scale: scale)
            let number = try #require(value.doubleValue)
            #expect(Decimal(number, scale: scale) == value, "seed \(seed): \(units), \(scale)")
            #expect(Decimal(string: "\(number)") == value, "seed \(seed): \(units), \(scale)")
        }
        #expect(Decimal(.infinity, scale: 2) == nil && Decimal(1e15, scale: 2) == nil && Decimal(1, scale: 16) == nil)
    }

    @Test func instantsHaveMicroseconds() throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        for _ in 0..<5_000 {
            let microseconds = Int64.random(in: -7_570_000_000_000_000...8_580_000_000_000_000, using: &generator)
            let date = Date(microsecondsSince1970: microseconds)
            #expect(date.microsecondsSince1970 == microseconds, "seed \(seed): \(microseconds)")
            #expect(date.roundedToMicroseconds == date, "seed \(seed): \(microseconds)")
            #expect(Date.microseconds(Double(microseconds) / 1e6) == microseconds, "seed \(seed): \(microseconds)")
        }
        #expect(Date(timeIntervalSince1970: 253_402_300_800).microsecondsSince1970 == nil)
        #expect(Date(timeIntervalSince1970: -62_135_596_801).microsecondsSince1970 == nil)
        #expect(Date(timeIntervalSince1970: .nan).microsecondsSince1970 == nil)
        let far = Date(timeIntervalSince1970: 1e20)
        #expect(far.roundedToMicroseconds == far)
    }

    @Test func theBytesOfAUUID() {
        let uuid = UUID(high: 0x6ba7_b810_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8)
        #expect(uuid.uuidString == "6BA7B810-9DAD-11D1-80B4-00C04FD430C8")
    }
}
