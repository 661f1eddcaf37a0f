import Foundation
import Synchronization

/// A TCP proxy before a server on 127.0.0.1, whose connections break when a test says so. It and they are closed when nobody
/// holds it any more.
public final class FaultyProxy: Sendable {
    public enum Direction: Sendable, CaseIterable {
        case toServer, toClient
    }

    public let port: Int
    private let traffic: Traffic

    public init(before serverPort: Int) throws {
        let listener = try LoopbackSocket(listening: true)
        port = listener.port
        let traffic = Traffic()
        self.traffic = traffic
        Thread.detachNewThread { traffic.run(listener, serverPort) }
    }

    deinit { traffic.state.withLock { $0.isClosed = true } }

    /// How many connections are open.
    public var connectionCount: Int { traffic.state.withLock { $0.connections.count } }

    /// How many connections there have been, with those that found no server behind the proxy.
    public var acceptedCount: Int { traffic.state.withLock { $0.accepted } }

    /// Closes all connections.
    public func cut() {
        traffic.state.withLock { state in
            for connection in state.connections { connection.cut() }
            state.connections = []
        }
    }

    /// Closes the connection that next has something to pass on in a direction, and drops what that was. So the answer to a
    /// COMMIT gets lost (`.toClient`), or the COMMIT itself (`.toServer`).
    ///
    /// - Parameter text: only when this is in it, such as `COMMIT`; an empty text is in everything.
    public func cut(onNext direction: Direction, containing text: String = "") {
        traffic.state.withLock { $0.trap = Traffic.Trap(direction: direction, text: Array(text.utf8)) }
    }

    /// Goes silent: passes nothing on until `forward`. Connections stay open, and new ones are taken.
    public func hold(_ directions: Set<Direction> = Set(Direction.allCases)) {
        traffic.state.withLock { $0.held.formUnion(directions) }
    }

    /// From here on, clients hear another number of their session than the server's: as behind a proxy that gives each
    /// transaction to any of its sessions.
    public func renumberSessions() {
        traffic.state.withLock { $0.renumbersSessions = true }
    }

    /// Passes everything on again, first of all what has been held.
    public func forward() {
        traffic.state.withLock { $0.held = [] }
    }
}

/// What the thread of a proxy works on.
private final class Traffic: Sendable {
    struct Trap {
        let direction: FaultyProxy.Direction
        let text: [UInt8]
    }

    struct State {
        var connections: [Connection] = []
        var accepted = 0
        var held: Set<FaultyProxy.Direction> = []
        var trap: Trap?
        var renumbersSessions = false
        var isClosed = false
    }

    let state = Mutex(State())

    func run(_ listener: LoopbackSocket, _ serverPort: Int) {
        while !state.withLock({ $0.isClosed }) {
            var polled = [pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)]
            state.withLock { state in
                for connection in state.connections { polled += connection.interests(state.held) }
            }
            // Not for ever: a test may have changed the state.
            guard poll(&polled, nfds_t(polled.count), 5) > 0 else { continue }
            let isCalled = polled[0].revents != 0
            state.withLock { state in
                if isCalled {
                    state.accepted += 1
                    if let connection = try? Connection(listener, serverPort) { state.connections.append(connection) }
                }
                state.connections.removeAll { !$0.pass(&state.trap, state.held, state.renumbersSessions) }
            }
        }
        state.withLock { $0.connections = [] }
    }
}

/// A client's connection to the proxy and the proxy's to the server. Only used under the lock of `Traffic`.
private final class Connection {
    private struct Flow {
        let direction: FaultyProxy.Direction
        let source: LoopbackSocket
        let target: LoopbackSocket
        /// What the target has not taken yet.
        var pending: ArraySlice<UInt8> = []
        /// The end of what has been passed on: a text may come in pieces.
        var last: ArraySlice<UInt8> = []
    }

    private var flows: [Flow]

    init(_ listener: LoopbackSocket, _ serverPort: Int) throws {
        let client = try LoopbackSocket(acceptedBy: listener)
        let server = try LoopbackSocket(connectedTo: serverPort)
        for socket in [client, server] { _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK) }
        flows = [
            Flow(direction: .toServer, source: client, target: server),
            Flow(direction: .toClient, source: server, target: client),
        ]
    }

    /// Ends both sides at once, also when `poll` has hold of them.
    func cut() {
        for flow in flows { shutdown(flow.source.descriptor, Int32(SHUT_RDWR)) }
    }

    func interests(_ held: Set<FaultyProxy.Direction>) -> [pollfd] {
        flows.filter { !held.contains($0.direction) }.map { flow in
            flow.pending.isEmpty
                ? pollfd(fd: flow.source.descriptor, events: Int16(POLLIN), revents: 0)
                : pollfd(fd: flow.target.descriptor, events: Int16(POLLOUT), revents: 0)
        }
    }

    /// Passes on what there is; `false` when the connection has ended.
    func pass(_ trap: inout Traffic.Trap?, _ held: Set<FaultyProxy.Direction>, _ renumbers: Bool) -> Bool {
        for index in flows.indices where !held.contains(flows[index].direction) {
            if flows[index].pending.isEmpty {
                guard var bytes = receive(flows[index].source) else { return false }
                if bytes.isEmpty { continue }
                // The message that says the session's number: its kind, its length, the number.
                if renumbers, flows[index].direction == .toClient,
                    let start = bytes.firstRange(of: [UInt8(ascii: "K"), 0, 0, 0, 12])?.upperBound,
                    start + 4 <= bytes.endIndex
                {
                    bytes[start + 3] ^= 1
                }
                flows[index].pending = bytes
                if let set = trap, set.direction == flows[index].direction {
                    let seen = flows[index].last + bytes
                    if set.text.isEmpty || seen.contains(set.text) {
                        trap = nil
                        cut()
                        return false
                    }
                    flows[index].last = seen.suffix(set.text.count - 1)
                } else {
                    flows[index].last = []
                }
            }
            guard let count = send(flows[index].pending, flows[index].target) else { return false }
            flows[index].pending.removeFirst(count)
        }
        return true
    }

    /// What has come, if anything; `nil` at the end.
    private func receive(_ source: LoopbackSocket) -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(source.descriptor, &buffer, buffer.count, 0)
        if count < 0 { return errno == EAGAIN || errno == EINTR ? [] : nil }
        return count == 0 ? nil : buffer[..<count]
    }

    /// How many bytes the target has taken; `nil` when it has gone.
    private func send(_ bytes: ArraySlice<UInt8>, _ target: LoopbackSocket) -> Int? {
        #if canImport(Darwin)
        let flags: Int32 = 0
        #else
        let flags = Int32(MSG_NOSIGNAL)
        #endif
        let count = bytes.withUnsafeBytes { Foundation.send(target.descriptor, $0.baseAddress, $0.count, flags) }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? 0 : nil }
        return count
    }
}
