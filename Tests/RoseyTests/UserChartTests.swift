import Foundation
import RoseyDatabase
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// The example `bot-day chart`, run as a process beside a bot's database.
@Suite struct UserChartTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func chart(_ url: String, _ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/bot-day", ["chart", "--database-url", url] + arguments, in: folder.path,
            environment: ["PATH": "/usr/bin:/bin"])
    }

    /// Notes counts as so many minutes ago.
    private func note(_ counts: [(minutes: Int, users: Int)], _ url: String) async throws {
        let now = Int(Date().timeIntervalSince1970)
        for count in counts {
            let rosey = try await RoseyDatabase.open(
                url: url, configuration: .patient, clock: UnixClock { now - count.minutes * 60 })
            try await rosey.logUserCount(chatUsers: count.users, connectedUsers: count.users * 2)
            await rosey.database.close()
        }
    }

    @Test(arguments: Storage.shared)
    func drawsWhatIsThere(_ storage: Storage) async throws {
        try await storage.withURL { url in
            try await note([], url)
            let rosey = try await RoseyDatabase.open(url: url, configuration: .patient)
            try await rosey.close()
            let empty = try await chart(url, "--hours", "1")
            #expect(empty.status == 0 && empty.output.hasPrefix("no user counts in the last hour of "), "\(empty)")

            try await note([(300, 5), (30, 20), (20, 12), (10, 7)], url)
            let day = try await chart(url)
            #expect(day.status == 0 && day.error == "", "\(day)")
            #expect(
                day.output.contains("chat users: most 20 at ") && day.output.contains("connected users: most 40 at "))
            #expect(day.output.hasPrefix("Users, ") && day.output.contains(", UTC\n") && !day.output.contains("\u{1b}"))
            let lines: [Substring] = day.output.split(separator: "\n")
            #expect(lines.dropFirst().allSatisfy { $0.count <= 80 })
            let berlin = try await chart(url, "--time-zone", "Europe/Berlin", "--hours", "72")
            #expect(berlin.output.contains(", Europe/Berlin\n"))

            let json = try await chart(url, "--json", "--hours", "2").output
            let report = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let counts = try #require(report["counts"] as? [[String: Any]])
            #expect(counts.compactMap { $0["chat_users"] as? Int } == [20, 12, 7])
            #expect(counts.compactMap { $0["connected_users"] as? Int } == [40, 24, 14])
            #expect(try #require(report["to"] as? Int) - (report["from"] as? Int ?? 0) == 7200)
        }
    }

    @Test func writesSVG() async throws {
        let url = folder.url("bot.db")
        try await note([(20, 12), (10, 7)], url)
        let run = try await chart(url, "--svg", "users.svg")
        #expect(run.output == "wrote users.svg\n", "\(run)")
        let svg = try String(contentsOfFile: folder.file("users.svg"), encoding: .utf8)
        #expect(svg.hasPrefix("<svg ") && svg.contains("chat users: most 12 at "))
        let both = try await chart(url, "--svg", "users.svg", "--json")
        #expect(both.output.hasPrefix("{") && both.error == "wrote users.svg\n")
        let nowhere = try await chart(url, "--svg", "missing/users.svg")
        #expect(nowhere.status == 1 && nowhere.error.contains("missing/users.svg cannot be written: "), "\(nowhere)")
    }

    @Test func saysWhatIsWrong() async throws {
        for hours in ["0", "-5", "87661", "x", "99999999999999999999"] {
            #expect(try await chart(folder.url("bot.db"), "--hours=\(hours)").status == 64, "\(hours)")
        }
        let zone = try await chart(folder.url("bot.db"), "--time-zone", "Nowhere")
        #expect(zone.status == 64 && zone.error.contains("no time zone 'Nowhere'"))
        // Looking makes no database, and changes none.
        let missing = try await chart(folder.url("bot.db"))
        #expect(missing.status == 1 && missing.error.contains("No such file"), "\(missing)")
        let foreign = try await Database.open(url: folder.url("foreign.db"))
        await foreign.close()
        let other = try await chart(folder.url("foreign.db"))
        #expect(other.status == 1 && other.error.contains("user_count_history"), "\(other)")
    }
}
