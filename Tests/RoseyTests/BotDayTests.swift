import Foundation
import TestDatabases
import TestSupport
import Testing

/// The example `bot-day`, run as a process.
@Suite struct BotDayTests {
    private func day(_ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/bot-day", arguments, environment: ["PATH": "/usr/bin:/bin"])
    }

    /// Without what differs from run to run: addresses and the duration.
    private func report(_ output: String) -> String {
        output.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("Seed 7") && !$0.hasPrefix("The same ") && !$0.contains(" events in ") }.joined(
                separator: "\n")
    }

    @Test func theSameOnBothDatabases() async throws {
        var reports: [String] = []
        for storage in Storage.shared {
            try await storage.withURL { url in
                let run = try await day("--seed", "7", "--users", "25", "--date", "2026-11-22", "--database", url)
                #expect(run.status == 0, "\(run)")
                #expect(run.output.hasPrefix("Seed 7, 25 users, "))
                // Progress is beside the report, in plain lines.
                #expect(run.error.contains("20:00  ") && !run.error.contains("\u{1b}"))
                for part in [
                    "Top chatters", "fr33_c01ns", "Connected users", "Queued", "Waiting", "Users over the day",
                ] {
                    #expect(run.output.contains(part), "\(part)")
                }
                reports.append(report(run.output))
            }
        }
        #expect(Set(reports).count == 1)
    }

    @Test func aDatabaseInUseIsLeftAlone() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url("bot.db")
        #expect(try await day("--users", "3", "--database", url).status == 0)
        let again = try await day("--users", "3", "--database", url)
        #expect(again.status == 1 && again.error.contains("there are users in "), "\(again)")
        #expect(try await day("--users", "0").status == 64)
        #expect(try await day("--date", "yesterday").status == 64)
    }
}
