#if PostgreSQL
/// Decides how the first reply to a pipeline round is waited for, without doing any of it. A value, as ``PoolState`` is: its
/// owner does what it says, and tells it what has come of that.
///
/// To suspend a task and to wake it takes two more threads and some 20 µs, which is longer than a nearby server needs for a short
/// statement. So while the reply can be expected any moment the task keeps its thread, and only then suspends.
struct ReplyWait {
    /// How the replies to a round may be waited for before the task suspends.
    enum Policy {
        /// By spinning as long as they can be expected any moment. In a blocking call where the round commits, where others
        /// compute, or where only the last free thread of the pool is left.
        case spin
        /// In a blocking call, if replies usually come soon.
        case block
        /// Not at all: a long round takes the time of many statements, and the task has something better to do.
        case suspend
    }

    enum Decision: Equatable {
        /// Look for the reply again and again, while ``keepsSpinning(othersWait:at:)`` allows it. This keeps a thread that the pool
        /// can spare; without one, ask ``decideOnLastThread(othersWait:)``.
        case spin
        /// The same, after one blocking wait.
        case blockThenSpin
        /// Wait once, in a blocking call on what may be the last free thread of the pool.
        case block
        case suspend
    }

    var policy = Policy.spin
    /// Whether the server commits something before it answers; said after the round has been sent. A commit wakes the server's
    /// writer of the log, which has to wait for a core if this thread spins on one.
    var isCommit = false
    /// Whether something of the reply has been read: the rest, if there is any, is waited for by suspending.
    private(set) var hasRead = false
    /// Set after a wait has blocked the last free thread of the pool: the next wait yields first, so that other tasks get to run.
    /// Tasks that only run statements would otherwise keep all threads.
    private var mustYield = false
    private var time: ReplyTime

    /// - Parameter limit: how long a thread spins at most; zero for never.
    init(limit: Duration) {
        time = ReplyTime(limit: limit)
    }

    /// Whether a statement may be waited for without a call that might suspend.
    var mayWaitOnThread: Bool { !mustYield && time.isUsuallySoon }

    /// Whether the server has ever replied soon enough to be waited for on the thread; `nil` as long as that is not known.
    var isNear: Bool? { time.isNear }

    /// The time of the soonest reply, where that is known.
    var soonestReply: Duration? { time.shortest }

    /// A round begins.
    mutating func begin(at now: @autoclosure () -> Moment = .now) {
        hasRead = false
        isCommit = false
        time.begin(at: now())
    }

    /// Another reply is yet to come, after one whose command was sent before it.
    mutating func expectReply() { hasRead = false }

    /// Whether the task has to yield before it waits; asked once.
    mutating func takeYield() -> Bool {
        guard mustYield else { return false }
        mustYield = false
        return true
    }

    // MARK: Decisions

    /// - Parameters:
    ///   - othersWait: other tasks are suspended until a server replies, and may need this thread then.
    ///   - isCoreBusy: whoever spins may have to wait for the core; see ``BusyCore``.
    func decide(othersWait: Bool, isCoreBusy: Bool, at now: Moment) -> Decision {
        guard policy != .suspend, !hasRead else { return .suspend }
        let blocks = policy == .block
        guard time.isExpected(isAlone: blocks || !othersWait, isBlocking: blocks || isCommit, at: now) else {
            return .suspend
        }
        if blocks { return .block }
        return isCommit || isCoreBusy ? .blockThenSpin : .spin
    }

    /// What to do instead of spinning where the pool has no thread to spare.
    func decideOnLastThread(othersWait: Bool) -> Decision { othersWait ? .suspend : .block }

    /// Whether the reply can still be expected any moment.
    func keepsSpinning(othersWait: Bool, at now: Moment) -> Bool {
        time.isExpected(isAlone: !othersWait, isBlocking: false, at: now)
    }

    // MARK: What has come of them

    /// The reply, or a part of it, has been read.
    mutating func received(at now: @autoclosure () -> Moment = .now) {
        // The time of a round of many statements says nothing about others.
        if policy == .spin { measure(at: now()) }
        hasRead = true
    }

    /// The thread has spun in vain.
    ///
    /// - Parameter mayHaveRead: a part of the reply may have been read where nobody sees it.
    mutating func spun(mayHaveRead: Bool) { hasRead = mayHaveRead }

    /// The thread is going to block, and may be the last one that was free.
    mutating func blocks() {
        // After a round of lookups other tasks get the thread in any case.
        mustYield = policy == .spin
    }

    /// The thread has blocked, until something came or the wait was over.
    mutating func blocked(at now: Moment = .now) {
        // The time of a round of many statements counts only where it is too long.
        if !time.isExpected(isAlone: true, isBlocking: true, at: now) { measure(at: now) }
    }

    /// The rest of the reply is waited for by suspending, and its time says nothing.
    mutating func ignoreRest() { hasRead = true }

    /// The task is going to suspend, though its first reply has not been waited for on the thread.
    mutating func suspends() {
        // The reply will be noticed late, so its time says nothing. Now and then it must be tried again.
        if policy != .suspend, !hasRead { time.skip() }
    }

    /// Notes how long the first reply of the round has taken.
    private mutating func measure(at now: @autoclosure () -> Moment) {
        if !hasRead { time.end(at: now()) }
        hasRead = true
    }
}
#endif
