import RoseyDatabase
import RoseyModels
import RoseyRuntime
import TestDatabases
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UserTests {
    @Test(arguments: Storage.both)
    func comingAndGoing(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            try await rosey.userJoined("alice")
            let start = clock.now
            #expect(
                try await rosey.userStats("alice")
                    == UserStats(
                        .init(username: "alice", firstSeen: start, lastSeen: start, currentSessionStart: start)))
            clock.now += 100
            try await rosey.userLeft("alice")
            var alice = try await rosey.userStats("alice")
            #expect(
                alice?.totalTimeConnected == 100 && alice?.lastSeen == start + 100 && alice?.currentSessionStart == nil)
            // Gone already; and somebody who was never here.
            clock.now += 50
            try await rosey.userLeft("alice")
            try await rosey.userLeft("nobody")
            #expect(try await rosey.userStats("alice") == alice)
            #expect(try await rosey.userStats("nobody") == nil)
            // Coming again without having gone drops the time so far.
            try await rosey.userJoined("alice")
            clock.now += 10
            try await rosey.userJoined("alice")
            clock.now += 1
            try await rosey.userLeft("alice")
            alice = try await rosey.userStats("alice")
            #expect(alice?.totalTimeConnected == 101 && alice?.firstSeen == start)
            // A clock that is set back takes nothing away, and a session that began at 0 ends like any other.
            clock.now = 0
            try await rosey.userJoined("alice")
            clock.now = -5
            try await rosey.userLeft("alice")
            #expect(try await rosey.userStats("alice")?.totalTimeConnected == 101)
            #expect(try await rosey.userStats("alice")?.currentSessionStart == nil)
            clock.now = 0
            try await rosey.userJoined("alice")
            clock.now = 7
            try await rosey.userLeft("alice")
            #expect(try await rosey.userStats("alice")?.totalTimeConnected == 108)
        }
    }

    @Test(arguments: Storage.both)
    func names(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, _ in
            for call in [rosey.userJoined, rosey.userLeft] {
                await #expect(throws: RoseyDatabaseError.emptyUsername) { try await call("") }
            }
            await #expect(throws: RoseyDatabaseError.emptyUsername) {
                try await rosey.userChatMessage("", message: "x")
            }
            await #expect(throws: RoseyDatabaseError.emptyUsername) { try await rosey.logUserAction("", "x") }
            let long = String(repeating: "é", count: 51)
            let error = try await databaseError { try await rosey.userJoined(long) }
            #expect(error?.code == .tooLong)
            try await rosey.userJoined(String(repeating: "é", count: 50))
            // Case, and spellings that only look alike, are other users.
            for name in ["Bob", "bob", "e\u{301}", "\u{e9}"] { try await rosey.userJoined(name) }
            #expect(try await rosey.totalUsersSeen() == 5)
        }
    }

    @Test(arguments: Storage.both)
    func chat(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            try await rosey.userJoined("alice")
            try await rosey.userChatMessage("alice", message: "one")
            clock.now += 1
            try await rosey.userChatMessage("alice", message: "")
            try await rosey.userChatMessage("alice")
            // Unknown users get no row, but what they say is kept. The server's lines are not.
            try await rosey.userChatMessage("stranger", message: "two")
            try await rosey.userJoined("SERVER")
            try await rosey.userChatMessage("SERVER", message: "not kept")
            try await rosey.userChatMessage("[server]", message: "three")
            try await rosey.userChatMessage("ſerver", message: "four")
            #expect(try await rosey.userStats("alice")?.totalChatLines == 3)
            #expect(try await rosey.userStats("SERVER")?.totalChatLines == 1)
            #expect(try await rosey.userStats("stranger") == nil)
            #expect(try await rosey.recentChat().map(\.message) == ["one", "two", "three", "four"])
            #expect(try await rosey.recentChat(limit: 2).map(\.message) == ["three", "four"])
            #expect(try await rosey.recentChat(limit: 0) == [])
            #expect(try await rosey.recentChat(limit: -1) == [])
            #expect(try await rosey.recentChat(sinceMinutes: 20, limit: 2).map(\.message) == ["one", "two"])
            #expect(try await rosey.recentChat(sinceMinutes: 0).map(\.message) == ["two", "three", "four"])
            #expect(try await rosey.recentChat(sinceMinutes: .max).count == 4)
            #expect(try await rosey.recentChat(sinceMinutes: .min) == [])
            // Exactly 150 hours old is not too old; and only a message that is kept tidies up.
            clock.now += 150 * 3600 - 1
            try await rosey.userChatMessage("alice", message: "five")
            #expect(try await rosey.recentChat(limit: 9).map(\.message).first == "one")
            clock.now += 1
            try await rosey.userChatMessage("alice")
            #expect(try await rosey.recentChat(limit: 9).count == 5)
            try await rosey.userChatMessage("alice", message: "six")
            #expect(try await rosey.recentChat(limit: 9).map(\.message) == ["two", "three", "four", "five", "six"])
        }
    }

    @Test(arguments: Storage.both)
    func topChatters(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, _ in
            for (name, lines) in [("b", 2), ("a", 2), ("c", 5), ("quiet", 0)] {
                try await rosey.userJoined(name)
                for _ in 0..<lines { try await rosey.userChatMessage(name) }
            }
            #expect(
                try await rosey.topChatters() == [
                    Chatter(username: "c", lines: 5), Chatter(username: "a", lines: 2),
                    Chatter(username: "b", lines: 2),
                ])
            #expect(try await rosey.topChatters(limit: 1).map(\.username) == ["c"])
            #expect(try await rosey.topChatters(limit: 0) == [])
            try await rosey.logUserAction("a", "pm_command", details: "help")
            #expect(try await rosey.database.userActions.fetchAll().map(\.details) == ["help"])
        }
    }

    /// Many bots at once: the database counts.
    @Test(arguments: Storage.shared)
    func manyBots(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let clock = TestClock()
            var bots: [RoseyDatabase] = []
            for _ in 0..<4 {
                bots.append(try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, bot) in bots.enumerated() {
                    group.addTask {
                        try await bot.userJoined("alice")
                        for round in 0..<25 {
                            try await bot.userChatMessage("alice", message: "\(number) \(round)")
                            try await bot.updateHighWaterMark(users: number * 25 + round, connected: 200 - round)
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Those who came before the row was there counted nothing; everybody came first.
            #expect(try await bots[0].userStats("alice")?.totalChatLines == 100)
            #expect(try await bots[0].recentChat(limit: 1000).count == 100)
            #expect(try await bots[0].highWaterMark().value == 99)
            #expect(try await bots[0].highWaterMarkConnected().value == 200)
            for bot in bots { await bot.database.close() }
        }
    }

    @Test(arguments: Storage.shared)
    func closing(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let clock = TestClock()
            let rosey = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
            try await rosey.userJoined("alice")
            try await rosey.userJoined("bob")
            clock.now += 60
            try await rosey.userLeft("bob")
            clock.now += 60
            try await rosey.close()
            try await rosey.close()
            let error = try await databaseError { try await rosey.userJoined("carol") }
            #expect(error?.code == .closed)
            let again = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
            #expect(try await again.userStats("alice")?.totalTimeConnected == 120)
            #expect(try await again.userStats("bob")?.totalTimeConnected == 60)
            try await again.close()
        }
    }
}
