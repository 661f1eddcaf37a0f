/// What one bot has done, to be compared with what the database says.
public struct SoakLedger: Codable, Sendable {
    public var operations = 0
    /// By user name.
    public var lines: [String: Int] = [:]
    /// Chat messages that are kept.
    public var messages = 0
    /// Seconds of sessions that have ended, by the name of a user of this bot's own.
    public var connected: [String: Int] = [:]
    /// When the sessions began that have not ended.
    public var sessions: [String: Int] = [:]
    public var users = Mark()
    public var connections = Mark()
    public var counts = 0
    public var actions = 0
    /// The ids of messages.
    public var queued: [Int] = []
    public var sent: [Int] = []
    public var failures = 0
    /// The bot's time at the end.
    public var now = 0

    /// The highest number a bot has seen, and when: whoever saw it first of all has set the mark.
    public struct Mark: Codable, Sendable {
        public var value = 0
        public var times: [Int] = []

        mutating func see(_ number: Int, _ now: Int) {
            if number > value { (value, times) = (number, []) }
            if number == value { times.append(now) }
        }
    }
}
