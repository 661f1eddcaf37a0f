#if PostgreSQL
/// How soon a server usually replies, for ``ReplyWait`` to tell whether a reply can be expected any moment.
struct ReplyTime {
    /// How many times as long as it spins a thread may block, which takes no core from the server.
    private static let blockingFactor: Int64 = 2

    /// How long to spin at most, in nanoseconds.
    private let limit: Int64
    /// What the last replies have taken, the latest counting most.
    private var usual: Int64 = 0
    /// What the soonest reply has taken, once there was one.
    private var soonest: Int64?
    private var start: Int64 = 0

    init(limit: Duration) {
        self.limit = Int64(min(max(limit, .zero), .seconds(1)) / .nanoseconds(1))
    }

    /// Whether a reply is ever waited for on the thread: not from a server that usually takes longer.
    var isUsuallySoon: Bool { usual < Self.blockingFactor * limit }

    /// Whether the server is so near that a reply can come while a thread spins, however busy the server is now; `nil` as long as
    /// that is not known.
    var isNear: Bool? { soonest.map { $0 < limit } }

    /// The time of the soonest reply, where that is known.
    var shortest: Duration? { soonest.map { .nanoseconds($0) } }

    /// A round begins.
    mutating func begin(at now: @autoclosure () -> Moment) {
        if limit > 0 { start = now().nanoseconds }
    }

    /// Whether the time since the round began is one in which a reply is expected.
    ///
    /// - Parameters:
    ///   - isAlone: no other task is waiting for a server. If one is, the time is half as long: it may need this thread.
    ///   - isBlocking: the thread blocks meanwhile.
    func isExpected(isAlone: Bool, isBlocking: Bool, at now: Moment) -> Bool {
        let limit = (isAlone ? limit : limit / 2) * (isBlocking ? Self.blockingFactor : 1)
        return usual < limit && now.nanoseconds - start < limit
    }

    /// The round's first reply is there.
    mutating func end(at now: @autoclosure () -> Moment) {
        guard limit > 0 else { return }
        let time = now().nanoseconds - start
        soonest = min(soonest ?? time, time)
        // One that takes seconds says no more than one that takes slightly too long.
        usual = (3 * usual + min(time, 4 * limit)) / 4
    }

    /// A reply was noticed late, because nobody waited for it on a thread.
    mutating func skip() { usual -= usual / 32 }
}
#endif
