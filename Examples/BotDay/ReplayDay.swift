import ArgumentParser
import Foundation
import RoseyDatabase
import RoseyRuntime
import TerminalText

/// A day of the bot against a real database.
struct ReplayDay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replays a made-up day of the bot, and shows what its database says about it.",
        discussion: """
            People come, chat and leave, the bot loses its connection at night and meets a spammer in the evening, and
            messages wait to be sent. The same seed makes the same day.
            """)

    @Option(help: "What the day is made from; a new number each time without it.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp("The day, in UTC, as 2026-11-22; yesterday without it.", valueName: "day"),
        transform: Self.midnight)
    var date: Int?

    @Option(help: "How many users there are.")
    var users = 120

    @Option(
        name: .customLong("database"),
        help: ArgumentHelp(
            "An empty database, as sqlite:///file.db or postgresql://user@host/name. Without it, a new file in a "
                + "temporary folder.", valueName: "url"))
    var databaseURL: String?

    func validate() throws {
        guard (1...10_000).contains(users) else { throw ValidationError("--users takes a number from 1 to 10000.") }
    }

    func run() async throws {
        let seed = seed ?? UInt64.random(in: 0...UInt64(Int.max))
        let url = try databaseURL ?? Self.temporaryURL()
        let now = Int(Date().timeIntervalSince1970)
        // Yesterday, so that all of it has been.
        let start = date ?? (now / Day.length - 1) * Day.length
        let clock = DayClock(start)
        // After a power cut the day can be made up again.
        let configuration = DatabaseConfiguration(sqlite: .init(synchronous: .normal))
        let rosey = try await RoseyDatabase.open(url: url, configuration: configuration, clock: clock.clock)
        do {
            try await replay(seed, start, clock, rosey)
        } catch {
            await rosey.database.close()
            throw error
        }
        try await rosey.close()
        sayHowToDraw(rosey.database.url, since: start, now)
    }

    /// Only the address of a file is one that can be printed in full.
    private func sayHowToDraw(_ url: DatabaseURL, since start: Int, _ now: Int) {
        guard url.location != .sqliteMemory, now > start else { return }
        let address = url.location == .postgresql ? "" : " --database-url '\(url)'"
        print("\nThe same from the database: bot-day chart --hours \((now - start) / 3600 + 1)\(address)")
    }

    private func replay(_ seed: UInt64, _ start: Int, _ clock: DayClock, _ rosey: RoseyDatabase) async throws {
        guard try await rosey.totalUsersSeen() == 0 else {
            throw DatabaseInUse(url: rosey.database.url)
        }
        print("Seed \(seed), \(users) users, \(rosey.database.url)")
        let day = Day(users: users, seed: seed)
        var replay = Replay(rosey, seed: seed)
        var progress = ProgressLine()
        let began = ContinuousClock.now
        for event in day.events {
            clock.now = start + event.time
            try await replay.apply(event.kind, at: clock.now)
            progress.show(min(event.time, Day.length - 1), replay.tally)
        }
        clock.now = start + Day.length - 1
        progress.end()
        let duration = (ContinuousClock.now - began).formatted(
            .units(allowed: [.seconds], fractionalPart: .show(length: 1)))
        print("\(replay.tally.events) events in \(duration)\n")
        try await DayReport(rosey: rosey, tally: replay.tally, start: start).print(on: .standardOutput())
    }

    private static func midnight(_ text: String) throws -> Int {
        guard let date = try? Date(text, strategy: .iso8601.year().month().day()) else {
            throw ValidationError("'\(text)' is no day; one is written as 2026-11-22.")
        }
        return Int(date.timeIntervalSince1970)
    }

    private static func temporaryURL() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bot-day-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return DatabaseURL(sqlitePath: folder.appendingPathComponent("bot_data.db").path).string
    }
}

/// A made-up day is nothing to mix with real ones.
private struct DatabaseInUse: Error, CustomStringConvertible {
    let url: DatabaseURL

    var description: String { "there are users in \(url) already; a made-up day is for an empty database" }
}
