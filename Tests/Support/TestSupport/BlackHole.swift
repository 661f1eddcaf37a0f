/// A TCP peer that takes connections and never says anything, until nobody holds it any more.
public final class BlackHole: Sendable {
    // The system connects its clients, and nobody ever reads what they send.
    private let socket: LoopbackSocket

    public init() throws { socket = try LoopbackSocket(listening: true) }

    public var port: Int { socket.port }
}
