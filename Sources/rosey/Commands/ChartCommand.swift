import ArgumentParser
import Foundation
import RoseyRuntime
import TerminalText
import TimeChart

struct ChartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart", abstract: "Draws what the bot has recorded.", subcommands: [UserCounts.self])

    struct UserCounts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "user-counts",
            abstract: "Draws how many users were in chat and connected. Changes nothing.")

        @OptionGroup var project: Project
        @OptionGroup var source: DatabaseSource

        @Option(help: "How many hours to look back.")
        var hours = 24

        @Option(
            help: ArgumentHelp("The time zone of the labels, such as Europe/Berlin.", valueName: "identifier"),
            transform: Self.timeZone)
        var timeZone = TimeZone.gmt

        @Option(help: ArgumentHelp("Write the chart to this file as SVG instead.", valueName: "file"))
        var svg: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (1...Self.mostHours).contains(hours) else {
                throw ValidationError("--hours takes a number from 1 to \(Self.mostHours), which is ten years.")
            }
        }

        private static let mostHours = 87_660

        private static func timeZone(_ identifier: String) throws -> TimeZone {
            if identifier == "UTC" { return .gmt }
            guard let zone = TimeZone(identifier: identifier) else {
                throw ValidationError("There is no time zone '\(identifier)'; they are named as in Europe/Berlin.")
            }
            return zone
        }

        private struct Count: Encodable {
            let timestamp: Int
            let chatUsers: Int
            let connectedUsers: Int
        }

        private struct Report: Encodable {
            let database: String
            let from: Int
            let to: Int
            let counts: [Count]
        }

        // By SQL, since this program must be there whatever becomes of the models that are generated with it.
        private static let query = Statement(
            """
            SELECT "timestamp", "chat_users", "connected_users" FROM "user_count_history"
            WHERE "timestamp" >= ? ORDER BY "timestamp", "id"
            """, .read, table: "user_count_history")

        func run() async throws {
            try await source.withDatabase(of: project, mode: .readOnly) { database in
                // The same moment for what is asked for and for what is drawn.
                let now = Int(Date().timeIntervalSince1970)
                let start = now - hours * 3600
                let history = try await database.session.fetchAll(Self.query, { $0.bind(start, at: 1) }) { row in
                    Count(timestamp: try row.int(0), chatUsers: try row.int(1), connectedUsers: try row.int(2))
                }
                if let svg { try write(chart(history, now), to: svg) }
                if json {
                    try JSONOutput.print(
                        Report(database: "\(database.url)", from: start, to: now, counts: history))
                } else if history.isEmpty {
                    print("no user counts in the last \(hours == 1 ? "hour" : "\(hours) hours") of \(database.url)")
                } else if svg == nil {
                    let display = TerminalDisplay.standardOutput()
                    // It has colours.
                    StandardOutput.write(
                        chart(history, now).terminalText(width: display.width, hasColor: display.hasColor) + "\n")
                }
            }
        }

        private func chart(_ history: [Count], _ now: Int) -> TimeChart {
            TimeChart(
                title: "Users",
                series: [
                    .init("chat users", history.map { .init(time: $0.timestamp, value: $0.chatUsers) }),
                    .init("connected users", history.map { .init(time: $0.timestamp, value: $0.connectedUsers) }),
                ], from: now - hours * 3600, to: now, timeZone: timeZone)
        }

        private func write(_ chart: TimeChart, to path: String) throws {
            do {
                try Data(chart.svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw Refusal("\(path) cannot be written: \(error.localizedDescription)")
            }
            // Beside the JSON, if that is the result.
            if json { StandardError.print("wrote \(path)") } else { print("wrote \(path)") }
        }
    }
}
