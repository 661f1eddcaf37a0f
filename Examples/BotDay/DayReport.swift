import Foundation
import RoseyDatabase
import RoseyModels
import RoseyRuntime
import TerminalText
import TimeChart

/// What the database says about the day.
struct DayReport {
    let rosey: RoseyDatabase
    let tally: Replay.Tally
    /// In Unix seconds.
    let start: Int

    func print(on display: TerminalDisplay) async throws {
        try await printChatters()
        try await printPeaks()
        try await printMessages()
        let history = try await rosey.userCountHistory(hours: 24)
        let chart = TimeChart(
            title: "Users over the day",
            series: [
                .init("chat users", history.map { .init(time: $0.timestamp, value: $0.chatUsers) }),
                .init("connected users", history.map { .init(time: $0.timestamp, value: $0.connectedUsers) }),
            ], from: start, to: start + Day.length)
        Swift.print(chart.terminalText(width: display.width, hasColor: display.hasColor))
    }

    private func printChatters() async throws {
        var table = TextTable(header: ["Top chatters", "Lines", "Connected"], alignments: [.left, .right, .right])
        for chatter in try await rosey.topChatters() {
            let seconds = try await rosey.userStats(chatter.username)?.totalTimeConnected ?? 0
            let time = Duration.seconds(seconds).formatted(.time(pattern: .hourMinute))
            table.rows.append([chatter.username, "\(chatter.lines)", time])
        }
        Swift.print(table.text)
        Swift.print("\(try await rosey.totalUsersSeen()) users were seen, who wrote \(tally.lines) lines.\n")
    }

    private func printPeaks() async throws {
        var table = TextTable(header: ["Peaks", "Most", "At (UTC)"], alignments: [.left, .right, .left])
        for (name, mark) in [
            ("Chat users", try await rosey.highWaterMark()),
            ("Connected users", try await rosey.highWaterMarkConnected()),
        ] {
            let time = mark.timestamp.map { DayReport.clock($0) } ?? "never"
            table.rows.append([name, "\(mark.value)", time])
        }
        Swift.print(table.text + "\n")
    }

    private func printMessages() async throws {
        // After three failures nobody tries again.
        let messages = rosey.database.outboundMessages
        let waiting = try await messages.where { $0.sent == false && $0.retryCount < 3 }.count()
        let givenUp = try await messages.where { $0.sent == false && $0.retryCount >= 3 }.count()
        var table = TextTable(header: ["Messages", ""], alignments: [.left, .right])
        table.rows = [
            ["Queued", "\(tally.queued)"], ["Sent", "\(tally.sent)"],
            ["Failed tries", "\(tally.refused)"], ["Failed for good", "\(tally.abandoned + givenUp)"],
            ["Waiting", "\(waiting)"],
        ]
        Swift.print(table.text + "\n")
    }

    private static func clock(_ time: Int) -> String {
        Date(timeIntervalSince1970: Double(time)).formatted(.iso8601.time(includingFractionalSeconds: false))
    }
}
