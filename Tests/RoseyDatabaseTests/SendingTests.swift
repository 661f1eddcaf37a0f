import RoseyDatabase
import RoseyModels
import RoseyRuntime
import Synchronization
import TestDatabases
import Testing

/// Messages are sent, each by one bot.
@Suite(.timeLimit(.minutes(5)))
struct SendingTests {
    /// What was sent, by whomever.
    private final class SentIDs: Sendable {
        private let ids = Mutex<[Int]>([])

        var all: [Int] { ids.withLock { $0 } }

        func append(_ id: Int) { ids.withLock { $0.append(id) } }
    }

    @Test(arguments: Storage.both)
    func sendingByOneBot(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            for text in ["a", "b", "c", "d"] { try await rosey.enqueueOutboundMessage(text) }
            clock.now += 7200
            let tried = try await rosey.sendOutboundMessages(limit: 3) { message in
                switch message.message {
                case "a": .failed("no network")
                case "b": .failed("too long", isPermanent: true)
                default: .sent
                }
            }
            #expect(tried.map(\.message) == ["a", "b", "c"], "what fails is not tried again at once")
            let rows = try await rosey.database.outboundMessages.order { $0.id.ascending }.fetchAll()
            #expect(rows.map(\.sent) == [false, true, true, false])
            #expect(rows.map(\.sentTimestamp) == [nil, clock.now, clock.now, nil])
            #expect(rows.map(\.errorMessage) == ["no network", "too long", nil, nil])
            struct Broken: Error {}
            await #expect(throws: Broken.self) {
                try await rosey.sendOutboundMessages { message in
                    if message.message == "d" { throw Broken() }
                    return .sent
                }
            }
            let left = try await rosey.unsentOutboundMessages().map(\.message)
            #expect(left == ["d"], "a was sent, d waits as before")
            for limit in [0, -1] {
                let none = try await rosey.sendOutboundMessages(limit: limit) { _ in .sent }
                #expect(none.isEmpty)
            }
        }
    }

    /// Eight bots send what is queued while more comes: each message once.
    @Test(arguments: Storage.shared)
    func sendingByManyBots(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let sent = SentIDs()
            let count = 80
            let queue = try await RoseyDatabase.open(url: url, configuration: .patient)
            for number in 0..<count / 2 { try await queue.enqueueOutboundMessage("message \(number)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let bot = try await RoseyDatabase.open(url: url, configuration: .patient)
                        while sent.all.count < count {
                            try await bot.sendOutboundMessages(limit: 5) { message in
                                await Task.yield()
                                sent.append(message.id)
                                return .sent
                            }
                            try await Task.sleep(for: .milliseconds(5))
                        }
                        await bot.database.close()
                    }
                }
                group.addTask {
                    for number in count / 2..<count { try await queue.enqueueOutboundMessage("message \(number)") }
                }
                try await group.waitForAll()
            }
            await queue.database.close()
            let ids = sent.all
            #expect(ids.count == count)
            #expect(Set(ids).count == count, "none twice")
        }
    }
}
