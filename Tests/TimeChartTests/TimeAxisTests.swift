import Foundation
import Testing

@testable import TimeChart

@Suite struct TimeAxisTests {
    private func labels(_ start: Int, hours: Int, _ zone: String, atMost count: Int = 8) throws -> [String] {
        let zone = try #require(TimeZone(identifier: zone))
        return TimeAxis(from: start, to: start + hours * hour, zone, atMost: count).ticks.map(\.label)
    }

    @Test func roundTimes() throws {
        #expect(
            try labels(midnight, hours: 24, "GMT")
                == ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"])
        #expect(try labels(midnight + 100, hours: 1, "GMT") == ["00:10", "00:20", "00:30", "00:40", "00:50", "01:00"])
        // India is half an hour off.
        #expect(
            try labels(midnight, hours: 12, "Asia/Kolkata") == ["06:00", "08:00", "10:00", "12:00", "14:00", "16:00"])
        #expect(
            try labels(midnight, hours: 72, "GMT", atMost: 6) == [
                "22 Nov", "12:00", "23 Nov", "12:00", "24 Nov", "12:00", "25 Nov",
            ])
        #expect(
            try labels(midnight, hours: 24 * 8, "GMT") == [
                "22 Nov", "23 Nov", "24 Nov", "25 Nov", "26 Nov", "27 Nov", "28 Nov", "29 Nov", "30 Nov",
            ])
        #expect(try labels(midnight, hours: 24 * 365, "GMT", atMost: 3).allSatisfy { $0.contains("202") })
    }

    /// 29 March 2026: two o'clock is three o'clock.
    @Test func anHourIsLeftOut() throws {
        let start = 1_774_738_800
        #expect(
            try labels(start, hours: 6, "Europe/Berlin") == [
                "00:00", "01:00", "03:00", "04:00", "05:00", "06:00", "07:00",
            ])
        #expect(
            try labels(start, hours: 23, "Europe/Berlin")
                == ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"])
    }

    /// 25 October 2026: there are two hours that begin at two.
    @Test func anHourComesTwice() throws {
        let start = 1_792_879_200
        #expect(
            try labels(start, hours: 6, "Europe/Berlin")
                == ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00", "05:00"])
        #expect(
            try labels(start, hours: 25, "Europe/Berlin", atMost: 9)
                == ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"])
        let chart = TimeChart(
            title: "Users", series: [.init("users", [.init(time: start, value: 1)])], from: start,
            to: start + 25 * hour,
            timeZone: try #require(TimeZone(identifier: "Europe/Berlin")))
        #expect(chart.period == "25 Oct 2026 00:00 to 26 Oct 2026 00:00, Europe/Berlin")
    }

    @Test(arguments: [
        (0.0, "0"), (9999, "9999"), (10_000, "10k"), (12_345, "12.35k"), (12_300, "12.3k"), (1_050_000, "1.05M"),
        (999_999, "1M"), (9.3e18, "9.3E"), (1e19, "10E"),
    ])
    func counts(_ count: Double, _ text: String) {
        #expect(CountText.text(count) == text)
    }

    @Test(arguments: [
        (0, 1.0), (1, 1), (5, 5), (7, 8), (59, 60), (61, 80), (103, 120), (1001, 1200), (.max, 1e19), (.min, 1),
    ])
    func tops(_ highest: Int, _ top: Double) {
        #expect(ValueAxis(highest: highest, steps: 6).top == top)
    }
}
