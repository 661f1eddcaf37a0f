#if PostgreSQL
import CLibPQ
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Wakes tasks whose sockets are ready: one thread, asleep in the kernel, for all connections of the process.
///
/// Measured with point queries over a Unix socket on two cores that are kept awake, each way against blocking libpq in the
/// same run. Bare, without this library around: this 1.24–1.32 times; a hop to a thread of the connection that blocks there
/// 1.46–1.59 times, be it a dispatch queue or a bare thread; `DispatchSource`, which wakes two threads for each reply, twice
/// and more. What is saved is a wake-up: the caller's thread sends the statement and reads the reply.
///
/// A socket is watched only while somebody waits for it: most replies are waited for elsewhere (see ``Wire``), and a thread
/// that woke up for each of them would be in the way.
final class Reactor: Sendable {
    private struct State {
        var sockets: [UInt64: WatchedSocket] = [:]
        var lastToken: UInt64 = 0
    }

    /// `nil` where the kernel has no more descriptors.
    static let shared = Reactor()

    private let queue: Int32
    private let state = Mutex(State())
    /// How many flights are waited for by tasks that are suspended.
    private let waits = Atomic<Int>(0)

    private init?() {
        #if canImport(Darwin)
        queue = kqueue()
        #else
        queue = epoll_create1(Int32(EPOLL_CLOEXEC))
        #endif
        guard queue >= 0 else { return nil }
        // It holds itself: it serves as long as the process runs.
        var thread: pthread_t?
        #if canImport(Darwin)
        let status = pthread_create(&thread, nil, { Reactor.run($0) }, Unmanaged.passRetained(self).toOpaque())
        #else
        var identifier = pthread_t()
        let status = pthread_create(
            &identifier, nil, { $0.map { Reactor.run($0) } ?? nil }, Unmanaged.passRetained(self).toOpaque())
        thread = identifier
        #endif
        guard status == 0, let thread else { return nil }
        pthread_detach(thread)
    }

    func beginWait() { waits.wrappingAdd(1, ordering: .relaxed) }
    func endWait() { waits.wrappingSubtract(1, ordering: .relaxed) }

    /// Whether no task is suspended until a server has replied.
    var isIdle: Bool { waits.load(ordering: .relaxed) == 0 }

    /// Gets to know a socket; `nil` where the system cannot watch it.
    func add(_ descriptor: Int32) -> WatchedSocket? {
        let socket = state.withLock { state in
            state.lastToken += 1
            let socket = WatchedSocket(descriptor, token: state.lastToken, reactor: self)
            state.sockets[state.lastToken] = socket
            return socket
        }
        #if canImport(Darwin)
        let isKnown = true
        #else
        // Not for any event yet.
        var event = epoll_event(events: 0, data: epoll_data(u64: socket.token))
        let isKnown = epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event) == 0
        #endif
        if !isKnown { state.withLock { $0.sockets[socket.token] = nil } }
        return isKnown ? socket : nil
    }

    /// Wakes who waits for the socket, once, as soon as there is something to read or the peer has hung up, which may be so
    /// already. Returns whether the system will.
    func arm(_ socket: WatchedSocket) -> Bool {
        #if canImport(Darwin)
        var change = kevent(
            ident: UInt(socket.descriptor), filter: Int16(EVFILT_READ), flags: UInt16(EV_ADD | EV_ONESHOT), fflags: 0,
            data: 0, udata: UnsafeMutableRawPointer(bitPattern: UInt(socket.token)))
        return kevent(queue, &change, 1, nil, 0, nil) == 0
        #else
        let once = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
        var event = epoll_event(events: once, data: epoll_data(u64: socket.token))
        return epoll_ctl(queue, EPOLL_CTL_MOD, socket.descriptor, &event) == 0
        #endif
    }

    /// Forgets it, before the socket is closed. Nobody may be waiting.
    func remove(_ socket: WatchedSocket) {
        state.withLock { $0.sockets[socket.token] = nil }
        #if canImport(Darwin)
        var change = kevent(
            ident: UInt(socket.descriptor), filter: Int16(EVFILT_READ), flags: UInt16(EV_DELETE), fflags: 0, data: 0,
            udata: nil)
        kevent(queue, &change, 1, nil, 0, nil)
        #else
        var event = epoll_event()
        epoll_ctl(queue, EPOLL_CTL_DEL, socket.descriptor, &event)
        #endif
    }

    private func wake(_ token: UInt64) {
        state.withLock { $0.sockets[token] }?.wake()
    }

    private static func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let reactor = Unmanaged<Reactor>.fromOpaque(context).takeUnretainedValue()
        #if canImport(Darwin)
        var events = [kevent](repeating: kevent(), count: 64)
        while true {
            let count = kevent(reactor.queue, nil, 0, &events, Int32(events.count), nil)
            for event in events.prefix(Int(max(0, count))) {
                reactor.wake(UInt64(UInt(bitPattern: event.udata)))
            }
        }
        #else
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while true {
            let count = epoll_wait(reactor.queue, &events, Int32(events.count), -1)
            for event in events.prefix(Int(max(0, count))) { reactor.wake(event.data.u64) }
        }
        #endif
    }
}
#endif
