import ArgumentParser
import Foundation
import RoseyConfiguration
import RoseyModels
import RoseyRuntime
import TerminalText
import TimeChart

/// How many users a bot has counted over the last hours.
struct UserChart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart", abstract: "Draws how many users were in chat and connected. Changes nothing.")

    @Option(
        help:
            "The database, as sqlite:///file.db or postgresql://user@host/name. Overrides the environment and config.json."
    )
    var databaseURL: String?

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

    func run() async throws {
        var settings = try await DatabaseSettings(url: databaseURL.map { try DatabaseURL($0) })
        settings.configuration.sqlite.mode = .readOnly
        // The file is the bot's own, if it is anybody's.
        settings.configuration.sqlite.isExclusive = false
        let database = try await Database.open(settings.url, configuration: settings.configuration)
        do {
            try await draw(database)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func draw(_ database: Database) async throws {
        // The same moment for what is asked for and for what is drawn.
        let now = Int(Date().timeIntervalSince1970)
        let start = now - hours * 3600
        let counts = try await database.userCountHistory.where { $0.timestamp >= start }
            .order { [$0.timestamp.ascending, $0.id.ascending] }
            .fetchAll().map {
                Count(timestamp: $0.timestamp, chatUsers: $0.chatUsers, connectedUsers: $0.connectedUsers)
            }
        if let svg { try write(chart(counts, now), to: svg) }
        if json {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let report = Report(database: "\(database.url)", from: start, to: now, counts: counts)
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else if counts.isEmpty {
            print("no user counts in the last \(hours == 1 ? "hour" : "\(hours) hours") of \(database.url)")
        } else if svg == nil {
            let display = TerminalDisplay.standardOutput()
            print(chart(counts, now).terminalText(width: display.width, hasColor: display.hasColor))
        }
    }

    private func chart(_ counts: [Count], _ now: Int) -> TimeChart {
        TimeChart(
            title: "Users",
            series: [
                .init("chat users", counts.map { .init(time: $0.timestamp, value: $0.chatUsers) }),
                .init("connected users", counts.map { .init(time: $0.timestamp, value: $0.connectedUsers) }),
            ], from: now - hours * 3600, to: now, timeZone: timeZone)
    }

    private func write(_ chart: TimeChart, to path: String) throws {
        do {
            try Data(chart.svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw UnwritableFile(path: path, reason: error.localizedDescription)
        }
        // Beside the JSON, if that is the result.
        let output = json ? FileHandle.standardError : FileHandle.standardOutput
        output.write(Data("wrote \(path)\n".utf8))
    }
}

private struct UnwritableFile: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path) cannot be written: \(reason)" }
}
