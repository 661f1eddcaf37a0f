#if PostgreSQL
import CLibPQ
import Dispatch
import Logging
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A connection of libpq that never blocks a thread of the cooperative pool for long: what is sent to the server and what
/// comes back, in pipeline rounds. At most it spins for a reply for as long as `busyWait` says, or blocks for 5 ms (``ReplyWait``).
///
/// The connection is in pipeline mode all the time: commands are queued, and a round ends with a sync. Used by one task
/// at a time, except for `cancel` and `cut`.
final class Wire: @unchecked Sendable {
    // Unchecked: see above; `handle` is touched by the task that has the connection, and `cancel` and `cut` use only the
    // cancellation's own lock, the cancel object, which libpq makes for other threads, and the socket's number.

    let handle: OpaquePointer
    /// With a descriptor of our own. libpq closes its own as soon as the connection breaks, and the system gives the number
    /// to the next that asks, whom we would then cut off.
    let socket: WatchedSocket
    private let reactor: Reactor
    let canceller: OpaquePointer
    /// Where a long reply is waited for with libpq's own blocking calls.
    let executor: LongRunningExecutor
    var isBroken = false
    /// How many syncs have not come back yet.
    private var syncs = 0
    /// Whether something has been sent since all had come back.
    var isInFlight = false
    /// How the reply to what is sent now is waited for.
    // The uses of it never overlap.
    @exclusivity(unchecked) var replyWait: ReplyWait
    /// Whether the session at the other end is not the one that was connected to: a pooler or the like is in between.
    var isProxied = false
    /// Whether the server has warned that it has not waited for its standby.
    var isUnreplicated = false
    /// The sync at which it has, which comes after the failure that this is.
    private var heldSync: OpaquePointer?
    let logger: Logger
    var isClosed = false
    /// How long the server may keep silent about a statement that it has been sent; `nil` for as long as it takes.
    var replyTimeout: Duration?
    /// How long the server may take to obey a cancellation, or to answer what costs it nothing.
    let cancelTimeout: Duration
    /// How many statements the server may run before it has to say something.
    var outstanding = 1
    let cancellation = Mutex(Cancellation())
    let cancelQueue = DispatchQueue(label: "rosey.cancel")

    /// Takes over a connection that is open.
    ///
    /// - Parameters:
    ///   - configuration: how replies are waited for, and for how long.
    ///   - logger: is told what the server warns of.
    init(
        _ handle: OpaquePointer, executor: LongRunningExecutor, _ configuration: DatabaseConfiguration.PostgreSQL,
        _ logger: Logger
    ) throws {
        let descriptor = fcntl(PQsocket(handle), F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0, let reactor = Reactor.shared, let canceller = PQgetCancel(handle) else {
            if descriptor >= 0 { systemClose(descriptor) }
            PQfinish(handle)
            throw DatabaseError(.connection, "no descriptor or thread is left to wait for the server with")
        }
        self.handle = handle
        self.executor = executor
        self.logger = logger
        self.reactor = reactor
        self.canceller = canceller
        replyWait = ReplyWait(limit: configuration.busyWait)
        replyTimeout = configuration.longestSilence
        cancelTimeout = configuration.cancelTimeout
        guard let socket = reactor.add(descriptor) else {
            systemClose(descriptor)
            PQfreeCancel(canceller)
            PQfinish(handle)
            throw DatabaseError(.connection, "the system cannot watch one more connection")
        }
        self.socket = socket
        PQsetnonblocking(handle, 1)
        PQenterPipelineMode(handle)
        receiveNotices()
    }

    deinit {
        close()
        PQclear(heldSync)
        PQfreeCancel(canceller)
    }

    /// Closes the connection; libpq tells the server.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        isBroken = true
        cancellation.withLock { $0.isClosed = true }
        reactor.remove(socket)
        PQfinish(handle)
        systemClose(socket.descriptor)
    }

    /// Whether the server follows another one, as it has said last.
    var isServerStandby: Bool { PQparameterStatus(handle, "in_hot_standby").map { strcmp($0, "on") == 0 } ?? false }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(handle) }

    /// Finds out whether the server has closed the connection while nobody used it, by asking only the system.
    func checkForEnd() -> Bool {
        // What the server has said without being asked is read first: perhaps why it hangs up, and over TLS that it does.
        for _ in 0..<4 where !isBroken {
            var byte: UInt8 = 0
            let count = recv(socket.descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
            if count < 0, [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { break }
            if count <= 0 || PQconsumeInput(handle) == 0 { isBroken = true }
        }
        return isBroken
    }

    /// Finds out whether something from the server is there to be read. From any thread, while the connection is not closed.
    func checkForInput() -> Bool {
        var byte: UInt8 = 0
        return recv(socket.descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
    }

    /// The connection is of no use any more.
    func giveUp() { isBroken = true }

    // MARK: Queueing

    /// Queues SQL with the encoder's values, or none. Rows come in binary format.
    func send(_ sql: String, _ encoder: ParameterEncoder? = nil) {
        beginRound()
        let isSent =
            encoder?.withArguments { count, types, values, lengths, formats in
                PQsendQueryParams(handle, sql, count, types, values, lengths, formats, 1)
            } ?? PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)
        if isSent == 0 { isBroken = true }
    }

    /// Asks the server to answer what has been sent, without ending the round.
    func requestAnswers() {
        if PQsendFlushRequest(handle) == 0 { isBroken = true }
    }

    func sendPrepare(_ name: UnsafePointer<CChar>, _ sql: String, _ encoder: ParameterEncoder) {
        beginRound()
        let isSent = encoder.withArguments { count, types, _, _, _ in PQsendPrepare(handle, name, sql, count, types) }
        if isSent == 0 { isBroken = true }
    }

    func sendPrepared(_ name: UnsafePointer<CChar>, _ encoder: ParameterEncoder) {
        beginRound()
        let isSent = encoder.withArguments { count, _, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        }
        if isSent == 0 { isBroken = true }
    }

    /// Ends what belongs together: after an error the server leaves out everything up to here.
    func sync() {
        beginRound()
        syncs += 1
        if PQpipelineSync(handle) == 0 { isBroken = true }
    }

    func beginRound() {
        if isInFlight { return }
        isInFlight = true
        replyWait.begin()
    }

    // MARK: Waiting

    /// The next result; `nil` where there is none, because the connection is broken.
    ///
    /// In pipeline mode every command has one, then a `nil` of libpq's own, which this leaves out.
    func next(isCancellable: Bool) async -> OpaquePointer? {
        guard !isBroken else { return nil }
        if sendQueued() {
            if replyWait.takeYield() { await Task.yield() }
            if PQisBusy(handle) == 0 { return take() }
            if waitOnThread() { return take() }
        }
        return await withTaskCancellationHandler {
            await wait()
        } onCancel: {
            if isCancellable { cancel() } else { cutWatched() }
        }
    }

    /// Whether a statement may be waited for without a call that might suspend.
    var mayWaitOnThread: Bool { !isBroken && replyWait.mayWaitOnThread }

    /// Whether the server has ever replied soon enough to be waited for on a thread; `nil` as long as it has not been asked.
    var isNear: Bool? { replyWait.isNear }

    /// The time of the soonest reply, where that is known.
    var soonestReply: Duration? { replyWait.soonestReply }

    /// The next result, if it is there or comes any moment; `nil` where it has to be waited for, or the connection is broken.
    func nextOnCaller() -> OpaquePointer? {
        guard !isBroken, sendQueued(), !isBroken else { return nil }
        return PQisBusy(handle) == 0 || waitOnThread() ? take() : nil
    }

    /// Waits on this thread for as long as ``ReplyWait`` says; returns whether the reply is there.
    private func waitOnThread() -> Bool {
        let now = Moment.now
        var decision = replyWait.decide(
            othersWait: !reactor.isIdle, isCoreBusy: BusyCore.shared.isLikely(at: now), at: now)
        if decision == .spin || decision == .blockThenSpin {
            if ThreadPermits.tryTake() {
                defer { ThreadPermits.giveBack() }
                return spin(from: now, blocksFirst: decision == .blockThenSpin)
            }
            decision = replyWait.decideOnLastThread(othersWait: !reactor.isIdle)
        }
        if decision == .block, ThreadPermits.tryBlockLast() {
            defer { ThreadPermits.endBlockLast() }
            return block()
        }
        replyWait.suspends()
        return false
    }

    /// Looks for the reply again and again. Other threads of the pool stay free (``ThreadPermits``), and whoever needs this
    /// core, the server for one, gets it between two looks. To wait in the kernel for so short a time takes longer: measured as in
    /// ``Reactor``, a statement through the generated API takes 0.85–1.0 times what blocking libpq takes, 1.5 without.
    private func spin(from start: Moment, blocksFirst: Bool) -> Bool {
        var last = start
        if blocksFirst {
            waitForInputBriefly()
            last = .now
        }
        repeat {
            if readReply() { return !isBroken }
            sched_yield()
            let now = Moment.now
            BusyCore.shared.note(from: last, to: now)
            last = now
        } while replyWait.keepsSpinning(othersWait: !reactor.isIdle, at: last)
        // Whoever had the core meanwhile may have been the server.
        if readReply() { return !isBroken }
        // Perhaps a part of it; see `wait`.
        replyWait.spun(mayHaveRead: PQsslInUse(handle) != 0)
        return false
    }

    /// Blocks until the server has replied. To suspend the task instead and wake it takes two more threads, and on few cores as
    /// long as the server takes.
    private func block() -> Bool {
        replyWait.blocks()
        waitForInputBriefly()
        replyWait.blocked()
        if readReply() { return !isBroken }
        replyWait.ignoreRest()
        return false
    }

    /// Reads what has come; returns whether the reply is here, or will never be.
    private func readReply() -> Bool {
        if PQconsumeInput(handle) == 0 { isBroken = true }
        guard isBroken || PQisBusy(handle) == 0 else { return false }
        replyWait.received()
        return true
    }

    private func waitForInputBriefly() {
        var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, Self.longestBlock)
    }

    /// In milliseconds. A time limit within the system's next tick, which comes after 4 ms at most systems, would need a timer of
    /// its own, and to set that takes a tenth of the time of a commit.
    private static let longestBlock: Int32 = 5

    /// The next result, for which this thread, which may block, waits.
    func nextOnThisThread() -> OpaquePointer? {
        // Only libpq knows what its TLS library has read already, so the waiting is libpq's.
        while !sendQueued(), !isBroken { waitForSocket() }
        guard !isBroken else { return nil }
        defer { replyWait.received() }
        guard replyTimeout != nil, PQisBusy(handle) != 0 else { return take() }
        beginSilence()
        defer { endSilence() }
        return take()
    }

    /// The next result, which is there, or else is waited for on this thread.
    private func take() -> OpaquePointer? {
        if let held = heldSync {
            heldSync = nil
            return held
        }
        guard let result = PQgetResult(handle) else {
            isBroken = true
            return nil
        }
        let status = PQresultStatus(result)
        // Not the end of a command.
        if status == PGRES_SINGLE_TUPLE { return result }
        let isPipelined = PQpipelineStatus(handle) != PQ_PIPELINE_OFF
        switch status {
        case PGRES_PIPELINE_SYNC:
            syncs -= 1
            if syncs == 0 { isInFlight = false }
        case PGRES_COPY_IN where isPipelined, PGRES_COPY_OUT where isPipelined, PGRES_COPY_BOTH where isPipelined:
            // A COPY that nobody here knows how to go on with.
            isBroken = true
        default:
            // The end of a command is there with its result, so this does not block.
            while isPipelined, let other = PQgetResult(handle) { PQclear(other) }
        }
        if PQstatus(handle) == CONNECTION_BAD { isBroken = true }
        return isUnreplicated ? failed(result) : result
    }

    /// What stands for a commit that has not waited for its standby. libpq gives no result this status.
    static let unreplicated = PGRES_NONFATAL_ERROR

    /// Makes a failure of a result that the server has warned of: in its place, or before the end of an implicit transaction, where
    /// other failures of commits are too.
    @inline(never)
    private func failed(_ result: OpaquePointer) -> OpaquePointer {
        isUnreplicated = false
        guard let failure = PQmakeEmptyPGresult(handle, Self.unreplicated) else {
            isBroken = true
            return result
        }
        if PQresultStatus(result) == PGRES_PIPELINE_SYNC { heldSync = result } else { PQclear(result) }
        return failure
    }

    /// Sends what the socket takes; returns whether that is everything that was queued.
    private func sendQueued() -> Bool {
        let status = PQflush(handle)
        if status < 0 { isBroken = true }
        return status <= 0
    }

    private func wait() async -> OpaquePointer? {
        reactor.beginWait()
        beginSilence()
        defer {
            endSilence()
            reactor.endWait()
        }
        // Most replies are there after one wake-up. What comes in many pieces is read by a thread that may block.
        for _ in 0..<2 where sendQueued() {
            // Of a reply that has been read in part, the rest may be in libpq's TLS library, where nobody sees it.
            if replyWait.hasRead, PQsslInUse(handle) != 0 { break }
            await waitForInput()
            if isBroken { return failure() }
            if PQisBusy(handle) == 0 { return take() }
        }
        return await withTaskExecutorPreference(executor) {
            nextOnThisThread()
        }
    }

    /// Suspends until the server has sent something, and reads it.
    private func waitForInput() async {
        await socket.wait()
        if PQconsumeInput(handle) == 0 { isBroken = true }
        replyWait.received()
    }

    /// What libpq has to say of a connection that broke: perhaps the server's last words.
    private func failure() -> OpaquePointer? {
        PQisBusy(handle) == 0 ? PQgetResult(handle) : nil
    }

    /// Sends what is queued, and reads meanwhile, so that two full buffers do not wait for each other.
    func flush() async {
        if sendQueued() || isBroken { return }
        await withTaskCancellationHandler {
            await withTaskExecutorPreference(executor) {
                while !sendQueued(), !isBroken { waitForSocket() }
            }
        } onCancel: {
            // Only one of them, as the phase is.
            cancel()
            cutWatched()
        }
    }

    /// Waits, on a thread that may, until the socket takes more or has more.
    private func waitForSocket() {
        var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
        beginSilence()
        poll(&descriptor, 1, -1)
        endSilence()
        guard descriptor.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { return }
        if PQconsumeInput(handle) == 0 { isBroken = true }
        replyWait.received()
    }

    /// Suspends until the server says something without being asked; returns whether the connection still stands.
    func listen() async -> Bool {
        guard !isBroken else { return false }
        await withTaskCancellationHandler {
            await waitForInput()
        } onCancel: {
            cut()
        }
        return !isBroken
    }
}

/// The system's `close`, which has the name of a method here.
private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
#endif
