import Foundation
import RoseyDatabase
import RoseyModels
import RoseyRuntime
import SoakTraffic
import TestDatabases
import TestSupport
import Testing

/// Eight bots at once on one database, four of them in two other processes. Short, unless `ROSEY_SOAK_SECONDS` says how long;
/// `ROSEY_TEST_SEED` repeats what each bot does, though not how they meet.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct SoakTests {
    @Test(arguments: Storage.shared)
    func eightBots(_ storage: Storage) async throws {
        let seed = SeededGenerator().seed
        let length = SoakLength()
        print("soak on \(storage): seed \(seed), \(length)")
        try await storage.withURL { url in
            try await prepare(url)
            async let these = SoakBot.run(0..<4, url: url, seed: seed, length)
            async let some = soakBots(4..<6, url, seed)
            async let others = soakBots(6..<8, url, seed)
            let ledgers = try await these + some + others
            #expect(ledgers.count == 8)

            // The sessions that are open end by the clock of the bot that closes.
            let clock = TestClock((ledgers.map(\.now).max() ?? 0) + 100)
            let rosey = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
            try await rosey.close()
            let again = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
            try await compare(again, ledgers, closedAt: clock.now)
            await again.database.close()
            summarise(storage, ledgers)
        }
    }

    /// All bots hear some users, who are there from the start.
    private func prepare(_ url: String) async throws {
        let clock = TestClock(SoakBot.start)
        let rosey = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
        for user in SoakBot.sharedUsers {
            try await rosey.userJoined(user)
            try await rosey.userLeft(user)
        }
        await rosey.database.close()
    }

    private func soakBots(_ bots: Range<Int>, _ url: String, _ seed: UInt64) async throws -> [SoakLedger] {
        let ended = try await ChildProcess.run(
            buildFolder + "/soak-bot", [url, "\(seed)", "\(bots.lowerBound)", "\(bots.count)"])
        try #require(ended.status == 0, "\(ended.error)")
        return try JSONDecoder().decode([SoakLedger].self, from: Data(ended.output.utf8))
    }

    private func compare(_ rosey: RoseyDatabase, _ ledgers: [SoakLedger], closedAt end: Int) async throws {
        // Lines, and the time connected.
        var lines: [String: Int] = [:]
        var connected: [String: Int] = [:]
        for ledger in ledgers {
            lines.merge(ledger.lines, uniquingKeysWith: +)
            connected.merge(ledger.connected, uniquingKeysWith: +)
            for (user, start) in ledger.sessions { connected[user, default: 0] += end - start }
        }
        for user in SoakBot.sharedUsers { connected[user] = 0 }
        let users = try await rosey.database.userStats.fetchAll()
        #expect(Set(users.map(\.username)) == Set(connected.keys))
        for user in users {
            #expect(user.totalChatLines == lines[user.username] ?? 0, "lines of \(user.username)")
            #expect(user.totalTimeConnected == connected[user.username], "time of \(user.username)")
            #expect(user.currentSessionStart == nil)
        }

        // What is only added.
        #expect(try await rosey.database.recentChat.count() == sum(ledgers, \.messages))
        #expect(try await rosey.database.userCountHistory.count() == sum(ledgers, \.counts))
        #expect(try await rosey.database.userActions.count() == sum(ledgers, \.actions))

        // The marks.
        try compare(await rosey.highWaterMark(), ledgers.map(\.users))
        try compare(await rosey.highWaterMarkConnected(), ledgers.map(\.connections))

        // Messages: each is there, and sent once at most.
        let messages = try await rosey.database.outboundMessages.fetchAll()
        let sent = ledgers.flatMap(\.sent)
        #expect(messages.map(\.id).sorted() == ledgers.flatMap(\.queued).sorted())
        #expect(Set(sent).count == sent.count, "some messages were sent twice")
        #expect(messages.filter(\.sent).map(\.id).sorted() == sent.sorted())
        #expect(messages.map(\.retryCount).reduce(0, +) == sum(ledgers, \.failures))
    }

    private func compare(_ mark: HighWaterMark, _ seen: [SoakLedger.Mark]) throws {
        let highest = seen.map(\.value).max() ?? 0
        #expect(mark.value == highest)
        let times = seen.filter { $0.value == highest }.flatMap(\.times)
        #expect(times.contains(try #require(mark.timestamp)))
    }

    private func sum(_ ledgers: [SoakLedger], _ number: KeyPath<SoakLedger, Int>) -> Int {
        ledgers.reduce(0) { $0 + $1[keyPath: number] }
    }

    private func summarise(_ storage: Storage, _ ledgers: [SoakLedger]) {
        let lines = ledgers.flatMap(\.lines.values).reduce(0, +)
        print(
            "soak on \(storage): \(sum(ledgers, \.operations)) operations (\(ledgers.map(\.operations))), \(lines) lines, "
                + "\(ledgers.flatMap(\.queued).count) messages queued, \(ledgers.flatMap(\.sent).count) sent, "
                + "\(sum(ledgers, \.failures)) failures")
    }
}
