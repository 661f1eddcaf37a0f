import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: Storage.hasPostgreSQL))
struct NotificationTests {
    /// Channels belong to the whole database, which other tests use too.
    private let channel = "channel \"\(UInt64.random(in: .min ... .max))\""

    @Test func arriveInOrder() async throws {
        try await withDatabase(.postgresql) { db in
            let notifications = try await db.notifications(on: channel, channel + "2")
            try await db.notify(channel, "one")
            try await db.transaction { tx in
                try await tx.notify(channel + "2", "two")
                try await tx.notify(channel)
            }
            _ = try? await db.transaction { tx in
                try await tx.notify(channel, "undone")
                throw DatabaseError(.other, "stop")
            }
            try await db.notify(channel, "four")
            var heard: [DatabaseNotification] = []
            for try await notification in notifications {
                heard.append(notification)
                if heard.count == 4 { break }
            }
            #expect(heard.map(\.payload) == ["one", "two", "", "four"])
            #expect(heard.map(\.channel) == [channel, channel + "2", channel, channel])
            #expect(heard.allSatisfy { !$0.isAfterGap && $0.processID > 0 })
        }
    }

    @Test func aLostConnectionIsMadeAnew() async throws {
        try await withDatabase(.postgresql) { db in
            let notifications = try await db.notifications(on: channel)
            let heard = Shared<[DatabaseNotification]>([])
            let channel = channel
            let listener = Task {
                for try await notification in notifications {
                    heard.withLock { $0.append(notification) }
                    if notification.payload == "end" { break }
                }
            }
            try await db.notify(channel, "before")
            while heard.value.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            try await db.session.run("SELECT pg_terminate_backend(\(try await listeningProcess(db)))")
            // Until it listens again, nobody hears.
            while heard.value.count < 2 {
                try await db.notify(channel, "after")
                try await Task.sleep(for: .milliseconds(20))
            }
            try await db.notify(channel, "end")
            try await listener.value
            #expect(heard.value.filter(\.isAfterGap) == [heard.value[1]])
        }
    }

    private func listeningProcess(_ db: Database) async throws -> Int {
        let sql = "SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN \"\(channel.replacing("\"", with: "\"\""))\"'"
        return try #require(try await db.session.integers(sql).first)
    }

    @Test func cancellationEndsTheIteration() async throws {
        try await withDatabase(.postgresql) { db in
            let notifications = try await db.notifications(on: channel)
            let listener = Task {
                var count = 0
                for try await _ in notifications { count += 1 }
                return count
            }
            try await Task.sleep(for: .milliseconds(20))
            listener.cancel()
            #expect(try await listener.value == 0)
        }
    }

    @Test func sqliteHasNone() async throws {
        try await withDatabase(.memory) { db in
            let listen = try await databaseError { _ = try await db.notifications(on: "c") }
            let notify = try await databaseError { try await db.notify("c", "p") }
            #expect(listen?.code == .misuse && notify?.code == .misuse)
        }
    }

    /// The server would listen to another channel.
    @Test(arguments: ["", "a\0b", "\0", String(repeating: "c", count: 64), String(repeating: "é", count: 32)])
    func whatIsNoNameOfAChannelIsRefused(_ name: String) async throws {
        try await withDatabase(.postgresql) { db in
            let listen = try await databaseError { _ = try await db.notifications(on: "fine", name) }
            let notify = try await databaseError { try await db.notify(name, "p") }
            #expect(listen?.code == .misuse && listen?.message.contains("the name of a channel") == true)
            #expect(notify?.code == .misuse && notify?.message.contains("the name of a channel") == true)
            let longest = String(String(repeating: "é", count: 31) + channel.suffix(1))
            _ = try await db.notifications(on: longest)
            try await db.notify(longest)
        }
    }
}
