#if PostgreSQL
/// How soon a server usually replies, to tell whether it pays to look for a reply on this thread instead of suspending the
/// task and waking it, which takes two threads and some 20 µs.
struct ReplyTime {
    /// How many times as long as it looks a thread may sleep.
    private static let patience: Int64 = 2

    /// How long to look at most, in nanoseconds.
    private let limit: Int64
    /// What the last replies have taken, the latest counting most.
    private var usual: Int64 = 0
    /// What the soonest reply has taken, once there was one.
    private var soonest: Int64?
    private var start: Int64 = 0

    init(limit: Duration) {
        self.limit = Int64(min(max(limit, .zero), .seconds(1)) / .nanoseconds(1))
    }

    /// Whether a reply is ever waited for on this thread: not of a server that usually takes longer.
    var isLookedFor: Bool { usual < Self.patience * limit }

    /// Whether the server is so near that a reply can come while it is looked for, however busy the server is now; `nil` as
    /// long as that is not known.
    var isNear: Bool? { soonest.map { $0 < limit } }

    /// The time of the soonest reply, where that is known.
    var shortest: Duration? { soonest.map { .nanoseconds($0) } }

    /// A flight begins.
    mutating func begin() {
        if limit > 0 { start = Moment.now.nanoseconds }
    }

    /// Whether the time since the flight began is one in which a reply is expected.
    ///
    /// - Parameters:
    ///   - isAlone: nobody else waits for a server. Who does may need the thread as soon as the reply is there, so then half the
    ///     time has to be enough.
    ///   - isSleep: the thread sleeps meanwhile. That takes no core from the server, and so may take twice as long.
    func isWorthLooking(isAlone: Bool, isSleep: Bool = false, at now: Moment = .now) -> Bool {
        let limit = (isAlone ? limit : limit / 2) * (isSleep ? Self.patience : 1)
        return usual < limit && now.nanoseconds - start < limit
    }

    /// The flight's first reply is there.
    mutating func end() {
        guard limit > 0 else { return }
        let time = Moment.now.nanoseconds - start
        soonest = min(soonest ?? time, time)
        // One that takes seconds says no more than one that takes too long to look for.
        usual = (3 * usual + min(time, 4 * limit)) / 4
    }

    /// Nobody has looked, and so the reply was noticed late: now and then it must be tried again.
    mutating func skip() { usual -= usual / 32 }
}
#endif
