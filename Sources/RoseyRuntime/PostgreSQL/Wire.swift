#if PostgreSQL
import CLibPQ
import Dispatch
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A connection of libpq that never blocks a thread of the cooperative pool: what is sent to the server and what comes
/// back, in flights.
///
/// The connection is in pipeline mode all the time: commands are queued, and a flight ends with a sync. Used by one task
/// at a time, except for `cancel` and `cut`.
final class Wire: @unchecked Sendable {
    // Unchecked: see above; `handle` is touched by the task that has the connection, and `cancel` and `cut` use only the
    // cancellation's own lock, the cancel object, which libpq makes for other threads, and the socket's number.

    let handle: OpaquePointer
    /// With a descriptor of our own. libpq closes its own as soon as the connection breaks, and the system gives the number
    /// to the next that asks, whom we would then cut off.
    private let socket: WatchedSocket
    private let reactor: Reactor
    private let canceller: OpaquePointer
    /// Where a long reply is waited for with libpq's own blocking calls.
    private let executor: LongRunningExecutor
    private(set) var isBroken = false
    /// How many syncs have not come back yet.
    private var syncs = 0
    /// Whether something has been sent since all had come back.
    private var isInFlight = false
    /// Whether something has been read since then.
    private var hasRead = false
    private var isClosed = false
    private let cancellation = Mutex(Cancellation())
    private let cancelQueue = DispatchQueue(label: "rosey.cancel")

    private struct Cancellation {
        enum Phase {
            case idle
            /// A cancellation stops what is under way.
            case armed
            /// What is under way has to be done, but not for ever: see `watch`.
            case watched
            case running, done
        }
        var phase = Phase.idle
        /// Counts flights, so that a late timer does not cut another one.
        var flight: UInt64 = 0
        var isClosed = false
        /// Whether the flight is over, and only its cancellation is waited for.
        var isEnding = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// How long a server may take to obey a cancellation before the connection is given up.
    private static let patience = DispatchTimeInterval.seconds(10)

    /// Takes over a connection that is open.
    init(_ handle: OpaquePointer, executor: LongRunningExecutor) throws {
        let descriptor = fcntl(PQsocket(handle), F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0, let reactor = Reactor.shared, let canceller = PQgetCancel(handle) else {
            if descriptor >= 0 { systemClose(descriptor) }
            PQfinish(handle)
            throw DatabaseError(.connection, "no descriptor or thread is left to wait for the server with")
        }
        self.handle = handle
        self.executor = executor
        self.reactor = reactor
        self.canceller = canceller
        guard let socket = reactor.add(descriptor) else {
            systemClose(descriptor)
            PQfreeCancel(canceller)
            PQfinish(handle)
            throw DatabaseError(.connection, "the system cannot watch one more connection")
        }
        self.socket = socket
        PQsetnonblocking(handle, 1)
        PQenterPipelineMode(handle)
    }

    deinit {
        close()
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

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(handle) }

    /// Whether the server has closed the connection while nobody used it. Only the system is asked, not the server.
    var hasEnded: Bool {
        // What the server has said without being asked is read first: perhaps why it hangs up, and over TLS that it does.
        for _ in 0..<4 where !isBroken {
            var byte: UInt8 = 0
            let count = recv(socket.descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
            if count < 0, [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { break }
            if count <= 0 || PQconsumeInput(handle) == 0 { isBroken = true }
        }
        return isBroken
    }

    // MARK: Queueing

    /// Queues SQL with the encoder's values, or none. Rows come in binary format.
    func send(_ sql: String, _ encoder: ParameterEncoder? = nil) {
        beginFlight()
        let isSent =
            encoder?.withArguments { count, types, values, lengths, formats in
                PQsendQueryParams(handle, sql, count, types, values, lengths, formats, 1)
            } ?? PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)
        if isSent == 0 { isBroken = true }
    }

    func sendPrepare(_ name: UnsafePointer<CChar>, _ sql: String, _ encoder: ParameterEncoder) {
        beginFlight()
        let isSent = encoder.withArguments { count, types, _, _, _ in PQsendPrepare(handle, name, sql, count, types) }
        if isSent == 0 { isBroken = true }
    }

    func sendPrepared(_ name: UnsafePointer<CChar>, _ encoder: ParameterEncoder) {
        beginFlight()
        let isSent = encoder.withArguments { count, _, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        }
        if isSent == 0 { isBroken = true }
    }

    /// Ends what belongs together: after an error the server leaves out everything up to here.
    func sync() {
        beginFlight()
        syncs += 1
        if PQpipelineSync(handle) == 0 { isBroken = true }
    }

    /// Asks the server to send what it has, in the middle of a flight.
    func requestFlush() {
        if PQsendFlushRequest(handle) == 0 { isBroken = true }
    }

    private func beginFlight() {
        if isInFlight { return }
        isInFlight = true
        hasRead = false
        socket.clear()
    }

    // MARK: Waiting

    /// The next result; `nil` where there is none, because the connection is broken.
    ///
    /// In pipeline mode every command has one, then a `nil` of libpq's own, which this leaves out.
    func next(isCancellable: Bool) async -> OpaquePointer? {
        guard !isBroken else { return nil }
        if isFlushed, PQisBusy(handle) == 0 { return take() }
        return await withTaskCancellationHandler {
            await wait()
        } onCancel: {
            if isCancellable { cancel() } else { cutWatched() }
        }
    }

    /// The next result, which is there, or else is waited for on this thread.
    private func take() -> OpaquePointer? {
        guard let result = PQgetResult(handle) else {
            isBroken = true
            return nil
        }
        let status = PQresultStatus(result)
        if PQpipelineStatus(handle) != PQ_PIPELINE_OFF,
            [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status)
        {
            // A COPY that nobody here knows how to go on with.
            isBroken = true
        } else if status == PGRES_PIPELINE_SYNC {
            syncs -= 1
            if syncs == 0 { isInFlight = false }
        } else if PQpipelineStatus(handle) != PQ_PIPELINE_OFF {
            // The end of a command is there with its result, so this does not block.
            while let other = PQgetResult(handle) { PQclear(other) }
        }
        if PQstatus(handle) == CONNECTION_BAD { isBroken = true }
        return result
    }

    /// Whether everything queued is on its way. Sends what the socket takes.
    private var isFlushed: Bool {
        let status = PQflush(handle)
        if status < 0 { isBroken = true }
        return status <= 0
    }

    private func wait() async -> OpaquePointer? {
        // Most replies are there after one wake-up. What comes in many pieces is read by a thread that may block.
        for _ in 0..<2 where isFlushed {
            // Of a reply that has been read in part, the rest may be in libpq's TLS library, where nobody sees it.
            if hasRead, PQsslInUse(handle) != 0 { break }
            await waitForInput()
            if isBroken { return failure() }
            if PQisBusy(handle) == 0 { return take() }
        }
        return await withTaskExecutorPreference(executor) {
            // Only libpq knows what its TLS library has read already, so from here on the waiting is libpq's.
            while !isFlushed, !isBroken { waitForSocket() }
            hasRead = true
            return take()
        }
    }

    private var isReadable: Bool {
        var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Suspends until the server has sent something, and reads it.
    private func waitForInput() async {
        // The reactor tells what comes in, not what is in. Of what is left from the last reading, or of a server that hung up
        // before this flight, it has told before.
        if !isReadable { await socket.wait() }
        if PQconsumeInput(handle) == 0 { isBroken = true }
        hasRead = true
    }

    /// What libpq has to say of a connection that broke: perhaps the server's last words.
    private func failure() -> OpaquePointer? {
        PQisBusy(handle) == 0 ? PQgetResult(handle) : nil
    }

    /// Sends what is queued, and reads meanwhile, so that two full buffers do not wait for each other.
    func flush() async {
        if isFlushed || isBroken { return }
        await withTaskCancellationHandler {
            await withTaskExecutorPreference(executor) {
                while !isFlushed, !isBroken { waitForSocket() }
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
        poll(&descriptor, 1, -1)
        guard descriptor.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { return }
        if PQconsumeInput(handle) == 0 { isBroken = true }
        hasRead = true
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

    // MARK: Cancelling

    /// Lets `cancel` stop what is sent from here on.
    func arm() {
        cancellation.withLock { state in
            state.phase = .armed
            state.flight += 1
            state.isEnding = false
        }
    }

    /// Ends that; where something was cancelled, waits until the cancellation can hit nothing else any more. Returns
    /// whether that was so.
    func disarm() async -> Bool {
        let wasCancelled = cancellation.withLock { state in
            if state.phase == .armed { state.phase = .idle }
            state.isEnding = true
            return state.phase != .idle
        }
        guard wasCancelled else { return false }
        if !isBroken {
            await withCheckedContinuation { continuation in
                let isDone = cancellation.withLock { state in
                    if state.phase == .done { return true }
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
            // The signal has been sent. When the server has answered once more, it has arrived too.
            sync()
            while let result = await next(isCancellable: false) {
                let isLast = PQresultStatus(result) == PGRES_PIPELINE_SYNC
                PQclear(result)
                if isLast { break }
            }
        }
        cancellation.withLock { $0.phase = .idle }
        return true
    }

    /// What is sent from here on cannot be stopped, as the end of a transaction. Where the server keeps silent all the same,
    /// the connection is given up: after the cancellation of the task, or at once where nobody is there to cancel it.
    func watch(isUnattended: Bool = false) {
        let flight = cancellation.withLock { state in
            state.phase = .watched
            state.flight += 1
            return state.flight
        }
        if isUnattended { cutLater(flight) }
    }

    func unwatch() {
        cancellation.withLock { state in
            if state.phase == .watched { state.phase = .idle }
        }
    }

    private func cutWatched() {
        let flight = cancellation.withLock { $0.phase == .watched ? $0.flight : nil }
        if let flight { cutLater(flight) }
    }

    private func cutLater(_ flight: UInt64) {
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in
            self?.cut(flight: flight)
        }
    }

    /// Asks the server to stop what runs, from any thread. libpq blocks while it does, so that has a thread of its own.
    private func cancel() {
        let flight: UInt64? = cancellation.withLock { state in
            guard state.phase == .armed else { return nil }
            state.phase = .running
            return state.flight
        }
        guard let flight else { return }
        sendCancel(flight, again: .milliseconds(50))
        cutLater(flight)
    }

    /// Sends a cancellation, and another one after a pause unless the flight has ended by then: one that overtakes the
    /// statement finds nothing to stop.
    private func sendCancel(_ flight: UInt64, again pause: Duration) {
        cancelQueue.async {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                _ = PQcancel(self.canceller, message.baseAddress, 256)
            }
            let waiter = self.cancellation.withLock { state in
                state.phase = .done
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
            let delay = DispatchTimeInterval.milliseconds(Int(pause / .milliseconds(1)))
            self.cancelQueue.asyncAfter(deadline: .now() + delay) { [weak self] in
                guard let self else { return }
                let isUnderWay = self.cancellation.withLock { state in
                    guard state.flight == flight, state.phase == .done, !state.isEnding, !state.isClosed else {
                        return false
                    }
                    state.phase = .running
                    return true
                }
                if isUnderWay { self.sendCancel(flight, again: pause * 2) }
            }
        }
    }

    /// The connection is of no use any more.
    func giveUp() { isBroken = true }

    /// Breaks the connection, from any thread: whoever waits for the server wakes up.
    func cut() {
        cancellation.withLock { state in
            if !state.isClosed { shutdown(socket.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// The same where a cancelled flight has not ended.
    private func cut(flight: UInt64) {
        cancellation.withLock { state in
            guard state.flight == flight, state.phase != .idle, !state.isClosed else { return }
            shutdown(socket.descriptor, Int32(SHUT_RDWR))
            // Whatever becomes of the cancellation: there is nothing left that it could hit.
            state.phase = .done
            state.waiter.map { $0.resume() }
            state.waiter = nil
        }
    }

    // MARK: COPY

    enum CopyStart {
        case started
        /// With the server's refusal, unless the connection is broken.
        case refused(OpaquePointer?)
    }

    /// Sends `COPY … FROM STDIN`, after which `copy` takes the data.
    func beginCopy(_ sql: String) async -> CopyStart {
        beginFlight()
        defer { isInFlight = false }
        if PQexitPipelineMode(handle) == 0 || PQsendQuery(handle, sql) == 0 { isBroken = true }
        let result = await next(isCancellable: true)
        guard PQresultStatus(result) == PGRES_COPY_IN else {
            await endCommand()
            return .refused(result)
        }
        PQclear(result)
        return .started
    }

    /// Sends a piece of data. Returns whether the connection still stands.
    func copy(_ data: [UInt8]) async -> Bool {
        while !isBroken {
            let status = data.withUnsafeBytes { bytes in
                PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            if status < 0 { isBroken = true }
            if status != 0 { break }
            await flush()
        }
        await flush()
        return !isBroken
    }

    /// Ends the data, or with a message gives it up. Returns what the server says of all of it.
    func endCopy(giveUp message: String? = nil) async -> OpaquePointer? {
        while !isBroken {
            let status = PQputCopyEnd(handle, message)
            if status < 0 { isBroken = true }
            if status != 0 { break }
            await flush()
        }
        let result = await next(isCancellable: true)
        await endCommand()
        return result
    }

    /// Reads what is left of a command outside the pipeline, and goes back to it.
    private func endCommand() async {
        if !isBroken {
            await withTaskExecutorPreference(executor) {
                while let rest = PQgetResult(handle) { PQclear(rest) }
                hasRead = true
            }
        }
        if PQstatus(handle) == CONNECTION_BAD || PQenterPipelineMode(handle) == 0 { isBroken = true }
    }
}

/// The system's `close`, which has the name of a method here.
private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
#endif
