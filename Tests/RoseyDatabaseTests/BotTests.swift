import RoseyDatabase
import RoseyModels
import RoseyRuntime
import TestDatabases
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BotTests {
    @Test(arguments: Storage.both)
    func singletonsAreThereAtOnce(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            #expect(try await rosey.database.channelStats.get()?.lastUpdated == clock.now)
            let status = try await rosey.currentStatus()
            #expect(status?.status == "offline" && status?.lastUpdated == clock.now && status?.botConnected == false)
        }
    }

    @Test(arguments: Storage.both)
    func highWaterMarks(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            #expect(try await rosey.highWaterMark() == HighWaterMark(value: 0, timestamp: nil))
            let start = clock.now
            clock.now += 10
            try await rosey.updateHighWaterMark(users: 0, connected: 0)
            #expect(try await rosey.database.channelStats.get()?.lastUpdated == start)
            try await rosey.updateHighWaterMark(users: 5)
            #expect(try await rosey.highWaterMark() == HighWaterMark(value: 5, timestamp: start + 10))
            #expect(try await rosey.highWaterMarkConnected().timestamp == nil)
            clock.now += 10
            try await rosey.updateHighWaterMark(users: 5, connected: 9)
            #expect(try await rosey.highWaterMark().timestamp == start + 10)
            #expect(try await rosey.highWaterMarkConnected() == HighWaterMark(value: 9, timestamp: start + 20))
            #expect(try await rosey.database.channelStats.get()?.lastUpdated == start + 20)
            try await rosey.updateHighWaterMark(users: -3, connected: -1)
            #expect(try await rosey.highWaterMark().value == 5)
        }
    }

    @Test(arguments: Storage.both)
    func userCounts(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            let start = clock.now
            for offset in [0, 3600, 3600, 7200] {
                clock.now = start + offset
                try await rosey.logUserCount(chatUsers: offset / 3600, connectedUsers: 9)
            }
            #expect(try await rosey.userCountHistory(hours: 1).map(\.chatUsers) == [1, 1, 2])
            #expect(try await rosey.userCountHistory(hours: 2).map(\.chatUsers) == [0, 1, 1, 2])
            #expect(try await rosey.userCountHistory(hours: 0).map(\.chatUsers) == [2])
            #expect(try await rosey.userCountHistory(hours: -1) == [])
            #expect(try await rosey.userCountHistory(hours: .max).count == 4)
            let error = try await databaseError { try await rosey.logUserCount(chatUsers: -1, connectedUsers: 0) }
            #expect(error?.code == .check)
            clock.now = start + 30 * 86400
            #expect(try await rosey.cleanUpOldHistory() == 0)
            clock.now += 1
            #expect(try await rosey.cleanUpOldHistory() == 1)
            #expect(try await rosey.cleanUpOldHistory(days: 0) == 3)
        }
    }

    @Test(arguments: Storage.both)
    func outboundMessages(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            let start = clock.now
            let first = try await rosey.enqueueOutboundMessage("one")
            let second = try await rosey.enqueueOutboundMessage("two")
            #expect(second > first)
            #expect(try await rosey.unsentOutboundMessages().map(\.message) == ["one", "two"])
            #expect(try await rosey.unsentOutboundMessages(limit: 1).map(\.id) == [first])
            #expect(try await rosey.unsentOutboundMessages(limit: 0) == [])
            #expect(try await rosey.unsentOutboundMessages(maxRetries: 0) == [])
            // A failure puts it off, counted from when it was queued: 2 minutes, then 4.
            #expect(try await rosey.markOutboundFailed(first, error: "no"))
            #expect(try await rosey.unsentOutboundMessages().map(\.id) == [second])
            clock.now = start + 119
            #expect(try await rosey.unsentOutboundMessages().map(\.id) == [second])
            clock.now = start + 120
            let due = try await rosey.unsentOutboundMessages()
            #expect(due.map(\.id) == [first, second] && due[0].retryCount == 1 && due[0].errorMessage == "no")
            try await rosey.markOutboundFailed(first, error: "again")
            #expect(try await rosey.unsentOutboundMessages().map(\.id) == [second])
            clock.now = start + 240
            #expect(try await rosey.unsentOutboundMessages().map(\.id) == [first, second])
            try await rosey.markOutboundFailed(first, error: "thrice")
            clock.now = .max
            #expect(try await rosey.unsentOutboundMessages().map(\.id) == [second])
            #expect(try await rosey.unsentOutboundMessages(maxRetries: .max).map(\.id) == [first, second])
            clock.now = start + 300
            #expect(try await rosey.markOutboundSent(second))
            try await rosey.markOutboundFailed(first, error: "for good", isPermanent: true)
            #expect(try await rosey.unsentOutboundMessages(maxRetries: 99) == [])
            let row = try await rosey.database.outboundMessages.find(first)
            #expect(row?.sent == true && row?.sentTimestamp == start + 300 && row?.retryCount == 4)
            #expect(try await rosey.markOutboundSent(999) == false)
            #expect(try await rosey.markOutboundFailed(999, error: "") == false)
        }
    }

    @Test(arguments: Storage.both)
    func status(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            let start = clock.now
            clock.now += 5
            try await rosey.updateCurrentStatus { _ in }
            #expect(try await rosey.currentStatus()?.lastUpdated == start)
            try await rosey.updateCurrentStatus {
                $0.botName = "Rosey"
                $0.botRank = 1.5
                $0.botConnected = true
            }
            var status = try await rosey.currentStatus()
            #expect(status?.botName == "Rosey" && status?.botRank == 1.5 && status?.lastUpdated == start + 5)
            try await rosey.updateCurrentStatus { $0.botName = nil }
            status = try await rosey.currentStatus()
            #expect(status?.botName == nil && status?.botConnected == true)
        }
    }

    @Test(arguments: Storage.both)
    func tokens(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            let token = try await rosey.generateAPIToken(description: "dashboard")
            #expect(
                token.count == 43
                    && token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
            #expect(try await rosey.validateAPIToken(token))
            #expect(try await rosey.database.apiTokens.fetchAll().first?.lastUsed == clock.now)
            for wrong in ["", "x", String(token.dropLast()), token + "x", token.lowercased() + "A", "%", "________"] {
                #expect(try await !rosey.validateAPIToken(wrong), "\(wrong)")
            }
            clock.now += 1
            // One as v0.5.0 may have had it, and those that wildcards would find.
            try await rosey.database.apiTokens.insert(.init(token: "short", createdAt: clock.now))
            try await rosey.database.apiTokens.insert(.init(token: "abcdefgh-1", createdAt: clock.now))
            try await rosey.database.apiTokens.insert(.init(token: "abcdefgh-2", createdAt: clock.now))
            #expect(try await rosey.validateAPIToken("short"))
            #expect(
                try await rosey.apiTokens().map(\.shortToken) == [
                    "abcdefgh...", "abcdefgh...", "short...", token.prefix(8) + "...",
                ])
            for wildcard in ["%", "________", "abcdef%%", "shor", "ABCDEFGH"] {
                #expect(try await rosey.revokeAPIToken(wildcard) == 0, "\(wildcard)")
            }
            #expect(try await rosey.revokeAPIToken("") == 0)
            #expect(try await rosey.revokeAPIToken("abcdefgh") == 2)
            #expect(try await rosey.revokeAPIToken("abcdefgh") == 0)
            #expect(try await rosey.revokeAPIToken("short") == 1)
            #expect(try await !rosey.validateAPIToken("short"))
            #expect(try await rosey.apiTokens().count == 1)
            #expect(try await rosey.apiTokens(includeRevoked: true).count == 4)
        }
    }

    @Test(arguments: Storage.both)
    func maintenance(_ storage: Storage) async throws {
        try await withRosey(storage) { rosey, clock in
            let start = clock.now
            try await rosey.logUserCount(chatUsers: 1, connectedUsers: 1)
            let sent = try await rosey.enqueueOutboundMessage("sent")
            try await rosey.markOutboundSent(sent)
            try await rosey.enqueueOutboundMessage("never sent")
            let token = try await rosey.generateAPIToken()
            try await rosey.revokeAPIToken(token)
            clock.now = start + 7 * 86400
            #expect(
                try await rosey.performMaintenance()
                    == MaintenanceReport(historyDeleted: 0, messagesDeleted: 0, tokensDeleted: 0))
            clock.now = start + 90 * 86400 + 1
            #expect(
                try await rosey.performMaintenance()
                    == MaintenanceReport(historyDeleted: 1, messagesDeleted: 1, tokensDeleted: 1))
            #expect(try await rosey.database.outboundMessages.fetchAll().map(\.message) == ["never sent"])
        }
    }
}
