import RoseyDatabase
import Synchronization

/// A clock that stands where the day is.
final class DayClock: Sendable {
    private let time: Mutex<Int>

    init(_ time: Int) {
        self.time = Mutex(time)
    }

    var now: Int {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    var clock: UnixClock { UnixClock { self.now } }
}

/// Tells the database what happens, as the bot does.
struct Replay {
    /// What was done so far.
    struct Tally {
        var events = 0
        var lines = 0
        var users = 0
        var queued = 0
        var sent = 0
        var refused = 0
        /// Messages that are not to be tried again.
        var abandoned = 0
    }

    let rosey: RoseyDatabase
    private(set) var tally = Tally()
    private var generator: SeededGenerator

    /// - Parameter seed: of the channel's refusals.
    init(_ rosey: RoseyDatabase, seed: UInt64) {
        self.rosey = rosey
        generator = SeededGenerator(seed: ~seed)
    }

    mutating func apply(_ event: DayEvent.Kind, at now: Int) async throws {
        tally.events += 1
        switch event {
        case .joined(let name): try await rosey.userJoined(name)
        case .left(let name): try await rosey.userLeft(name)
        case .said(let name, let message):
            try await rosey.userChatMessage(name, message: message)
            tally.lines += 1
        case .acted(let name, let action, let details):
            try await rosey.logUserAction(name, action, details: details)
        case .counted(let chatUsers, let connectedUsers):
            try await count(chatUsers, connectedUsers)
        case .plays(let title, let duration, let items):
            try await rosey.updateCurrentStatus {
                $0.currentMediaTitle = title
                $0.currentMediaDuration = duration
                $0.playlistItems = items
            }
        case .queued(let message):
            try await rosey.enqueueOutboundMessage(message)
            tally.queued += 1
        case .sends(let refusal): try await send(refusal)
        case .connected:
            try await rosey.updateCurrentStatus {
                $0.status = "online"
                $0.botName = "Rosey"
                $0.botRank = 1.5
                $0.channelName = "movie_night"
                $0.botStartTime = now
                $0.botConnected = true
            }
        case .disconnected:
            try await rosey.updateCurrentStatus {
                $0.status = "offline"
                $0.botConnected = false
                $0.currentMediaTitle = nil
                $0.currentMediaDuration = nil
            }
        }
    }

    private mutating func count(_ chatUsers: Int, _ connectedUsers: Int) async throws {
        try await rosey.logUserCount(chatUsers: chatUsers, connectedUsers: connectedUsers)
        try await rosey.updateHighWaterMark(users: chatUsers, connected: connectedUsers)
        try await rosey.updateCurrentStatus {
            $0.currentUsers = chatUsers
            $0.connectedUsers = connectedUsers
            $0.currentChatUsers = chatUsers
            $0.currentConnectedUsers = connectedUsers
        }
        tally.users = chatUsers
    }

    private mutating func send(_ refusal: Double) async throws {
        for message in try await rosey.unsentOutboundMessages() {
            guard generator.happens(refusal) else {
                try await rosey.markOutboundSent(message.id)
                tally.sent += 1
                continue
            }
            // Most refusals pass.
            let isPermanent = generator.happens(0.2)
            try await rosey.markOutboundFailed(
                message.id, error: isPermanent ? "message refused by a filter" : "throttled", isPermanent: isPermanent)
            tally.refused += 1
            if isPermanent { tally.abandoned += 1 }
        }
    }
}
