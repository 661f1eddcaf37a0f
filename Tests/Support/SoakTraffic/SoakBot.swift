import RoseyDatabase
import RoseyModels
import RoseyRuntime
import Synchronization
import TestDatabases
import TestSupport

/// Something that a bot saw and that cannot be.
public struct SoakMistake: Error, CustomStringConvertible {
    public let description: String
}

/// One of many bots on one database, which does at random what bots do and keeps a ledger of it.
public struct SoakBot {
    /// Users that all bots hear.
    public static let sharedUsers = (0..<5).map { "everybody's 🍿 \($0)" }
    /// When every bot's clock starts.
    public static let start = 1_790_000_000

    private let number: Int
    private let rosey: RoseyDatabase
    private let clock: SoakClock
    private let ownUsers: [String]
    private var generator: SeededGenerator
    private var ledger = SoakLedger()
    /// What was seen last of what never goes down.
    private var seenLines: [String: Int] = [:]
    private var seenMark = 0
    private var token: String?

    /// Runs bots beside one another, each with a database of its own at the address, and closes these, but ends no sessions.
    public static func run(
        _ bots: Range<Int>, url: String, seed: UInt64, _ length: SoakLength
    ) async throws -> [SoakLedger] {
        try await withThrowingTaskGroup(of: SoakLedger.self) { group in
            for number in bots {
                group.addTask {
                    let clock = SoakClock(start)
                    let rosey = try await RoseyDatabase.open(url: url, configuration: .patient, clock: clock.clock)
                    var bot = SoakBot(number, rosey, clock, SeededGenerator(seed: seed &+ UInt64(number)))
                    let outcome: Result<SoakLedger, any Error>
                    do { outcome = .success(try await bot.work(length)) } catch { outcome = .failure(error) }
                    await rosey.database.close()
                    return try outcome.get()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private init(_ number: Int, _ rosey: RoseyDatabase, _ clock: SoakClock, _ generator: SeededGenerator) {
        self.number = number
        self.rosey = rosey
        self.clock = clock
        self.generator = generator
        ownUsers = (0..<6).map { "bot \(number) user \($0) é" }
    }

    private mutating func work(_ length: SoakLength) async throws -> SoakLedger {
        switch length {
        case .operations(let count):
            for _ in 0..<count { try await operate() }
        case .seconds(let seconds):
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end { try await operate() }
        }
        ledger.now = clock.now
        return ledger
    }

    private mutating func operate() async throws {
        // Now and then a clock is set back.
        clock.now += random(-1...2)
        ledger.operations += 1
        // Rarely, and in a short run too.
        if number == 0, ledger.operations % 5000 == 100 { try await rosey.performMaintenance() }
        switch random(0...99) {
        case ..<25: try await chat(SoakBot.sharedUsers[random(0...4)])
        case ..<35: try await chat(ownUsers[random(0...5)])
        case ..<47: try await join(ownUsers[random(0...5)])
        case ..<57: try await leave(ownUsers[random(0...5)])
        case ..<63: try await raiseMarks()
        case ..<68:
            try await rosey.logUserCount(chatUsers: random(0...50), connectedUsers: random(0...80))
            ledger.counts += 1
        case ..<72:
            try await rosey.logUserAction(ownUsers[random(0...5)], "pm_command", details: "🎲")
            ledger.actions += 1
        case ..<78:
            let items = random(0...9)
            try await rosey.updateCurrentStatus { $0.playlistItems = items }
        case ..<84: ledger.queued.append(try await rosey.enqueueOutboundMessage("from bot \(number)"))
        case ..<88: try await send()
        case ..<91: try await useToken()
        default: try await look()
        }
    }

    private mutating func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    // MARK: Operations

    private mutating func chat(_ user: String) async throws {
        let message = random(0...9) == 0 ? "" : "hello \(ledger.operations) 👋"
        try await rosey.userChatMessage(user, message: message)
        if !message.isEmpty { ledger.messages += 1 }
        // A user who has never come has no lines.
        let isKnown = Self.sharedUsers.contains(user) || ledger.connected[user] != nil
        if isKnown { ledger.lines[user, default: 0] += 1 }
    }

    private mutating func join(_ user: String) async throws {
        try await rosey.userJoined(user)
        ledger.connected[user, default: 0] += 0
        ledger.sessions[user] = clock.now
    }

    private mutating func leave(_ user: String) async throws {
        try await rosey.userLeft(user)
        guard let start = ledger.sessions.removeValue(forKey: user) else { return }
        ledger.connected[user, default: 0] += max(0, clock.now - start)
    }

    private mutating func raiseMarks() async throws {
        let (users, connections) = (random(0...100_000), random(0...100_000))
        try await rosey.updateHighWaterMark(users: users, connected: connections)
        ledger.users.see(users, clock.now)
        ledger.connections.see(connections, clock.now)
    }

    /// Gives the messages that are due to a channel that refuses one of ten.
    private mutating func send() async throws {
        let refused = random(0...9)
        @Sendable func isRefused(_ message: OutboundMessage) -> Bool { message.id % 10 == refused }
        let tried = try await rosey.sendOutboundMessages(limit: 5) { isRefused($0) ? .failed("throttled") : .sent }
        for message in tried {
            if isRefused(message) { ledger.failures += 1 } else { ledger.sent.append(message.id) }
        }
    }

    private mutating func useToken() async throws {
        guard let old = token else {
            token = try await rosey.generateAPIToken(description: "bot \(number)")
            return
        }
        guard try await rosey.validateAPIToken(old) else { throw SoakMistake(description: "a good token is refused") }
        guard random(0...3) == 0 else { return }
        token = nil
        guard try await rosey.revokeAPIToken(old) == 1, try await !rosey.validateAPIToken(old) else {
            throw SoakMistake(description: "a revoked token is taken")
        }
    }

    /// Looks at what others change, which only grows.
    private mutating func look() async throws {
        switch random(0...4) {
        case 0:
            let mark = try await rosey.highWaterMark().value
            guard mark >= seenMark else { throw SoakMistake(description: "the mark went from \(seenMark) to \(mark)") }
            seenMark = mark
        case 1:
            let user = Self.sharedUsers[random(0...4)]
            let lines = try await rosey.userStats(user)?.totalChatLines ?? -1
            guard lines >= seenLines[user] ?? 0 else { throw SoakMistake(description: "lines of \(user) were lost") }
            seenLines[user] = lines
        case 2: _ = try await rosey.topChatters()
        case 3:
            let times = try await rosey.recentChat(limit: 20).map(\.timestamp)
            guard times == times.sorted() else { throw SoakMistake(description: "chat is out of order") }
        default: _ = try await rosey.currentStatus()
        }
    }
}

/// A clock that stands where a bot puts it.
private final class SoakClock: Sendable {
    private let time: Mutex<Int>

    init(_ now: Int) {
        time = Mutex(now)
    }

    var now: Int {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    var clock: UnixClock { UnixClock { self.now } }
}
